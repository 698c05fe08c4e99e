"""What a link, a cookie or a ticket leads to."""

import random
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from heard.circles import models
from heard.circles.core.deciding import decide
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.queries.agreeing import seat_has_agreed
from heard.circles.queries.links import hashed
from heard.circles.queries.states import state_of
from heard.people import queries as people


class Finding(StrEnum):
    """What someone who holds a link finds."""

    FREE = "free"
    MINE = "mine"
    ELSEWHERE = "elsewhere"
    DOORS_CLOSED = "doors_closed"
    CLOSED = "closed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    REMOVED = "removed"
    UNVETTED = "unvetted"
    NOT_FREE = "not_free"
    NO_GUARDIAN = "no_guardian"


@dataclass(frozen=True, slots=True)
class SeatFound:
    """A seat as its link shows it; without ids when the link is unknown."""

    finding: Finding
    seat_id: UUID | None = None
    circle_id: UUID | None = None
    number: int = 0
    nickname: str = ""


@dataclass(frozen=True, slots=True)
class TableFound:
    finding: Finding
    circle_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """A seat that is held by the device that asked."""

    seat_id: UUID
    circle_id: UUID
    number: int
    nickname: str
    mode: str
    relay_only: bool
    is_closed: bool
    has_agreed: bool


def seat_by_token(token: str, *, device_key: str, now: datetime) -> SeatFound:
    """What the link of a seat leads to, for the device with `device_key` ("" if it has none)."""
    seats = models.Seat.objects.select_related("circle", "person")
    seat = seats.filter(token_hash=hashed(token)).first()
    if seat is None:
        return SeatFound(Finding.UNKNOWN)
    return SeatFound(
        _finding(seat, device_key, now), seat.id, seat.circle_id, seat.number, seat.nickname
    )


def seat_held(seat_id: UUID, *, device_key: str) -> SeatHeld | None:
    """The seat, if it is this device that holds it."""
    seat = models.Seat.objects.select_related("circle").filter(id=seat_id).first()
    if seat is None or not device_key or seat.device_hash != hashed(device_key):
        return None
    return SeatHeld(
        seat_id=seat.id,
        circle_id=seat.circle_id,
        number=seat.number,
        nickname=seat.nickname,
        mode=seat.circle.mode,
        relay_only=seat.circle.relay_only,
        is_closed=seat.circle.closed_at is not None,
        has_agreed=seat_has_agreed(seat),
    )


def is_removed(seat_id: UUID) -> bool:
    """Whether this seat was asked to leave."""
    return models.Seat.objects.filter(id=seat_id, removed_at__isnull=False).exists()


def why_out(seat_id: UUID) -> Finding | None:
    """Why a seat is closed for good; None when it is not. Of a grown-up among minors it may be
    that their vetting has ended, which says nothing of what they did."""
    seat = models.Seat.objects.filter(id=seat_id, removed_at__isnull=False).first()
    return None if seat is None else _why_removed(seat)


def table_by_token(token: str, *, device_key: str, now: datetime) -> TableFound:
    """What the link of a table leads to."""
    circle = models.Circle.objects.filter(table_token_hash=hashed(token)).first()
    if circle is None:
        return TableFound(Finding.UNKNOWN)
    held = circle.table_device_hash
    if device_key and held == hashed(device_key):
        finding = Finding.MINE
    else:
        finding = _open(circle, now) or (Finding.ELSEWHERE if held else Finding.FREE)
    return TableFound(finding, circle.id)


def table_is_held(circle_id: UUID, *, device_key: str) -> bool:
    held = models.Circle.objects.filter(id=circle_id, mode=models.Mode.TABLE)
    return bool(device_key) and held.filter(table_device_hash=hashed(device_key)).exists()


def _finding(seat: models.Seat, device_key: str, now: datetime) -> Finding:
    if seat.removed_at or (seat.person and not seat.person.is_active):
        return _why_removed(seat)
    if device_key and seat.device_hash == hashed(device_key):
        return Finding.MINE
    refused = _open(seat.circle, now)
    if refused:
        return refused
    if seat.device_hash:
        return Finding.ELSEWHERE
    return Finding.FREE if _may_arrive(seat, now) else Finding.DOORS_CLOSED


def _why_removed(seat: models.Seat) -> Finding:
    if seat.vetting_id is None or seat.removed_at is None:
        return Finding.REMOVED
    has_ended = people.vettings_run_out({seat.vetting_id}, on=seat.removed_at.date())
    return Finding.UNVETTED if has_ended else Finding.REMOVED


def _open(circle: models.Circle, now: datetime) -> Finding | None:
    if circle.closed_at is not None:
        return Finding.CLOSED
    return Finding.EXPIRED if now > circle.links_end_at else None


def _may_arrive(seat: models.Seat, now: datetime) -> bool:
    arrive = Move(MoveKind.ARRIVE, seat.number)
    # Nothing is drawn by lot when someone arrives; the rules ask for dice all the same.
    outcome = decide(state_of(seat.circle_id), arrive, now=now, rng=random.Random(0))
    return not isinstance(outcome, Refusal)
