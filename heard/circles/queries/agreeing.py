"""Whether those who sit in a circle agreed to what is shown and kept of them there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from heard.circles import models
from heard.people.queries import ConsentShown, consents_of, has_consented, seats_that_agreed

SITTING: Final = "sitting"
HOSTING: Final = "hosting"
_ADULT: Final = "adult"


@dataclass(frozen=True, slots=True)
class AgreedAtTable:
    """What was agreed to for one seat at a table, as its last line has it."""

    number: int
    name: str
    shown: ConsentShown


def scope_of(circle_id: UUID) -> str:
    """What a consent to sit in this circle is about."""
    return f"circle:{circle_id}"


def has_agreed(circle_id: UUID, number: int) -> bool:
    """Whether something may be kept from this seat: they agreed to the words of today."""
    seat = models.Seat.objects.filter(circle_id=circle_id, number=number).first()
    return seat is not None and seat_has_agreed(seat)


def seat_has_agreed(seat: models.Seat) -> bool:
    """The same, of a seat that is at hand."""
    return _is_answered_for(seat) or has_consented(
        purpose=SITTING, scope=scope_of(seat.circle_id), seat_id=seat.id
    )


def standing_seats(circle_id: UUID, seats: Iterable[models.Seat]) -> frozenset[int]:
    """The numbers of those whose word stands, so that they may be in the room."""
    taken = [seat for seat in seats if seat.device_hash and not _is_answered_for(seat)]
    agreed = seats_that_agreed(
        purpose=SITTING, scope=scope_of(circle_id), seat_ids=[seat.id for seat in taken]
    )
    return frozenset(seat.number for seat in seats if seat not in taken or seat.id in agreed)


def shown_names(
    circle_id: UUID, seats: Iterable[models.Seat], *, standing: frozenset[int]
) -> dict[int, str]:
    """A free seat has the name that the host wrote. Who sits there without having agreed, or
    took it back, is the number of the seat."""
    return {
        seat.number: seat.nickname if seat.number in standing else nameless(circle_id, seat.number)
        for seat in seats
    }


def names_in(circle_id: UUID) -> dict[int, str]:
    seats = list(models.Seat.objects.filter(circle_id=circle_id))
    return shown_names(circle_id, seats, standing=standing_seats(circle_id, seats))


def agreed_at_table(circle_id: UUID) -> tuple[AgreedAtTable, ...]:
    """In the order of the seats."""
    seats = models.Seat.objects.filter(circle_id=circle_id).order_by("number")
    return tuple(
        AgreedAtTable(seat.number, seat.nickname, shown)
        for seat in seats
        for shown in consents_of(seat_id=seat.id)
    )


def nameless(circle_id: UUID, number: int) -> str:
    """What a seat is called without a name, in the language of the circle."""
    circle = models.Circle.objects.only("language").get(id=circle_id)
    with translation.override(circle.language):
        return _("Seat %(number)s") % {"number": number}


def _is_answered_for(seat: models.Seat) -> bool:
    """Companions are nobody; for a minor, who looks after them has agreed before they sit."""
    return seat.is_companion or (seat.age_band != _ADULT and bool(seat.device_hash))
