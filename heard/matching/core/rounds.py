"""Several rounds: nobody meets anybody twice, and what one lacked the next makes good."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from heard.matching.core.arrays import Bools, Ints
from heard.matching.core.budgets import Spent
from heard.matching.core.groupings import Grouping
from heard.matching.core.matching import assert_that_rules_hold
from heard.matching.core.problems import Problem
from heard.matching.core.seating import seat
from heard.matching.core.turning import rounds_in_turns

_AGAIN: Final = 4.0  # How much more it weighs to be alone with a flag, for each time before.


def match_rounds(
    problem: Problem, rounds: int, *, rng: np.random.Generator, spent: Spent | None = None
) -> list[Grouping]:
    """One grouping a round; `spent` is asked anew in each.

    Whoever had no place comes before others in the next round. Whoever was alone with a flag
    weighs four times as much there, so that the most often alone are so less often. Where that
    leaves more people without a place than rounds in closed form would, these come first.
    """
    groupings = _one_after_another(problem, rounds, rng, spent)
    if _without_place(groupings):
        turns = rounds_in_turns(problem, groupings[0].circle_of, rounds, rng)
        others = _one_after_another(problem, rounds, rng, spent, turns)
        groupings = min(groupings, others, key=_without_place)
    _assert_that_rules_hold(problem, groupings)
    return groupings


def _without_place(groupings: list[Grouping]) -> int:
    return sum(len(each.without_place) for each in groupings)


def _one_after_another(
    problem: Problem,
    rounds: int,
    rng: np.random.Generator,
    spent: Spent | None,
    given: Sequence[Ints] = (),
) -> list[Grouping]:
    """The first rounds as given, the others by searching."""
    without, flags = np.zeros(problem.people, np.int64), problem.flags
    times_alone = None if flags is None else np.zeros(flags.shape, np.int64)
    groupings = [Grouping(each, {}) for each in given]
    for grouping in groupings:
        problem = _after(problem, grouping)
    for _ in range(rounds - len(given)):
        alone = None
        if flags is not None and times_alone is not None:
            alone = flags * _AGAIN ** np.minimum(times_alone.max(axis=1), 8)[:, None]
        grouping = seat(problem, rng=rng, spent=spent, first=without, alone=alone)
        groupings.append(grouping)
        problem = _after(problem, grouping)
        without = without + (grouping.circle_of < 0)
        if flags is not None and times_alone is not None:
            times_alone += alone_in(flags, grouping.circle_of)
    return groupings


def _assert_that_rules_hold(problem: Problem, groupings: list[Grouping]) -> None:
    for grouping in groupings:
        assert_that_rules_hold(problem, grouping)
        problem = _after(problem, grouping)


def _after(problem: Problem, grouping: Grouping) -> Problem:
    """The same where those who have just met do not meet again."""
    now = pairs_of(grouping.circle_of)
    met = now if problem.met is None else np.concatenate([problem.met, now])
    return replace(problem, met=met)


def alone_in(flags: Bools, circle_of: Ints) -> Bools:
    """(n, f): who is the only one of their circle with a flag."""
    seated = circle_of >= 0
    counts = np.zeros((circle_of.max(initial=-1) + 1, flags.shape[1]), np.int64)
    np.add.at(counts, circle_of[seated], flags[seated])
    result = np.zeros(flags.shape, np.bool_)
    result[seated] = flags[seated] & (counts[circle_of[seated]] == 1)
    return result


def pairs_of(circle_of: Ints) -> Ints:
    """(p, 2): everyone who sits with everyone else of their circle, the lower number first."""
    seated = np.flatnonzero(circle_of >= 0)
    seated = seated[np.argsort(circle_of[seated], kind="stable")]
    circles = circle_of[seated]
    found = []
    for apart in range(1, int(np.bincount(circles).max(initial=0))):
        same = circles[apart:] == circles[:-apart]
        found.append(np.column_stack([seated[:-apart][same], seated[apart:][same]]))
    return np.concatenate(found) if found else np.zeros((0, 2), np.int64)
