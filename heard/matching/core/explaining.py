"""Why a grouping is as it is: for each circle, for each person, and as a whole.

Nothing here looks at who is kept apart from whom, so nothing here can tell it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from heard.matching.core.arrays import Bools, Floats, Ints
from heard.matching.core.bounds import (
    circle_differences,
    differences_inside,
    mean_by_chance,
    share,
    share_by_chance,
)
from heard.matching.core.fitting import left_over, sizes_that_fit
from heard.matching.core.groupings import Grouping, NoPlace
from heard.matching.core.problems import Problem, Sizes
from heard.matching.core.seated import Seated, seated

NOBODY: Final = -1


@dataclass(frozen=True, slots=True)
class CircleTold:
    """One circle. Slots, languages, flags and things in common are columns of the problem.

    `difference`: the mean of its pairs; `beside_chance`: that over the mean of a random grouping
    (1: as different as chance makes them; above: more). `slots`, `languages`, `common`: what all
    members share. `lone_flags`: those that exactly one member holds.
    """

    number: int
    members: tuple[int, ...]
    difference: float
    beside_chance: float
    slots: tuple[int, ...]
    languages: tuple[int, ...]
    facilitators: tuple[int, ...]
    lone_flags: tuple[int, ...]
    common: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class PersonTold:
    """One person. Without a place, `circle` and the two others are -1, no flags are looked at, and
    `why` says why.

    `difference`: the mean to the others of the circle. `flags`: each flag that the person holds,
    with the others of the circle who hold it; nobody there: the person is alone with it.
    """

    person: int
    circle: int
    difference: float
    most_different: int
    nearest: int
    flags: Mapping[int, tuple[int, ...]]
    why: NoPlace | None


@dataclass(frozen=True)
class Explanation:
    """`circles` in the order of their numbers, `people` in the order of the problem.

    `share`: of an analytic bound that no grouping into these sizes can pass; `share_by_chance`:
    what a random one has on average. `worst_circle`: the least different, -1 without circles.
    `lone_flags`: over all circles. `left_over`: who stays without a place by numbers alone;
    `sizes_that_fit`: nearest sizes with a place for everyone.
    """

    circles: Sequence[CircleTold]
    people: Sequence[PersonTold]
    share: float
    share_by_chance: float
    worst_circle: int
    lone_flags: int
    placed: int
    without_place: Mapping[NoPlace, int]
    left_over: int
    sizes_that_fit: Sequence[Sizes]


def explain(problem: Problem, grouping: Grouping) -> Explanation:
    """`grouping` keeps the rules of the problem (see `broken_rules`)."""
    circle_of = grouping.circle_of
    circles = _circles(problem, circle_of)
    return Explanation(
        circles=circles,
        people=_people(problem, grouping),
        share=share(problem, circle_of),
        share_by_chance=share_by_chance(problem, circle_of),
        worst_circle=min(circles, key=_how_different).number if circles else NOBODY,
        lone_flags=sum(len(each.lone_flags) for each in circles),
        placed=int((circle_of >= 0).sum()),
        without_place=Counter(grouping.without_place.values()),
        left_over=left_over(problem.people, problem.sizes),
        sizes_that_fit=sizes_that_fit(problem.people, problem.sizes),
    )


def _how_different(circle: CircleTold) -> float:
    return circle.difference


def _circles(problem: Problem, circle_of: Ints) -> list[CircleTold]:
    who = seated(circle_of)
    differences = circle_differences(problem, circle_of)
    columns = (
        range(who.circles),
        _rows(who.people, who.sizes),
        differences.tolist(),
        _beside(differences, mean_by_chance(problem, circle_of)).tolist(),
        _shared(problem.slots, who),
        _shared(problem.languages, who),
        _facilitators(problem, circle_of, who),
        _lone(problem.flags, who),
        _shared(problem.common, who),
    )
    return [CircleTold(*values) for values in zip(*columns, strict=True)]


def _beside(differences: Floats, chance: float) -> Floats:
    """Where all are alike, chance cannot do otherwise either."""
    return differences / chance if chance > 0 else np.ones_like(differences)


def _shared(marks: Bools | None, who: Seated) -> list[tuple[int, ...]]:
    return _nothing(who) if marks is None else _columns(who.everyone_has(marks))


def _lone(flags: Bools | None, who: Seated) -> list[tuple[int, ...]]:
    return _nothing(who) if flags is None else _columns(who.counts(flags) == 1)


def _facilitators(problem: Problem, circle_of: Ints, who: Seated) -> list[tuple[int, ...]]:
    if problem.facilitates is None:
        return _nothing(who)
    people = who.people[problem.facilitates[who.people]]
    return _rows(people, np.bincount(circle_of[people], minlength=who.circles))


def _nothing(who: Seated) -> list[tuple[int, ...]]:
    return [()] * who.circles


def _columns(marks: Bools) -> list[tuple[int, ...]]:
    """(g, k) → for each row, the columns that are marked."""
    rows, columns = np.nonzero(marks)
    return _rows(columns, np.bincount(rows, minlength=len(marks)))


def _rows(values: Ints, counts: Ints) -> list[tuple[int, ...]]:
    """Cuts values into rows of so many."""
    plain, ends = values.tolist(), np.cumsum(counts).tolist()
    return [
        tuple(plain[end - count : end]) for end, count in zip(ends, counts.tolist(), strict=True)
    ]


def _people(problem: Problem, grouping: Grouping) -> list[PersonTold]:
    circle_of = grouping.circle_of
    difference, most, nearest = _beside_others(problem, circle_of)
    flags = _flags(problem.flags, circle_of)
    why = [grouping.without_place.get(person) for person in range(problem.people)]
    columns = (circle_of.tolist(), difference.tolist(), most.tolist(), nearest.tolist())
    rows = zip(range(problem.people), *columns, flags, why, strict=True)
    return [PersonTold(*row) for row in rows]


def _beside_others(problem: Problem, circle_of: Ints) -> tuple[Floats, Ints, Ints]:
    """(n,) each: the mean difference to the others, the most different one, the nearest one."""
    difference = np.zeros(problem.people)
    most, nearest = (np.full(problem.people, NOBODY) for _ in range(2))
    for _, members, apart in differences_inside(problem, circle_of):
        difference[members] = apart.sum(axis=2) / (members.shape[1] - 1)
        for people, own, choose in ((most, -np.inf, np.argmax), (nearest, np.inf, np.argmin)):
            others = np.where(np.eye(members.shape[1], dtype=np.bool_), own, apart)
            people[members] = np.take_along_axis(members, choose(others, axis=2), axis=1)
    return difference, most, nearest


def _flags(flags: Bools | None, circle_of: Ints) -> list[dict[int, tuple[int, ...]]]:
    told: list[dict[int, tuple[int, ...]]] = [{} for _ in circle_of]
    if flags is None:
        return told
    for flag in range(flags.shape[1]):
        holders = np.where(flags[:, flag], circle_of, NOBODY)
        for people in _together(holders):
            for person in people:
                told[person][flag] = tuple(other for other in people if other != person)
    return told


def _together(circle_of: Ints) -> list[tuple[int, ...]]:
    """The people of each circle; circles without anybody may be among them."""
    people = np.argsort(circle_of, kind="stable")[int((circle_of < 0).sum()) :]
    return _rows(people, np.bincount(circle_of[people]))
