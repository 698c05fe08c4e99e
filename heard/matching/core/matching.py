"""From a problem to a grouping: the engine that fits, and the checker that every result passes."""

import numpy as np

from heard.matching.core.budgets import Spent
from heard.matching.core.checking import broken_rules
from heard.matching.core.groupings import Grouping
from heard.matching.core.problems import Problem
from heard.matching.core.seating import seat


def match(problem: Problem, *, rng: np.random.Generator, spent: Spent | None = None) -> Grouping:
    """The best grouping found; without `spent`, the same seed always gives the same one."""
    grouping = seat(problem, rng=rng, spent=spent)
    broken = broken_rules(problem, grouping.circle_of)
    assert not broken, broken[0]
    return grouping
