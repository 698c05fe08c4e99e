"""Keeps the words of the running turn for those who read, and lets the host say who may write."""

from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from heard.base.bus import publish
from heard.base.clock import now as time_now
from heard.circles import models
from heard.circles.actions.answers import Answer, first_answer, keep_answer
from heard.circles.actions.moving import topic_of
from heard.circles.core.captions import whose_words
from heard.circles.core.moves import Refusal
from heard.circles.core.nicknames import clean_words
from heard.circles.core.state import Circle
from heard.circles.models import LONGEST_CAPTION
from heard.circles.queries.agreeing import has_agreed
from heard.circles.queries.rooms import CAPTIONS_KEPT
from heard.circles.queries.states import state_of

_LONGEST_SENT: Final = 4000


@transaction.atomic
def say_words(
    *,
    circle_id: UUID,
    by: int,
    words: str,
    of: int | None = None,
    command_id: UUID | None = None,
    now: datetime | None = None,
) -> Answer:
    """Keep what is said in this turn, or say why not. The same command again is kept once."""
    # Closing waits for this row too, so no words are kept of a circle that has closed meanwhile.
    models.Circle.objects.select_for_update(no_key=True).only("id").get(id=circle_id)
    first = first_answer(circle_id, command_id, seat=by)
    if first is not None:
        return first
    at = now or time_now()
    answer = _say(state_of(circle_id), circle_id, by=by, of=of, words=words, at=at)
    keep_answer(answer, circle_id=circle_id, command_id=command_id, seat=by, at=at)
    return answer


@transaction.atomic
def let_write_captions(*, seat_id: UUID, host_id: int, may: bool) -> bool:
    """What the host allows a seat, or no longer; False when there is no such seat of theirs."""
    seats = models.Seat.objects.filter(
        id=seat_id,
        circle__host_id=host_id,
        circle__closed_at=None,
        # Who sits around a table, or is a companion, has no device to write on.
        token_hash__isnull=False,
    )
    if not seats.update(writes_captions=may):
        return False
    circle_id = models.Seat.objects.values_list("circle_id", flat=True).get(id=seat_id)
    _announce(circle_id, state_of(circle_id))
    return True


def _say(
    circle: Circle, circle_id: UUID, *, by: int, of: int | None, words: str, at: datetime
) -> Answer:
    helper = models.Seat.objects.filter(circle_id=circle_id, number=by, writes_captions=True)
    seat = whose_words(circle, by, now=at, of=of, writes_captions=helper.exists())
    if isinstance(seat, Refusal):
        return Answer(ok=False, seq=circle.seq, **asdict(seat))
    if not all(has_agreed(circle_id, number) for number in {by, seat}):
        return Answer(ok=False, seq=circle.seq, code="not_agreed", seat=seat)
    line = " ".join(clean_words(words, longest=_LONGEST_SENT).split())
    if not 0 < len(line) <= LONGEST_CAPTION:
        return Answer(ok=False, seq=circle.seq, code="too_many_words" if line else "no_words")
    _keep(circle_id, circle, seat=seat, by=by, words=line, at=at)
    _announce(circle_id, circle)
    return Answer(ok=True, seq=circle.seq)


def _keep(circle_id: UUID, circle: Circle, *, seat: int, by: int, words: str, at: datetime) -> None:
    """With the last lines of this turn; what was said before them is erased."""
    captions = models.Caption.objects.filter(circle_id=circle_id)
    number = (captions.aggregate(last=Max("number"))["last"] or 0) + 1
    here = {"phase": circle.phase_number, "turn": circle.turn}
    captions.create(
        circle_id=circle_id, number=number, seat=seat, by=by, words=words, at=at, **here
    )
    captions.exclude(number__gt=number - CAPTIONS_KEPT, **here).delete()


def _announce(circle_id: UUID, circle: Circle) -> None:
    transaction.on_commit(partial(publish, topic_of(circle_id), circle.seq))
