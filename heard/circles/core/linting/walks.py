"""The graph of a circle's states, as far as it is explored."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from heard.circles.core.state import Box, Circle

NOW = datetime(2000, 1, 1, tzinfo=UTC)
_BEFORE = timedelta(seconds=1)
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Label:
    """What is done in words, and by which seats."""

    words: str
    seats: tuple[int, ...] = ()


@dataclass(slots=True)
class Edge:
    label: Label
    target: int
    turned: int
    by_clock: bool
    waits: timedelta
    begins: timedelta


@dataclass(slots=True)
class Walk:
    """The explored graph. Circles that differ only by turning the ring are one state."""

    circles: list[Circle] = field(default_factory=list)
    numbers: dict[Hashable, int] = field(default_factory=dict)
    edges: list[list[Edge]] = field(default_factory=list)
    found_by: list[tuple[int, Edge] | None] = field(default_factory=list)
    begun: set[tuple[int, str | None]] = field(default_factory=set)
    starved: dict[int, int] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)

    def number(self, circle: Circle) -> tuple[int, int, bool]:
        """The state's number, how far its ring was turned, and whether it is new."""
        plain, turned = _settled(circle)
        key = _identity(plain)
        if key in self.numbers:
            return self.numbers[key], turned, False
        self.numbers[key] = len(self.circles)
        self.circles.append(plain)
        self.edges.append([])
        self.found_by.append(None)
        return self.numbers[key], turned, True

    def way_to(self, number: int) -> tuple[str, ...]:
        edges: list[Edge] = []
        while found := self.found_by[number]:
            edges.append(found[1])
            number = found[0]
        people, turned, told = len(self.circles[0].seats), 0, []
        for edge in reversed(edges):
            seats = ((seat - 1 + turned) % people + 1 for seat in edge.label.seats)
            told.append(edge.label.words.format(*seats))
            turned += edge.turned
        return tuple(told)


def _settled(circle: Circle) -> tuple[Circle, int]:
    """The same state without its history, its ring turned so that whoever matters sits first."""
    plain = replace(
        circle,
        seq=0,
        turn=0,
        turns_in_round=0,
        turns_in_phase=min(circle.turns_in_phase, circle.phase.gates.count or 1),
        extensions=0,
        step_began_at=None,
        not_quite=0,
        entered=_counted(circle),
        turn_box=_begun(circle.turn_box),
        step_box=_begun(circle.step_box),
        stage_box=_begun(circle.stage_box),
    )
    anchor = circle.speaker or circle.last_speaker or circle.facilitator or 1
    return (_turned(plain, anchor - 1), anchor - 1) if anchor > 1 else (plain, 0)


def _turned(circle: Circle, by: int) -> Circle:
    people = len(circle.seats)

    def one(seat: int | None) -> int | None:
        return None if seat is None else (seat - 1 - by) % people + 1

    def many(seats: Iterable[int]) -> tuple[int, ...]:
        return tuple((seat - 1 - by) % people + 1 for seat in seats)

    return replace(
        circle,
        facilitator=one(circle.facilitator),
        speaker=one(circle.speaker),
        listener=one(circle.listener),
        last_speaker=one(circle.last_speaker),
        last_listener=one(circle.last_listener),
        lead=one(circle.lead),
        holders=many(circle.holders),
        lots=many(circle.lots),
        kept=many(circle.kept),
        spoken=frozenset(many(circle.spoken)),
        passed=frozenset(many(circle.passed)),
    )


def _identity(circle: Circle) -> Hashable:
    return (
        circle.stage,
        circle.phase_number,
        circle.round,
        circle.turns_in_phase,
        circle.facilitator,
        circle.speaker,
        circle.listener,
        circle.last_speaker,
        circle.last_listener,
        circle.lead,
        circle.holders,
        circle.lots,
        circle.kept,
        circle.spoken,
        circle.passed,
        circle.step_id,
        circle.entered,
    )


def _counted(circle: Circle) -> tuple[tuple[str, int], ...]:
    """How often steps were entered, as far as a gate asks."""
    if circle.phase.turn is None:
        return ()
    limits = {step.id: step.gates.count for step in circle.phase.turn.steps}
    return tuple(
        (step, min(times, limit)) for step, times in circle.entered if (limit := limits[step])
    )


def _begun(box: Box | None) -> Box | None:
    return box.moved(NOW - _BEFORE - box.started_at) if box else None
