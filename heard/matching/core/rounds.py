"""Several rounds: nobody meets anybody twice, and what one lacked the next makes good."""

from dataclasses import replace
from typing import Final

import numpy as np

from heard.matching.core.arrays import Bools, Ints
from heard.matching.core.budgets import Spent
from heard.matching.core.groupings import Grouping
from heard.matching.core.matching import assert_that_rules_hold
from heard.matching.core.problems import Problem
from heard.matching.core.seating import seat

_AGAIN: Final = 4.0  # How much more it weighs to be alone with a flag, for each time before.


def match_rounds(
    problem: Problem, rounds: int, *, rng: np.random.Generator, spent: Spent | None = None
) -> list[Grouping]:
    """One grouping a round; `spent` is asked anew in each.

    Whoever had no place comes before others in the next round. Whoever was alone with a flag
    weighs four times as much there, so that the most often alone are so less often.
    """
    n = problem.people
    without, times_alone = np.zeros(n, np.int64), None
    if problem.flags is not None:
        times_alone = np.zeros(problem.flags.shape, np.int64)
    groupings: list[Grouping] = []
    for _ in range(rounds):
        alone = None
        if problem.flags is not None and times_alone is not None:
            alone = problem.flags * _AGAIN ** np.minimum(times_alone.max(axis=1), 8)[:, None]
        grouping = seat(problem, rng=rng, spent=spent, first=without, alone=alone)
        assert_that_rules_hold(problem, grouping)
        groupings.append(grouping)
        problem = replace(problem, met=_all_met(problem.met, grouping.circle_of))
        without = without + (grouping.circle_of < 0)
        if problem.flags is not None and times_alone is not None:
            times_alone += alone_in(problem.flags, grouping.circle_of)
    return groupings


def alone_in(flags: Bools, circle_of: Ints) -> Bools:
    """(n, f): who is the only one of their circle with a flag."""
    seated = circle_of >= 0
    counts = np.zeros((circle_of.max(initial=-1) + 1, flags.shape[1]), np.int64)
    np.add.at(counts, circle_of[seated], flags[seated])
    result = np.zeros(flags.shape, np.bool_)
    result[seated] = flags[seated] & (counts[circle_of[seated]] == 1)
    return result


def _all_met(met: Ints | None, circle_of: Ints) -> Ints:
    now = pairs_of(circle_of)
    return now if met is None else np.concatenate([met, now])


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
