"""The state of a circle: the fold of its log, frozen, with absolute deadlines."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from heard.circles.core.formats import Extend, Format, Phase, Step

WAITS_FOR_PEOPLE = timedelta(hours=24)
ASKED_FOR = timedelta(seconds=20)
PAUSES_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SeatState:
    """One seat. `here` is about the line, `arrived` about ever having sat, `late` waits a turn;
    who was `removed` has also `left`."""

    number: int
    arrived: bool = False
    here: bool = False
    left: bool = False
    late: bool = False
    ready: bool = False
    resting: bool = False
    slider_in: bool = False
    hushed: bool = False
    removed: bool = False
    companion: bool = False
    away_at: datetime | None = None  # or when they left

    @property
    def takes_part(self) -> bool:
        return self.arrived and not self.left and not self.late

    @property
    def is_present(self) -> bool:
        return self.takes_part and self.here


@dataclass(frozen=True, slots=True)
class Box:
    """A span of time: given until `soft_ends_at`, over at `ends_at`."""

    started_at: datetime
    soft_ends_at: datetime
    ends_at: datetime

    def moved(self, by: timedelta) -> "Box":
        return Box(self.started_at + by, self.soft_ends_at + by, self.ends_at + by)

    def longer(self, by: timedelta) -> "Box":
        return replace(self, soft_ends_at=self.soft_ends_at + by, ends_at=self.ends_at + by)


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason why the clock stands still: pause, speaker_away or too_few."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Concern:
    number: int
    seat: int
    at: datetime
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything the rules need to know. `stage` says what the circle is doing:
    waiting, together, slider, choosing, asking, turn or closed."""

    format: Format
    mode: str
    seats: tuple[SeatState, ...]
    created_at: datetime
    facilitator: int | None = None
    host_seat: int | None = None
    stage: str = "waiting"
    phase_number: int = 0
    round: int = 0
    turn: int = 0
    turns_in_round: int = 0
    turns_in_phase: int = 0
    spoken: frozenset[int] = frozenset()
    kept: tuple[int, ...] = ()
    passed: frozenset[int] = frozenset()
    hands: tuple[int, ...] = ()
    lots: tuple[int, ...] = ()
    lead: int | None = None
    speaker: int | None = None
    holders: tuple[int, ...] = ()
    listener: int | None = None
    last_speaker: int | None = None
    last_listener: int | None = None
    asked: int | None = None
    declined: frozenset[int] = frozenset()
    step_id: str | None = None
    step_began_at: datetime | None = None
    entered: tuple[tuple[str, int], ...] = ()
    extensions: int = 0
    not_quite: int = 0
    stage_box: Box | None = None
    turn_box: Box | None = None
    step_box: Box | None = None
    holds: tuple[Hold, ...] = ()
    pause_kept: bool = False
    held_at: datetime | None = None
    concerns: tuple[Concern, ...] = ()
    ended: str | None = None
    seq: int = 0

    @property
    def phase(self) -> Phase:
        return self.format.phases[self.phase_number]

    @property
    def step(self) -> Step:
        assert self.step_id is not None
        return self.phase.rules.step(self.step_id)

    @property
    def extend(self) -> Extend | None:
        """How the running turn may be made longer."""
        clock = self.phase.turn.clock if self.phase.turn and self.stage == "turn" else None
        return clock.extend if clock else None

    @property
    def is_closed(self) -> bool:
        return self.stage == "closed"

    @property
    def is_paused(self) -> bool:
        return any(hold.reason == "pause" for hold in self.holds)

    @property
    def hushed(self) -> tuple[int, ...]:
        return tuple(seat.number for seat in self.seats if seat.hushed)

    @property
    def taking_part(self) -> tuple[int, ...]:
        return tuple(seat.number for seat in self.seats if seat.takes_part)

    @property
    def present(self) -> tuple[int, ...]:
        return tuple(seat.number for seat in self.seats if seat.is_present)

    @property
    def here(self) -> tuple[int, ...]:
        return tuple(seat.number for seat in self.seats if seat.here and not seat.left)

    def seat(self, number: int) -> SeatState:
        return self.seats[number - 1]

    def with_seat(self, number: int, **changes: object) -> "Circle":
        changed = replace(self.seat(number), **changes)  # type: ignore[arg-type]
        return replace(self, seats=(*self.seats[: number - 1], changed, *self.seats[number:]))

    def ring_after(self, number: int | None) -> tuple[int, ...]:
        """All seat numbers in ring order, beginning with the one after `number`."""
        numbers = tuple(range(1, len(self.seats) + 1))
        start = number or 0
        return numbers[start:] + numbers[:start]

    def hold(self, reason: str) -> Hold | None:
        return next((hold for hold in self.holds if hold.reason == reason), None)


def new_circle(
    form: Format,
    *,
    seats: int,
    mode: str,
    created_at: datetime,
    companions: frozenset[int] = frozenset(),
    facilitator: int | None = None,
    host_seat: int | None = None,
) -> Circle:
    """A circle nobody has entered. At a table everyone is there from the start.

    Raises `ValueError` when `seats` is not a size of the format.
    """
    if not form.min <= seats <= form.max:
        raise ValueError(f"{form.id} seats {form.min} to {form.max}; got {seats}.")
    return Circle(
        format=form,
        mode=mode,
        created_at=created_at,
        facilitator=facilitator,
        host_seat=host_seat,
        seats=tuple(
            SeatState(
                number,
                arrived=mode == "table" or number in companions,
                here=mode == "table" or number in companions,
                companion=number in companions,
                ready=number in companions,
            )
            for number in range(1, seats + 1)
        ),
    )
