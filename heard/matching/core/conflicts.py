"""Rules that contradict one another, told by as few of them as do so already."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Any, Final

import numpy as np

from heard.matching.core.arrays import Bools, Ints
from heard.matching.core.checking import Rule
from heard.matching.core.one_circle import may_be_a_circle
from heard.matching.core.problems import Problem, Sizes

# Up to so many people, every subset is tried; of more, people are left out one by one.
_TRIED: Final = 10

# What a problem says of each rule. Sizes are always there.
_RULES: Final = {
    Rule.SIZE: "sizes",
    Rule.SLOT: "slots",
    Rule.LANGUAGE: "languages",
    Rule.AGE_BAND: "age_bands",
    Rule.FACILITATOR: "facilitates",
    Rule.APART: "apart",
    Rule.MET: "met",
    Rule.PINS: "pins",
}


@dataclass(frozen=True)
class Conflict:
    """Without any one of these rules, or of these people, what the others forbid can be.

    `block`: the number of a pin whose `people` cannot sit together; None: no circle at all can be
    formed by anybody, and `people` is empty. Who is kept apart from whom is not told: then, and
    where some have met, `people` are all of the block.
    """

    rules: tuple[Rule, ...]
    block: int | None = None
    people: tuple[int, ...] = ()


def conflicts(problem: Problem) -> list[Conflict]:
    """First of pinned people, then of the whole; empty where a circle can be formed.

    Each block is told once for each rule that it breaks; the whole once for each of the smallest
    sets of rules. A search for a circle that takes too long counts as a circle found, so that
    nothing is told that has not been shown.
    """
    return [*_of_blocks(problem), *_of_the_whole(problem)]


def _of_blocks(problem: Problem) -> Iterator[Conflict]:
    if problem.pins is None:
        return
    pinned = np.flatnonzero(problem.pins >= 0)
    blocks, block_of = np.unique(problem.pins[pinned], return_inverse=True)
    apart = {rule: _blocks_with_a_pair(problem.pins, pairs) for rule, pairs in _pairs(problem)}
    ends = np.cumsum(np.bincount(block_of))[:-1]
    members = np.split(pinned[np.argsort(block_of, kind="stable")], ends)
    for block, people in zip(blocks.tolist(), members, strict=True):
        for rule, few in _forbidden(problem, people):
            yield Conflict((rule,), block=block, people=tuple(few))
        for rule, those in apart.items():
            if block in those:
                yield Conflict((rule,), block=block, people=tuple(people.tolist()))


def _pairs(problem: Problem) -> Iterator[tuple[Rule, Ints]]:
    for rule, pairs in ((Rule.APART, problem.apart), (Rule.MET, problem.met)):
        if pairs is not None:
            yield rule, pairs


def _blocks_with_a_pair(pins: Ints, pairs: Ints) -> set[int]:
    """Free people share -1, which is no block."""
    left, right = pins[pairs[:, 0]], pins[pairs[:, 1]]
    return set(left[left == right].tolist())


def _forbidden(problem: Problem, people: Ints) -> Iterator[tuple[Rule, Sequence[int]]]:
    """What forbids these people to sit together, and as few of them as it forbids."""
    for rule, marks in ((Rule.SLOT, problem.slots), (Rule.LANGUAGE, problem.languages)):
        if marks is not None and not _share_one(marks, people):
            yield rule, _fewest(people.tolist(), partial(_share_one, marks))
    bands = problem.age_bands
    if bands is not None and not _are_of_one(bands, people):
        yield Rule.AGE_BAND, _fewest(people.tolist(), partial(_are_of_one, bands))


def _share_one(marks: Bools, people: Sequence[int] | Ints) -> bool:
    return bool(marks[people].all(axis=0).any())


def _are_of_one(bands: Ints, people: Sequence[int] | Ints) -> bool:
    return len(set(bands[people].tolist())) == 1


def _fewest(people: list[int], fit: Callable[[list[int]], bool]) -> list[int]:
    """The smallest subset that does not fit; of many people, one that cannot be made smaller."""
    if len(people) <= _TRIED:
        subsets = (
            subset for size in range(1, len(people)) for subset in combinations(people, size)
        )
        return next((list(each) for each in subsets if not fit(list(each))), people)
    for person in list(people):
        fewer = [other for other in people if other != person]
        people = people if fit(fewer) else fewer
    return people


def _of_the_whole(problem: Problem) -> list[Conflict]:
    """Sets of one rule first, then of two, and so on."""
    there = [rule for rule, names in _RULES.items() if _is_there(problem, names)]
    if may_be_a_circle(problem):
        return []
    for size in range(1, len(there) + 1):
        sets = (rules for rules in combinations(there, size) if not _may_be(problem, rules))
        if found := [Conflict(rules) for rules in sets]:
            return found
    return []


def _is_there(problem: Problem, name: str) -> bool:
    return getattr(problem, name) is not None


def _may_be(problem: Problem, rules: Sequence[Rule]) -> bool:
    """Whether a circle may be formed by these rules alone; without sizes, of two or more."""
    gone: dict[str, Any] = {
        name: None for rule, name in _RULES.items() if rule not in (*rules, Rule.SIZE)
    }
    if Rule.SIZE not in rules:
        gone["sizes"] = Sizes(2, max(2, problem.people))
    return may_be_a_circle(replace(problem, **gone))
