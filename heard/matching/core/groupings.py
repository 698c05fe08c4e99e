"""Who sits with whom, as a search returns it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from heard.matching.core.arrays import Ints


class NoPlace(StrEnum):
    """Why somebody has no place. Never says who is kept apart from whom."""

    NO_SLOT = "no slot"  # They named no time at all.
    NO_LANGUAGE = "no language"  # They named no language at all.
    TOO_FEW_LIKE_THEM = "too few"  # Too few share a time, a language and an age band with them.
    NO_FACILITATOR = "no facilitator"  # Enough people, but nobody to facilitate for them.
    NO_CIRCLE_FITS = "no circle fits"  # All circles that could take them are full, or do not fit.


@dataclass(frozen=True, eq=False)
class Grouping:
    """`circle_of` (n,): each person's circle from 0 on, without gaps; -1: no place.

    `without_place`: for each person with -1, why.
    """

    circle_of: Ints
    without_place: Mapping[int, NoPlace]

    @property
    def circles(self) -> int:
        return int(self.circle_of.max(initial=-1)) + 1
