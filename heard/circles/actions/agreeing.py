"""Writes down that somebody agreed to sit, and lets go of all that is theirs when they take it
back."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from heard.base.bus import publish
from heard.circles import models
from heard.circles.actions.moving import make_move, topic_of
from heard.circles.core.moves import Move, MoveKind
from heard.circles.queries.agreeing import HOSTING, SITTING, nameless, scope_of
from heard.circles.queries.states import state_of
from heard.people.actions import give_consent, withdraw_consent
from heard.people.events import ConsentWithdrawn
from heard.people.queries import has_consented


def agree_to_sit(*, seat_id: UUID, how: str, now: datetime, language: str | None = None) -> None:
    """Whoever holds the seat agrees to the words of today, which they read in `language`."""
    seat = models.Seat.objects.get(id=seat_id)
    give_consent(
        purpose=SITTING,
        language=language or get_language() or "en",
        scope=scope_of(seat.circle_id),
        person_id=seat.person_id,
        seat_id=seat.id,
        how=how,
        now=now,
    )


def agree_to_host(host_id: int | None, *, now: datetime) -> None:
    """Whoever opens circles has read what is kept of a host; a line a time would say no more."""
    if host_id is None or has_consented(purpose=HOSTING, person_id=host_id):
        return
    give_consent(
        purpose=HOSTING,
        language=get_language() or "en",
        person_id=host_id,
        how="starting",
        now=now,
    )


def agree_at_table(circle_id: UUID, *, now: datetime) -> None:
    """It was read aloud, and everyone around the table said yes before the device was used."""
    for seat in models.Seat.objects.filter(circle_id=circle_id):
        agree_to_sit(seat_id=seat.id, how="aloud", now=now)


def take_back_at_table(*, circle_id: UUID, number: int, now: datetime) -> bool:
    """Said by the number of a seat, on the device of the table; False where there is no such."""
    seat = models.Seat.objects.filter(circle_id=circle_id, number=number).first()
    if seat is None:
        return False
    take_back_sitting(seat_id=seat.id, how="table", now=now)
    return True


def take_back_sitting(*, seat_id: UUID, how: str = "page", now: datetime) -> None:
    """Whoever holds the seat takes their word back; in the same moment they are gone."""
    seat = models.Seat.objects.get(id=seat_id)
    withdraw_consent(
        purpose=SITTING,
        scope=scope_of(seat.circle_id),
        person_id=seat.person_id,
        seat_id=seat.id,
        how=how,
        now=now,
    )


def let_seat_go(event: ConsentWithdrawn) -> None:
    """They leave, also in the middle; their name, answers and words go with them."""
    if event.purpose != SITTING or event.seat_id is None:
        return
    seat = models.Seat.objects.filter(id=event.seat_id).first()
    if seat is None or event.scope != scope_of(seat.circle_id):
        return
    if seat.person_id != event.person_id:
        # Who had this seat before somebody else has nothing in it any more.
        return
    # Refused where there is nothing to leave; it waits all the same for what is just being kept.
    leave = Move(MoveKind.LEAVE, seat.number)
    make_move(circle_id=seat.circle_id, move=leave, now=event.at)
    forget_what_was_said(seat.circle_id, seat.number)
    models.Seat.objects.filter(id=seat.id).update(
        nickname=nameless(seat.circle_id, seat.number), writes_captions=False
    )
    seq = state_of(seat.circle_id).seq
    transaction.on_commit(partial(publish, topic_of(seat.circle_id), seq))


def forget_what_was_said(circle_id: UUID, number: int) -> None:
    """Answers, words to a concern, and captions of a seat, whoever wrote them down."""
    theirs = {"circle_id": circle_id, "seat": number}
    models.TurnRating.objects.filter(**theirs).delete()
    models.SliderAnswer.objects.filter(**theirs).delete()
    models.Concern.objects.filter(**theirs).delete()
    models.Caption.objects.filter(**theirs).delete()
