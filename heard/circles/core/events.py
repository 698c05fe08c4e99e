"""What happens in a circle: seat numbers, enumerations and times only, never words or names."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSeat(Event):
    seat: int


class SeatArrived(OfSeat):
    """A seat is taken for the first time, or again after leaving."""


class SeatAway(OfSeat):
    """The line of a seat is lost."""


class SeatReturned(OfSeat):
    """The line is back."""


class SeatLeft(OfSeat):
    """Someone went on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRemoved(OfSeat):
    """Asked to leave, for good, by who keeps the process (None: the host's page)."""

    by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHushed(OfSeat):
    """The voice of this seat rests until the running turn, or phase, is over."""

    by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatUnhushed(OfSeat):
    """It may be heard again."""

    by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseKept(Event):
    """The running pause ends by its time, or by who keeps the process."""

    by: int | None


class SeatReady(OfSeat):
    """Someone is ready to go on."""


class HandRaised(OfSeat):
    """Someone would like to speak."""


class HandLowered(OfSeat):
    """Someone no longer would."""


class RestToggled(OfSeat):
    """Someone does, or no longer does, want not to be asked to reflect."""


class SliderSet(OfSeat):
    """A blind answer is in; its value stands elsewhere."""


class LeadChosen(OfSeat):
    """Who speaks first, from the blind answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBegan(Event):
    phase: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegan(Event):
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsDrawn(Event):
    order: tuple[int, ...]


class VolunteersAwaited(Event):
    """The floor is free: someone may take it."""


class SpeakerNamed(OfSeat):
    """It is this seat's turn; who reflects is still to be found."""


class SpeakerPassed(OfSeat):
    """A named speaker gives the turn away, or is away, before it began; it is kept once."""


class SeatAsked(OfSeat):
    """This seat is asked to reflect; nobody else is told."""


class SeatDeclined(OfSeat):
    """This seat would rather not; nobody else is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnBegan(Event):
    turn: int
    holders: tuple[int, ...]
    listener: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerChanged(Event):
    listener: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBegan(Event):
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceMade(Event):
    choice: str


class TimeAdded(OfSeat):
    """More time, asked for by this seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded(Event):
    """`how`: heard, done, clock, passed, away or left."""

    turn: int
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped(Event):
    """`reason`: pause, speaker_away or too_few."""

    reason: str
    seat: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockHeld(Event):
    """The house was out: every deadline moves by `by_ms` milliseconds."""

    by_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRaised(Event):
    number: int
    seat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernSettled(Event):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleClosed(Event):
    """`how`: complete, too_few, nobody_came or host."""

    how: str


KINDS: Final[Mapping[str, type[Event]]] = {
    kind.__name__: kind
    for kind in (
        SeatArrived,
        SeatAway,
        SeatReturned,
        SeatLeft,
        SeatRemoved,
        SeatHushed,
        SeatUnhushed,
        PauseKept,
        SeatReady,
        HandRaised,
        HandLowered,
        RestToggled,
        SliderSet,
        LeadChosen,
        PhaseBegan,
        RoundBegan,
        LotsDrawn,
        VolunteersAwaited,
        SpeakerNamed,
        SpeakerPassed,
        SeatAsked,
        SeatDeclined,
        TurnBegan,
        ListenerChanged,
        StepBegan,
        ChoiceMade,
        TimeAdded,
        TurnEnded,
        ClockStopped,
        ClockStarted,
        ClockHeld,
        ConcernRaised,
        ConcernSettled,
        CircleClosed,
    )
}


def to_record(event: Event) -> tuple[str, dict[str, Any]]:
    """The kind and the plain data of an event, without its time."""
    data = asdict(event)
    del data["at"]
    return type(event).__name__, data


def from_record(kind: str, data: Mapping[str, Any], at: datetime) -> Event:
    """The event of a stored record. Raises `KeyError` for a kind no version ever wrote."""
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in data.items()}
    return KINDS[kind](at=at, **values)
