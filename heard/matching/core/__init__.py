"""Matching across difference: pure, seeded, useful in a notebook.

    import numpy as np
    from heard.matching.core import Problem, Sizes, explain, match

    problem = Problem(features=answers, sizes=Sizes(4, 6))
    grouping = match(problem, rng=np.random.default_rng(7))

What needs numba is loaded when it is first asked for, so that a web process can read results
without it.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

from heard.matching.core.answers import Choices, Features, Scale, features_of
from heard.matching.core.bounds import bound, difference, expected_by_chance, share
from heard.matching.core.budgets import Spent, Steps
from heard.matching.core.checking import Broken, Rule, broken_rules
from heard.matching.core.conflicts import Conflict, conflicts
from heard.matching.core.explaining import CircleTold, Explanation, PersonTold, explain
from heard.matching.core.groupings import Grouping, NoPlace
from heard.matching.core.problems import Problem, ProblemFault, Sizes, Wishes

if TYPE_CHECKING:
    from heard.matching.core.matching import match
    from heard.matching.core.rounds import match_rounds

__all__ = [
    "Broken",
    "Choices",
    "CircleTold",
    "Conflict",
    "Explanation",
    "Features",
    "Grouping",
    "NoPlace",
    "PersonTold",
    "Problem",
    "ProblemFault",
    "Rule",
    "Scale",
    "Sizes",
    "Spent",
    "Steps",
    "Wishes",
    "bound",
    "broken_rules",
    "conflicts",
    "difference",
    "expected_by_chance",
    "explain",
    "features_of",
    "match",
    "match_rounds",
    "share",
]

_LATER: Final = {
    "match": "heard.matching.core.matching",
    "match_rounds": "heard.matching.core.rounds",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"heard.matching.core has no {name}.")
    return getattr(importlib.import_module(_LATER[name]), name)
