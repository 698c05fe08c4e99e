"""What somebody who sits in a circle may report, and whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from heard.circles import models
from heard.circles.queries.links import hashed
from heard.circles.queries.seats import table_is_held

WHOLE_CIRCLE: Final = "circle"
HOST: Final = "host"
REPORTS_COME_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MayReport:
    """`others` are numbers and nicknames. `host_is_outside`: the host has no seat there. Without a
    `seat_id` it is told at a table, by whomever. `is_out`: they were asked to leave."""

    seat_id: UUID | None
    circle_id: UUID
    others: tuple[tuple[int, str], ...]
    host_is_outside: bool
    is_signed_in: bool = False
    is_out: bool = False

    @property
    def is_table(self) -> bool:
        return self.seat_id is None


@dataclass(frozen=True, slots=True)
class SeatReported:
    """For owners: which seat in which circle a report is about."""

    number: int
    nickname: str


def may_report(
    seat_id: UUID, *, device_key: str, person_id: int | None, now: datetime
) -> MayReport | None:
    """For who holds the seat, or held it until they were asked to leave; practice has nobody."""
    seat = models.Seat.objects.select_related("circle").filter(id=seat_id).first()
    is_signed_in = seat is not None and person_id is not None and seat.person_id == person_id
    if seat is None or seat.circle.is_practice:
        return None
    if not is_signed_in and not _is_on_device(seat, device_key, now):
        return None
    return MayReport(
        seat_id=seat.id,
        circle_id=seat.circle_id,
        others=_seats(seat.circle.seats.exclude(id=seat.id)),
        host_is_outside=_host_is_outside(seat.circle),
        is_signed_in=is_signed_in,
        is_out=seat.removed_at is not None,
    )


def may_report_at_table(circle_id: UUID, *, device_key: str) -> MayReport | None:
    """For whoever has the device of the table in their hands: nobody knows which of them it is."""
    if not table_is_held(circle_id, device_key=device_key):
        return None
    circle = models.Circle.objects.get(id=circle_id)
    return MayReport(
        seat_id=None,
        circle_id=circle_id,
        others=_seats(circle.seats.all()),
        host_is_outside=_host_is_outside(circle),
    )


def seats_reported(seat_ids: list[UUID]) -> dict[UUID, SeatReported]:
    rows = models.Seat.objects.filter(id__in=seat_ids).values_list("id", "number", "nickname")
    return {seat_id: SeatReported(number, nickname) for seat_id, number, nickname in rows}


def _is_on_device(seat: models.Seat, device_key: str, now: datetime) -> bool:
    """The device that holds the seat, or held it until it was asked to leave a few days ago."""
    if not device_key:
        return False
    if seat.removed_at is None:
        return seat.device_hash == hashed(device_key)
    is_lately = now <= seat.removed_at + REPORTS_COME_FOR
    return is_lately and seat.removed_device_hash == hashed(device_key)


def _seats(others: QuerySet[models.Seat]) -> tuple[tuple[int, str], ...]:
    return tuple(others.order_by("number").values_list("number", "nickname"))


def _host_is_outside(circle: models.Circle) -> bool:
    return circle.host_id is not None and not circle.seats.filter(is_host=True).exists()
