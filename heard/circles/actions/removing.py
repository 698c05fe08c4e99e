"""Ends what somebody may do in circles: one seat by who keeps the process, or all of a person."""

from datetime import datetime
from uuid import UUID

from heard.circles import models
from heard.circles.actions.answers import Answer
from heard.circles.actions.moving import make_move
from heard.circles.actions.seating import announce
from heard.circles.core.moves import Move, MoveKind
from heard.people.events import RightsEnded
from heard.people.queries import may_sign_in


def remove_seat(
    *, circle_id: UUID, seat: int, by: int | None = None, now: datetime | None = None
) -> Answer:
    """The seat `by`, or with None the host's page, asks a seat to leave for good."""
    return make_move(circle_id=circle_id, move=Move(MoveKind.REMOVE, by, target=seat), now=now)


def give_up_seats(event: RightsEnded) -> None:
    """No device of this person holds a seat any more. Whoever may not sign in again is also out
    of the circles, for good; others open their links again."""
    seats = models.Seat.objects.filter(person_id=event.person_id, circle__closed_at=None)
    is_out = not may_sign_in(event.person_id)
    for seat in seats.exclude(device_hash=""):
        if is_out:
            remove_seat(circle_id=seat.circle_id, seat=seat.number, now=event.at)
        models.Seat.objects.filter(id=seat.id).update(device_hash="", taken_at=None)
        announce(seat.circle_id)
