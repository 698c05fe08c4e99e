"""Rounds without repeats in closed form, for those who all may sit with all."""

from typing import Final

import numpy as np

from heard.matching.core.arrays import Ints
from heard.matching.core.bounds import difference
from heard.matching.core.problems import Problem

_DRAWN: Final = 50  # Orders of sitting that are tried.


def rounds_in_turns(
    problem: Problem, circle_of: Ints, rounds: int, rng: np.random.Generator
) -> list[Ints]:
    """(n,) each, as many of the rounds as this way leads to, beginning with `circle_of`.

    With a prime number of circles g, none of them with more than g people, member k of circle j
    sits in circle (j + k * r) mod g in round r: two meet again only if they are the same, for
    g rounds. Of several orders of members the one with the most difference is taken.
    """
    sizes = np.bincount(circle_of[circle_of >= 0])
    circles = len(sizes)
    if problem.has_rules or (circle_of < 0).any() or not _is_prime(circles):
        return []
    if sizes.max() > circles:
        return []
    drawn = [_turned(circle_of, min(rounds, circles), rng) for _ in range(_DRAWN)]
    drawn = [each for each in drawn if _sizes_hold(problem, each)]
    return max(drawn, key=lambda each: sum(difference(problem, one) for one in each), default=[])


def _turned(circle_of: Ints, rounds: int, rng: np.random.Generator) -> list[Ints]:
    order = np.lexsort((rng.random(len(circle_of)), circle_of))
    sizes = np.bincount(circle_of)
    member = np.empty_like(circle_of)
    member[order] = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return [(circle_of + member * number) % len(sizes) for number in range(rounds)]


def _sizes_hold(problem: Problem, rounds: list[Ints]) -> bool:
    """Where circles differ in size, some rounds may come out too uneven."""
    sizes = np.concatenate([np.bincount(each) for each in rounds])
    return bool(sizes.min() >= problem.sizes.least and sizes.max() <= problem.sizes.most)


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % each for each in range(2, int(number**0.5) + 1))
