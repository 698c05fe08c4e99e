"""What people are in a community, and what nobody may take from it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from heard.communities.core.kinds import CARING_KINDS


class Role(StrEnum):
    """From the least to the most that one may do."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    STEWARD = "steward"


_ORDER: Final = tuple(Role)
ADULT: Final = "adult"


def higher(one: Role | None, other: Role) -> Role:
    """Who accepts an invitation keeps what they are already, if that is more."""
    return other if one is None else max(one, other, key=_ORDER.index)


def leaves_no_steward(person_id: int, stewards: Iterable[int], becomes: Role | None) -> bool:
    """Whether nobody of those who are stewards now would be one; `becomes` is None for leaving."""
    now = set(stewards)
    return becomes is not Role.STEWARD and now == {person_id}


def may_belong(*, age_band: str, role: Role, kind: str, bands: Iterable[str]) -> bool:
    """A minor is a member only, and only where minors of that age may sit."""
    if age_band == ADULT:
        return True
    return role is Role.MEMBER and kind in CARING_KINDS and age_band in bands
