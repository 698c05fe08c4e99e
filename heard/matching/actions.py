"""Has a problem solved, in a process of its own."""

from typing import Final

import numpy as np

from heard.matching.core import Grouping, NoPlace, Problem, ProblemFault, Sizes, Wishes
from heard.matching.outside import MatchingStopped, Solver, is_compiled

__all__ = [
    "Grouping",
    "MatchingStopped",
    "NoPlace",
    "Problem",
    "ProblemFault",
    "Sizes",
    "Wishes",
    "be_ready",
    "compile_once",
    "solve",
]

_SOLVER: Final = Solver()


def be_ready() -> None:
    """Somebody will ask soon: what is heavy is loaded meanwhile."""
    _SOLVER.be_ready()


def compile_once(*, wait: bool) -> None:
    """At set-up: most of a minute the first time on a machine, nothing later."""
    if is_compiled():
        return
    be_ready()
    if wait:
        solve(Problem(features=np.eye(4), sizes=Sizes(2, 2)), seed=0)
        _SOLVER.end()


def solve(problem: Problem, *, seed: int, seconds: float | None = None) -> Grouping:
    """Waits for a grouping that the checker has passed; for one at a time in this node.

    Without `seconds` the same seed gives the same grouping. Raises `MatchingStopped` when the
    process ended before it could answer; the next question gets a new one.
    """
    return _SOLVER.solve(problem, seed=seed, seconds=seconds)
