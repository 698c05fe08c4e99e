"""Kinds of communities, their colours, and where minors may sit."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    NETWORK = "network"
    COUNTRY = "country"
    CHAPTER = "chapter"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    COMPANY = "company"
    GROUP = "group"


class Colour(StrEnum):
    """Quiet ones: warm colour means that somebody has the floor, and nothing else."""

    INK = "ink"
    LAKE = "lake"
    PLUM = "plum"
    MOSS = "moss"


# What a vetting is for: `people.core.ages` has the same two.
CARING_KINDS: Final = (Kind.SCHOOL, Kind.HOSPITAL)
# One alone would be the only one who sees what another does.
FEWEST_VETTED: Final = 2


def minors_may_sit(*, kind: str, bands: Collection[str], age_band: str, vetted: int) -> bool:
    """Whether minors of this age may sit in circles of such a community.

    `bands` are the ages that it lets sit, `vetted` its grown-ups who were looked at for this place.
    """
    return kind in CARING_KINDS and age_band in bands and vetted >= FEWEST_VETTED
