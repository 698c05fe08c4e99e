"""What other domains hear about circles: facts, without names and words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CircleClosed:
    """`how`: complete, too_few, nobody_came or host. Practice circles say that they are."""

    circle_id: UUID
    how: str
    is_practice: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """`how`: heard, done, clock, passed, away or left. Seats are numbers in the circle."""

    circle_id: UUID
    turn: int
    speakers: tuple[int, ...]
    listener: int | None
    how: str
    is_practice: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class HourBegan:
    """The heartbeat of the house has come into a new hour: what is done each hour can be done."""

    at: datetime
