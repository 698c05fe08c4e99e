"""What other domains hear about people: facts, without names and words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """Somebody took back what they had agreed to. A seat may be without a person, and a person
    without a seat; `scope` is what it was about, as "circle:<id>", or empty."""

    person_id: int | None
    seat_id: UUID | None
    purpose: str
    scope: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RightsEnded:
    """This person may no longer do what they could do: their sessions and sockets end."""

    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonErased:
    """This person asked to be forgotten, and is."""

    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SeatErased:
    """Whoever held this seat, without an account, asked that it be forgotten."""

    seat_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class VettingWithdrawn:
    """A grown-up may no longer sit with minors on this vetting."""

    vetting_id: int
    at: datetime
