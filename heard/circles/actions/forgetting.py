"""Lets people go for good: out of a circle that is live, and circles that never began."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from heard.base.bus import publish
from heard.circles import models
from heard.circles.actions.moving import make_move, topic_of
from heard.circles.core.moves import Move, MoveKind
from heard.circles.queries.states import state_of
from heard.people.events import SeatErased

UNBEGUN_KEPT: Final = timedelta(days=30)
FORGOTTEN_AT_ONCE: Final = 100


def vacate_seat(event: SeatErased) -> None:
    """Whoever sat there leaves by a move; the others see at once that it is nobody's."""
    seat = models.Seat.objects.select_related("circle").filter(id=event.seat_id).first()
    if seat is None or _nobody_looks_any_more(seat.circle, event.at):
        return
    leave = Move(MoveKind.LEAVE, seat.number)
    # Refused where there is nothing to leave: before they came, and after the circle closed.
    make_move(circle_id=seat.circle_id, move=leave, now=event.at)
    seq = state_of(seat.circle_id).seq
    transaction.on_commit(partial(publish, topic_of(seat.circle_id), seq))


def _nobody_looks_any_more(circle: models.Circle, now: datetime) -> bool:
    """A room that closed is left by its last page within the hour; let alone within a day."""
    return circle.closed_at is not None and now > circle.closed_at + timedelta(days=1)


def forget_unbegun(*, now: datetime) -> int:
    """Circles that never began go with all that is in them, a month after their links ended."""
    began = models.CircleEvent.objects.filter(circle=OuterRef("pk"), kind="PhaseBegan")
    old = models.Circle.objects.filter(~Exists(began), links_end_at__lt=now - UNBEGUN_KEPT)
    ids = list(old.order_by("created_at").values_list("id", flat=True)[:FORGOTTEN_AT_ONCE])
    models.Circle.objects.filter(id__in=ids).delete()
    return len(ids)
