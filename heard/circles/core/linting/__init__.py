"""Proves what a format promises before anyone sits in it, by walking its state machine.

Explored for a given number of people, all present: every move of every seat, every clock that
runs out, one turn passed on each path. Where people choose one another, up to four people all
choices are followed; from five on the nearest and the farthest in the ring, since the rules treat
all seats alike. Lines that drop and pauses are not explored: they hold the clock and end by
themselves.
"""

from dataclasses import dataclass
from datetime import timedelta

from heard.circles.core.formats import Format
from heard.circles.core.linting import proofs
from heard.circles.core.linting.exploring import explore
from heard.circles.core.linting.lengths import longest, shortest
from heard.circles.core.linting.proofs import TOO_LONG, Fault

__all__ = ["Fault", "Report", "lint"]


@dataclass(frozen=True, slots=True)
class Report:
    people: int
    faults: tuple[Fault, ...]
    states: int
    shortest: timedelta | None
    longest: timedelta | None
    equal_time: bool


def lint(form: Format, people: int) -> Report:
    """Whether `form` ends, gives everyone a turn and keeps its claims with so many people.

    Raises `ValueError` when `people` is not a size of the format or it has too many states.
    """
    walk = explore(form, people)
    at_most = longest(walk, TOO_LONG)
    faults = (
        *proofs.never_ends(walk),
        *proofs.unbounded(form, at_most),
        *proofs.unreachable(form, walk),
        *proofs.starves(form, walk),
        *proofs.unequal(form, walk),
        *proofs.dead_gates(form, walk),
    )
    ends = any(circle.is_closed for circle in walk.circles)
    return Report(
        people=people,
        faults=faults,
        states=len(walk.circles),
        shortest=shortest(walk) if ends else None,
        longest=at_most if ends and at_most and at_most < TOO_LONG else None,
        equal_time=not walk.repeated and not walk.starved,
    )
