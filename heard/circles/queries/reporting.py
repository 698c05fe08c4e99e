"""What somebody who sits in a circle may report, and whom."""

from dataclasses import dataclass
from uuid import UUID

from heard.circles import models
from heard.circles.queries.links import hashed

WHOLE_CIRCLE = "circle"
HOST = "host"


@dataclass(frozen=True, slots=True)
class MayReport:
    """`others` are numbers and nicknames. `host_is_outside`: the host has no seat there."""

    seat_id: UUID
    circle_id: UUID
    others: tuple[tuple[int, str], ...]
    host_is_outside: bool
    is_signed_in: bool


@dataclass(frozen=True, slots=True)
class SeatReported:
    """For owners: which seat in which circle a report is about."""

    number: int
    nickname: str


def may_report(seat_id: UUID, *, device_key: str, person_id: int | None) -> MayReport | None:
    """For who holds the seat, or held it until they were asked to leave; practice has nobody."""
    seat = models.Seat.objects.select_related("circle").filter(id=seat_id).first()
    if seat is None or seat.circle.is_practice or not _is_theirs(seat, device_key, person_id):
        return None
    others = models.Seat.objects.filter(circle_id=seat.circle_id).exclude(id=seat.id)
    rows = list(others.order_by("number").values_list("number", "nickname", "is_host"))
    host_sits = seat.is_host or any(is_host for _, _, is_host in rows)
    return MayReport(
        seat_id=seat.id,
        circle_id=seat.circle_id,
        others=tuple((number, nickname) for number, nickname, _ in rows),
        host_is_outside=seat.circle.host_id is not None and not host_sits,
        is_signed_in=person_id is not None and seat.person_id == person_id,
    )


def seats_reported(seat_ids: list[UUID]) -> dict[UUID, SeatReported]:
    rows = models.Seat.objects.filter(id__in=seat_ids).values_list("id", "number", "nickname")
    return {seat_id: SeatReported(number, nickname) for seat_id, number, nickname in rows}


def _is_theirs(seat: models.Seat, device_key: str, person_id: int | None) -> bool:
    is_held = bool(device_key) and seat.device_hash == hashed(device_key)
    return is_held or (person_id is not None and seat.person_id == person_id)
