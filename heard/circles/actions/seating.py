"""Gives a seat or a table to a device, moves it to another, and calls links back."""

import secrets
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from heard.base.bus import publish
from heard.base.clock import now as time_now
from heard.base.tickets import issue_ticket
from heard.circles import models
from heard.circles.actions.agreeing import agree_at_table, agree_to_sit
from heard.circles.actions.moving import topic_of
from heard.circles.actions.names import fit_name
from heard.circles.queries.links import hashed, seat_token, table_token
from heard.circles.queries.seats import (
    Finding,
    SeatFound,
    TableFound,
    seat_by_token,
    seat_held,
    table_by_token,
    table_is_held,
)
from heard.circles.queries.states import state_of
from heard.circles.queries.welcoming import why_not_free


def new_device_key() -> str:
    """What a device keeps in its cookie to show that it holds a seat."""
    return secrets.token_urlsafe(24)


@transaction.atomic
def take_seat(
    *,
    token: str,
    nickname: str,
    device_key: str,
    person_id: int | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> SeatFound:
    """Sit down, having agreed to the agreements and to what is kept.

    `finding` is `mine` when this device sits; `elsewhere` asks the person whether to move here.
    `language` is that of the words they read. `person_id` is of who is signed in: the seat is
    theirs, unless it is not free for them. Raises `Unfit` for a bad nickname.
    """
    at = now or time_now()
    name = fit_name(nickname)
    found = seat_by_token(token, device_key=device_key, now=at)
    if found.finding is Finding.FREE:
        assert found.seat_id is not None
        if not_free := why_not_free(found.seat_id, person_id=person_id):
            return replace(found, finding=not_free)
        taken = (
            _seat(found)
            .filter(device_hash="")
            .update(
                device_hash=hashed(device_key),
                taken_at=at,
                agreed_at=at,
                nickname=name,
                person_id=person_id,
            )
        )
        if taken:
            agree_to_sit(seat_id=found.seat_id, how="entering", language=language, now=at)
    elif found.finding is Finding.MINE:
        _seat(found).update(nickname=name)
    announce(found.circle_id)
    # Asked again, since another device may have been quicker.
    return seat_by_token(token, device_key=device_key, now=at)


@transaction.atomic
def move_seat_to_this_device(
    *, token: str, device_key: str, now: datetime | None = None
) -> SeatFound:
    """What the person asked for on the new device; the old one is told and let go."""
    at = now or time_now()
    found = seat_by_token(token, device_key=device_key, now=at)
    if found.finding is Finding.ELSEWHERE:
        _seat(found).update(device_hash=hashed(device_key), taken_at=at)
        announce(found.circle_id)
        return seat_by_token(token, device_key=device_key, now=at)
    return found


@transaction.atomic
def take_table(
    *, token: str, device_key: str, move_here: bool = False, now: datetime | None = None
) -> TableFound:
    """Make this device the one in the middle; with `move_here` even if another one is."""
    at = now or time_now()
    found = table_by_token(token, device_key=device_key, now=at)
    if found.finding is Finding.FREE or (found.finding is Finding.ELSEWHERE and move_here):
        _table(found).update(table_device_hash=hashed(device_key), table_heard_at=at)
        if found.finding is Finding.FREE and found.circle_id is not None:
            agree_at_table(found.circle_id, now=at)
        announce(found.circle_id)
        return table_by_token(token, device_key=device_key, now=at)
    return found


@transaction.atomic
def renew_seat_link(*, seat_id: UUID, host_id: int) -> str | None:
    """A new token for a seat; the old link and the device that used it are out.

    Whoever comes by the new one is asked anew whether to write captions. A seat that was asked to
    leave gets none: whoever sat there stays known by it, should they report what happened.
    """
    seat = models.Seat.objects.filter(
        id=seat_id, circle__host_id=host_id, token_hash__isnull=False, removed_at=None
    ).first()
    if seat is None:
        return None
    token = seat_token(seat.id, seat.generation + 1)
    models.Seat.objects.filter(id=seat.id).update(
        generation=seat.generation + 1,
        token_hash=hashed(token),
        device_hash="",
        taken_at=None,
        person=None,
        writes_captions=False,
    )
    announce(seat.circle_id)
    return token


@transaction.atomic
def renew_table_link(*, circle_id: UUID, host_id: int) -> str | None:
    """A new token for a table; the old link and the device that used it are out."""
    circle = models.Circle.objects.filter(
        id=circle_id, host_id=host_id, mode=models.Mode.TABLE
    ).first()
    if circle is None:
        return None
    token = table_token(circle.id, circle.table_generation + 1)
    models.Circle.objects.filter(id=circle.id).update(
        table_generation=circle.table_generation + 1,
        table_token_hash=hashed(token),
        table_device_hash="",
    )
    announce(circle.id)
    return token


def ticket_for_seat(*, seat_id: UUID, device_key: str, language: str) -> str | None:
    """A ticket into the room for the device that holds the seat, None for any other, and for who
    has not agreed to sit."""
    held = seat_held(seat_id, device_key=device_key)
    if held is None or not held.has_agreed:
        return None
    return issue_ticket(
        circle=str(held.circle_id),
        seat=str(held.number),
        device=hashed(device_key),
        language=language,
    )


def ticket_for_table(*, circle_id: UUID, device_key: str, language: str) -> str | None:
    """A ticket into the room for the device that holds the table, None for any other."""
    if not table_is_held(circle_id, device_key=device_key):
        return None
    return issue_ticket(
        circle=str(circle_id), seat="table", device=hashed(device_key), language=language
    )


def _seat(found: SeatFound) -> QuerySet[models.Seat]:
    assert found.seat_id is not None
    return models.Seat.objects.filter(id=found.seat_id)


def _table(found: TableFound) -> QuerySet[models.Circle]:
    assert found.circle_id is not None
    return models.Circle.objects.filter(id=found.circle_id)


def announce(circle_id: UUID | None) -> None:
    """The log has not moved, but names or devices have."""
    if circle_id is not None:
        seq = state_of(circle_id).seq
        transaction.on_commit(partial(publish, topic_of(circle_id), seq))
