"""From a problem to a grouping: the engine that fits, and the checker that every result passes."""

import numpy as np

from heard.matching.core.annealing import disperse
from heard.matching.core.arrays import Ints
from heard.matching.core.budgets import Spent, Steps
from heard.matching.core.checking import broken_rules
from heard.matching.core.dealing import circles_for
from heard.matching.core.fitting import left_over
from heard.matching.core.groupings import Grouping
from heard.matching.core.layering import spread
from heard.matching.core.problems import Problem
from heard.matching.core.seating import numbered, seat

# With fewer people, swaps find better circles than layers do.
_MANY = 200


def match(problem: Problem, *, rng: np.random.Generator, spent: Spent | None = None) -> Grouping:
    """The best grouping found; without `spent`, the same seed always gives the same one."""
    grouping = _free(problem, rng, spent) or seat(problem, rng=rng, spent=spent)
    assert_that_rules_hold(problem, grouping)
    return grouping


def assert_that_rules_hold(problem: Problem, grouping: Grouping) -> None:
    broken = broken_rules(problem, grouping.circle_of)
    assert not broken, broken[0]


def _free(problem: Problem, rng: np.random.Generator, spent: Spent | None) -> Grouping | None:
    """By an engine that knows no rules, where there are none and everyone has a place."""
    n, sizes = problem.people, problem.sizes
    if problem.has_rules or problem.has_wishes or left_over(n, sizes):
        return None
    circles = circles_for(sizes.least, sizes.most, n, n)
    if problem.features is not None and n >= _MANY:
        spent = spent or Steps(500 * n)
        even = (n + np.arange(circles)) // circles
        found = spread(problem.features, even, rng=rng, spent=spent, objective=problem.objective)
        return _seated(found)
    if problem.distances is not None and problem.objective == "sum":
        spent = spent or Steps(min(100 * n * n, 50_000_000))
        least, most = np.full(circles, sizes.least), np.full(circles, sizes.most)
        return _seated(disperse(problem.distances, least, most, rng=rng, spent=spent))
    return None


def _seated(circle_of: Ints) -> Grouping:
    return Grouping(numbered(circle_of), {})
