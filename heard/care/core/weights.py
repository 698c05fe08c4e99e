"""How much a report weighs: nobody is silenced, and nobody can make many out of one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

# The first two that came to nothing cost nothing: whoever is troubled may be wrong.
FREE_OF_DOUBT: Final = 2
LEAST: Final = 0.125
MOST_FROM_A_SEAT: Final = 5
MOST_FROM_A_PERSON: Final = 10
WITHIN: Final = timedelta(hours=24)


def weight_of(outcomes: Sequence[bool]) -> float:
    """From the outcomes of what the same person reported before: True where it was upheld.

    Halved for each that came to nothing beyond the first two and those upheld; never nothing, so
    that every report is read.
    """
    upheld = sum(outcomes)
    doubtful = len(outcomes) - upheld - upheld - FREE_OF_DOUBT
    return float(max(LEAST, 0.5 ** max(0, doubtful)))


def is_too_many(*, from_seat: int, from_person: int) -> bool:
    """Whether so many reports within a day leave room for no more."""
    return from_seat >= MOST_FROM_A_SEAT or from_person >= MOST_FROM_A_PERSON
