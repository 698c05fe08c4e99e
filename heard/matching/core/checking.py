"""Looks at a finished grouping, knowing nothing of how it was found: which rules are broken?"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from heard.matching.core.arrays import Bools, Ints
from heard.matching.core.problems import Problem
from heard.matching.core.seated import Seated, seated


class Rule(StrEnum):
    """What must hold."""

    SHAPE = "one whole number for each person"
    NUMBERS = "circles are numbered from 0 without gaps"
    SIZE = "the size is within the limits"
    SLOT = "everyone shares a slot"
    LANGUAGE = "everyone shares a language"
    AGE_BAND = "everyone is of one age band"
    FACILITATOR = "somebody facilitates"
    APART = "nobody sits with whom they are kept apart from"
    MET = "nobody sits with whom they have met"
    PINS = "pinned people sit together"


@dataclass(frozen=True)
class Broken:
    """A rule and the circle that breaks it; -1: the grouping as a whole. Fit for a log."""

    rule: Rule
    circle: int

    def __str__(self) -> str:
        return f"circle {self.circle}: {self.rule}"


def broken_rules(problem: Problem, circle_of: Ints) -> list[Broken]:
    """Empty if all holds. `circle_of` (n,): a circle from 0 on, without gaps; -1: no place.

    Where numbers are amiss, only that is told, for then there are no circles to look at.
    """
    amiss = _amiss(problem, circle_of)
    return [Broken(amiss, -1)] if amiss else list(_broken(problem, circle_of))


def _amiss(problem: Problem, circle_of: Ints) -> Rule | None:
    whole = isinstance(circle_of, np.ndarray) and circle_of.dtype == np.int64
    if not whole or circle_of.shape != (problem.people,):
        return Rule.SHAPE
    # More circles than people cannot be without gaps, and would need their memory.
    if circle_of.min(initial=0) < -1 or circle_of.max(initial=0) >= problem.people:
        return Rule.NUMBERS
    return None if np.bincount(circle_of[circle_of >= 0]).all() else Rule.NUMBERS


def _broken(problem: Problem, circle_of: Ints) -> Iterator[Broken]:
    for rule, circles in _circles_that_break(problem, circle_of, seated(circle_of)):
        yield from (Broken(rule, circle) for circle in sorted(set(circles.tolist())))


def _circles_that_break(
    problem: Problem, circle_of: Ints, who: Seated
) -> Iterator[tuple[Rule, Ints]]:
    sizes = problem.sizes
    yield Rule.SIZE, np.flatnonzero((who.sizes < sizes.least) | (who.sizes > sizes.most))
    if problem.slots is not None:
        yield Rule.SLOT, _without_a_shared_one(problem.slots, who)
    if problem.languages is not None:
        yield Rule.LANGUAGE, _without_a_shared_one(problem.languages, who)
    if problem.age_bands is not None:
        yield Rule.AGE_BAND, _of_several_bands(problem.age_bands, circle_of, who)
    if problem.facilitates is not None:
        yield Rule.FACILITATOR, np.flatnonzero(who.counts(problem.facilitates) == 0)
    if problem.apart is not None:
        yield Rule.APART, _with_a_pair(problem.apart, circle_of)
    if problem.met is not None:
        yield Rule.MET, _with_a_pair(problem.met, circle_of)
    if problem.pins is not None:
        yield Rule.PINS, _of_divided_pins(problem.pins, circle_of)


def _without_a_shared_one(marks: Bools, who: Seated) -> Ints:
    return np.flatnonzero(~who.everyone_has(marks).any(axis=1))


def _of_several_bands(bands: Ints, circle_of: Ints, who: Seated) -> Ints:
    """Everyone is compared with the first of their circle."""
    firsts = bands[who.people[who.starts]]
    others = who.people[bands[who.people] != np.repeat(firsts, who.sizes)]
    return np.asarray(circle_of[others])


def _with_a_pair(pairs: Ints, circle_of: Ints) -> Ints:
    left, right = circle_of[pairs[:, 0]], circle_of[pairs[:, 1]]
    return np.asarray(left[(left == right) & (left >= 0)])


def _of_divided_pins(pins: Ints, circle_of: Ints) -> Ints:
    """Where members of a block sit that are not where the first of it sits; -1: without a place."""
    pinned = np.flatnonzero(pins >= 0)
    _, first, block = np.unique(pins[pinned], return_index=True, return_inverse=True)
    sits = circle_of[pinned]
    return np.asarray(sits[sits != sits[first][block]])
