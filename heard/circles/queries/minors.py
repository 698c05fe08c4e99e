"""Where minors may meet, who agreed that they do, and the code by which a class comes in."""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from heard.base import clock
from heard.circles import models
from heard.communities.queries import allows_minors
from heard.people import queries as people

# Without signs that look alike.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LONG: Final = 8
SCHOOL: Final = "school"
# Of a community, for an age, in such a place.
MayMeet = Callable[[UUID | None, str, str], bool]


def minors_may_meet(community_id: UUID | None, age_band: str, place: str) -> bool:
    """Only inside a community that is such a place and lets this age sit, today."""
    return community_id is not None and allows_minors(
        community_id, age_band=age_band, place=place, on=clock.now().date()
    )


def class_code(circle_id: UUID) -> str:
    """What a teacher writes on the board; known to this node only, and written down nowhere."""
    digest = salted_hmac("heard.circles.class", str(circle_id), algorithm="sha256").digest()
    return "".join(_SIGNS[byte % len(_SIGNS)] for byte in digest[:_LONG])


def circle_of_class(code: str, *, now: datetime) -> UUID | None:
    """The open school circle of this code."""
    open_ones = models.Circle.objects.filter(
        community_kind=SCHOOL, closed_at=None, links_end_at__gt=now
    )
    typed = code.strip().lower().encode()
    for circle_id in open_ones.values_list("id", flat=True):
        if hmac.compare_digest(class_code(circle_id).encode(), typed):
            return circle_id
    return None


def seats_by_vetting() -> QuerySet[models.Seat]:
    """Grown-ups who sit among minors now."""
    open_ones = models.Seat.objects.filter(circle__closed_at=None, removed_at=None)
    return open_ones.filter(vetting_id__isnull=False)


def circles_by_vetting() -> list[UUID]:
    return list(seats_by_vetting().order_by().values_list("circle_id", flat=True).distinct())


def someone_answers_for(seat: models.Seat, *, person_id: int | None) -> bool:
    """A grown-up answers for themselves; for a minor somebody must have agreed, and still does."""
    if seat.age_band == "adult":
        return True
    scope = f"circle:{seat.circle_id}"
    return people.guardian_agrees(scope=scope, seat_id=seat.id, person_id=person_id)
