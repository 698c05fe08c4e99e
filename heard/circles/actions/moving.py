"""Makes a move in a circle: one transaction from the question to the log."""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from heard.base.bus import publish
from heard.base.clock import now as time_now
from heard.base.reactions import tell
from heard.circles import events as door
from heard.circles import models
from heard.circles.actions.answers import Answer, first_answer, keep_answer
from heard.circles.core import events as e
from heard.circles.core.applying import apply
from heard.circles.core.companions import companion_move
from heard.circles.core.deciding import decide
from heard.circles.core.floors import sliders_are_in
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.state import Circle
from heard.circles.core.unfolding import next_deadline
from heard.circles.queries.agreeing import has_agreed
from heard.circles.queries.states import Standing, lots_of, standing_of, state_of

_dice = random.SystemRandom()


def topic_of(circle_id: UUID) -> str:
    """What the bus calls a circle."""
    return f"circle:{circle_id}"


def make_move(
    *,
    circle_id: UUID,
    move: Move,
    command_id: UUID | None = None,
    now: datetime | None = None,
) -> Answer:
    """Make a move, or say why not. The same command again gets the first answer.

    `now` may be a moment in the past (a table without a line); it is never before what happened.
    """
    return _settle(_Asked(circle_id, move, command_id, now or time_now()))


def let_time_pass(*, circle_id: UUID, now: datetime | None = None) -> Answer:
    """Do what the clocks say."""
    return make_move(circle_id=circle_id, move=Move(MoveKind.TIME_PASSES), now=now)


def move_companions(*, circle_id: UUID, now: datetime | None = None) -> None:
    """Let one companion do what it is due to do, through the door that people use."""
    circle = state_of(circle_id)
    at = now or time_now()
    for seat in circle.seats:
        move = companion_move(circle, seat.number, at, _dice) if seat.companion else None
        if move is not None and make_move(circle_id=circle_id, move=move, now=at).ok:
            return


@transaction.atomic
def hold_clock(*, circle_id: UUID, since: datetime, until: datetime) -> Answer:
    """Nobody loses the time in which the house was out; it may be that the wall clock was set."""
    wait_for_circle(circle_id)
    standing = standing_of(circle_id)
    since = max(since, standing.last_at)
    gap = round((until - since).total_seconds() * 1000)
    if gap == 0 or standing.circle.is_closed:
        return Answer(ok=True, seq=standing.circle.seq)
    # Told at the moment the house went out, so that no deadline inside the gap is met first; when
    # the clock was set back, at the moment that is now, so that what follows can be told in order.
    at = min(since, until)
    return make_move(circle_id=circle_id, move=Move(MoveKind.HOLD_CLOCK, value=gap), now=at)


@dataclass(frozen=True, slots=True)
class _Asked:
    circle_id: UUID
    move: Move
    command_id: UUID | None
    now: datetime


@transaction.atomic
def _settle(asked: _Asked) -> Answer:
    wait_for_circle(asked.circle_id)
    first = first_answer(asked.circle_id, asked.command_id, seat=asked.move.seat)
    if first is not None:
        return first
    standing = standing_of(asked.circle_id)
    now = asked.now
    if asked.move.kind is not MoveKind.HOLD_CLOCK:
        now = max(now, standing.last_at)
    outcome = _decided(asked, standing, now)
    if isinstance(outcome, Refusal):
        answer = Answer(ok=False, seq=standing.circle.seq, **asdict(outcome))
    else:
        _keep_beside(asked, standing, outcome)
        answer = Answer(ok=True, seq=_write(asked.circle_id, standing, outcome, now).seq)
    keep_answer(
        answer,
        circle_id=asked.circle_id,
        command_id=asked.command_id,
        seat=asked.move.seat,
        at=now,
    )
    return answer


def _decided(asked: _Asked, standing: Standing, now: datetime) -> Sequence[e.Event] | Refusal:
    """An answer is kept only of those who agreed to that."""
    move, circle_id = asked.move, asked.circle_id
    if move.kind is MoveKind.SET_SLIDER and not has_agreed(circle_id, move.seat or 0):
        return Refusal("not_agreed", seat=move.seat)
    return decide(standing.circle, move, now=now, rng=_lots(circle_id))


def wait_for_circle(circle_id: UUID) -> None:
    """Wait until nobody else moves this circle, and keep others waiting until the commit.

    What is kept of a seat waits too, so that nothing comes after it was taken back. SQLite, which
    has one writer, ignores it.
    """
    circle = models.Circle.objects.select_for_update(no_key=True).filter(id=circle_id)
    circle.values_list("id", flat=True).first()


def _lots(circle_id: UUID) -> random.Random:
    """Lots fall as a table was told that they would."""
    return random.Random(lots_of(circle_id))


def _keep_beside(asked: _Asked, standing: Standing, events: Sequence[e.Event]) -> None:
    """What the log must not hold: the value of a blind answer, and whose seat it was."""
    for event in events:
        if isinstance(event, e.SeatRemoved):
            _give_seat_up(asked.circle_id, event)
    if any(isinstance(event, e.SliderSet) for event in events):
        assert asked.move.seat is not None
        assert asked.move.value is not None
        models.SliderAnswer.objects.create(
            circle_id=asked.circle_id,
            phase=standing.circle.phase_number,
            seat=asked.move.seat,
            value=asked.move.value,
        )


def _give_seat_up(circle_id: UUID, event: e.SeatRemoved) -> None:
    """The device that held it, its link and its tickets let nobody in from now on."""
    models.Seat.objects.filter(circle_id=circle_id, number=event.seat).update(
        removed_at=event.at,
        removed_device_hash=F("device_hash"),
        device_hash="",
        taken_at=None,
        writes_captions=False,
    )


def _write(circle_id: UUID, standing: Standing, events: Sequence[e.Event], now: datetime) -> Circle:
    """Append the events and what the house adds to them; returns the circle after them."""
    circle = standing.circle
    pending = list(events)
    written: list[models.CircleEvent] = []
    while pending:
        for event in pending:
            before, circle = circle, apply(circle, event)
            written.append(_row(circle_id, circle.seq, event))
            _tell(circle_id, before, event)
        pending = _added_by_the_house(circle_id, circle, now)
    if written:
        models.CircleEvent.objects.bulk_create(written)
        _keep_deadline(circle_id, standing.circle, circle, written[-1].at)
        if circle.is_closed:
            models.Caption.objects.filter(circle_id=circle_id).delete()
        transaction.on_commit(partial(publish, topic_of(circle_id), circle.seq))
    return circle


def _row(circle_id: UUID, seq: int, event: e.Event) -> models.CircleEvent:
    kind, data = e.to_record(event)
    return models.CircleEvent(circle_id=circle_id, seq=seq, kind=kind, data=data, at=event.at)


def _added_by_the_house(circle_id: UUID, circle: Circle, now: datetime) -> list[e.Event]:
    """When all blind answers are in, the house compares them: who has least to give speaks."""
    if not sliders_are_in(circle):
        return []
    answers = models.SliderAnswer.objects.filter(
        circle_id=circle_id, phase=circle.phase_number, seat__in=circle.present
    )
    lead = answers.order_by("value", "seat").values_list("seat", flat=True).first()
    chosen = decide(circle, Move(MoveKind.LEAD_CHOSEN, target=lead), now=now, rng=_lots(circle_id))
    return [] if isinstance(chosen, Refusal) else list(chosen)


def _keep_deadline(circle_id: UUID, before: Circle, circle: Circle, at: datetime) -> None:
    changes: dict[str, Any] = {"due_at": next_deadline(circle)}
    if changes["due_at"] == next_deadline(before):
        return
    if circle.is_closed:
        changes["closed_at"] = at
    models.Circle.objects.filter(id=circle_id).update(**changes)


def _tell(circle_id: UUID, before: Circle, event: e.Event) -> None:
    """Tell other domains, in the transaction in which it became true."""
    is_practice = before.mode == models.Mode.ALONE
    if isinstance(event, e.TurnEnded):
        tell(
            door.TurnEnded(
                circle_id=circle_id,
                turn=event.turn,
                speakers=before.holders,
                listener=before.listener,
                how=event.how,
                is_practice=is_practice,
                at=event.at,
            )
        )
    elif isinstance(event, e.CircleClosed):
        tell(door.CircleClosed(circle_id, event.how, is_practice, event.at))
