"""Keeps what people tell beside the log: ratings of turns, and the words to a concern."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from heard.base.clock import now as time_now
from heard.circles import models
from heard.circles.actions.answers import Answer
from heard.circles.actions.moving import wait_for_circle
from heard.circles.core.nicknames import clean_words
from heard.circles.models import Side
from heard.circles.queries.agreeing import has_agreed
from heard.circles.queries.hosting import RATINGS_COME_FOR
from heard.circles.queries.rooms import Turn, turns_of
from heard.circles.queries.states import state_of

LONGEST_WORDS: Final = 1000
HIGHEST: Final = 4


@transaction.atomic
def rate_turn(
    *,
    circle_id: UUID,
    seat: int,
    turn: int,
    side: str,
    value: int,
    now: datetime | None = None,
) -> Answer:
    """How heard the speaker felt, how well the listener understood: 0 to 4, once each.

    Only of a turn that is over, only by those whose turn it was. Rating again corrects it.
    """
    at = now or time_now()
    wait_for_circle(circle_id)
    seq = state_of(circle_id).seq
    code = _why_not(circle_id, seat, turn, side, value) or _too_late(circle_id, at)
    if code:
        return Answer(ok=False, seq=seq, code=code, seat=seat)
    models.TurnRating.objects.update_or_create(
        circle_id=circle_id,
        turn=turn,
        seat=seat,
        side=side,
        defaults={"value": value, "at": at},
    )
    return Answer(ok=True, seq=seq)


@transaction.atomic
def write_concern_words(
    *, circle_id: UUID, seat: int, words: str, now: datetime | None = None
) -> Answer:
    """Words to the concern that this seat raised last; written again they replace the first."""
    wait_for_circle(circle_id)
    circle = state_of(circle_id)
    if not has_agreed(circle_id, seat):
        return Answer(ok=False, seq=circle.seq, code="not_agreed", seat=seat)
    numbers = [concern.number for concern in circle.concerns if concern.seat == seat]
    if not numbers:
        return Answer(ok=False, seq=circle.seq, code="no_concern", seat=seat)
    models.Concern.objects.update_or_create(
        circle_id=circle_id,
        number=numbers[-1],
        defaults={
            "seat": seat,
            "words": clean_words(words, longest=LONGEST_WORDS),
            "at": now or time_now(),
        },
    )
    return Answer(ok=True, seq=circle.seq)


def _why_not(circle_id: UUID, seat: int, turn: int, side: str, value: int) -> str | None:
    if side not in Side.values or not 0 <= value <= HIGHEST:
        return "not_a_value"
    if not has_agreed(circle_id, seat):
        return "not_agreed"
    rated = next((each for each in turns_of(circle_id) if each.number == turn), None)
    return None if rated is not None and seat in _of_side(rated, side) else "not_your_rating"


def _of_side(turn: Turn, side: str) -> tuple[int | None, ...]:
    return turn.speakers if side == Side.SPEAKER else (turn.listener,)


def _too_late(circle_id: UUID, now: datetime) -> str | None:
    """Averages are shown when no rating can come any more, so the time for it ends."""
    closed_at = models.Circle.objects.values_list("closed_at", flat=True).get(id=circle_id)
    is_late = closed_at is not None and now > closed_at + RATINGS_COME_FOR
    return "ratings_closed" if is_late else None
