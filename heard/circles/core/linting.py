"""Proves what a format promises before anyone sits in it, by walking its state machine.

Explored for a given number of people, all present: every move of every seat, every clock that
runs out, one turn passed on each path. Where people choose one another, up to four people all
choices are followed; from five on the nearest and the farthest in the ring, since the rules treat
all seats alike. Lines that drop and pauses are not explored: they hold the clock and end by
themselves.
"""

import random
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

from heard.circles.core import events as e
from heard.circles.core.deciding import unfold
from heard.circles.core.floors import (
    candidates,
    gates,
    owners,
    still_to_speak,
    unspoken,
)
from heard.circles.core.formats import Format, Gates, Phase
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.state import Box, Circle, new_circle
from heard.circles.core.unfolding import Story

_NOW = datetime(2000, 1, 1, tzinfo=UTC)
_BEFORE = timedelta(seconds=1)
NOTHING = timedelta(0)
TOO_LONG = timedelta(hours=24)
MOST_STATES = 200_000
ALL_CHOICES_UP_TO = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """What a format does not keep; `path` leads to the place in the document, `moves` shows how
    to get there, the shortest way."""

    code: str
    message: str
    path: tuple[str | int, ...]
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    people: int
    faults: tuple[Fault, ...]
    states: int
    shortest: timedelta | None
    longest: timedelta | None
    equal_time: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """What is done in words, and by which seats."""

    words: str
    seats: tuple[int, ...] = ()


@dataclass(slots=True)
class _Edge:
    label: _Label
    target: int
    turned: int
    by_clock: bool
    waits: timedelta
    begins: timedelta


@dataclass(slots=True)
class _Walk:
    """The explored graph. Circles that differ only by turning the ring are one state."""

    circles: list[Circle] = field(default_factory=list)
    numbers: dict[Hashable, int] = field(default_factory=dict)
    edges: list[list[_Edge]] = field(default_factory=list)
    found_by: list[tuple[int, _Edge] | None] = field(default_factory=list)
    begun: set[tuple[int, str | None]] = field(default_factory=set)
    starved: dict[int, int] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)

    def number(self, circle: Circle) -> tuple[int, int, bool]:
        """The state's number, how far its ring was turned, and whether it is new."""
        settled, turned = _settled(circle)
        key = _identity(settled)
        if key in self.numbers:
            return self.numbers[key], turned, False
        self.numbers[key] = len(self.circles)
        self.circles.append(settled)
        self.edges.append([])
        self.found_by.append(None)
        return self.numbers[key], turned, True

    def way_to(self, number: int) -> tuple[str, ...]:
        edges: list[_Edge] = []
        while found := self.found_by[number]:
            edges.append(found[1])
            number = found[0]
        people, turned, told = len(self.circles[0].seats), 0, []
        for edge in reversed(edges):
            seats = ((seat - 1 + turned) % people + 1 for seat in edge.label.seats)
            told.append(edge.label.words.format(*seats))
            turned += edge.turned
        return tuple(told)


_Choice = tuple[_Label, tuple[Move, ...]]


def lint(form: Format, people: int) -> Report:
    """Whether `form` ends, gives everyone a turn and keeps its claims with so many people.

    Raises `ValueError` when `people` is not a size of the format or it has too many states.
    """
    walk = _explore(_start(form, people))
    longest = _longest(walk)
    faults = (
        *_never_ends(walk),
        *_unbounded(form, longest),
        *_unreachable(form, walk),
        *_starves(form, walk),
        *_unequal(form, walk),
        *_dead_gates(form, walk),
    )
    ends = any(circle.is_closed for circle in walk.circles)
    return Report(
        people=people,
        faults=faults,
        states=len(walk.circles),
        shortest=_shortest(walk) if ends else None,
        longest=longest if ends and longest and longest < TOO_LONG else None,
        equal_time=not walk.repeated and not walk.starved,
    )


# ── exploring ───────────────────────────────────────────────────────────────


def _start(form: Format, people: int) -> Circle:
    facilitator = None if form.facilitator == "none" else 1
    circle = new_circle(form, seats=people, mode="table", created_at=_NOW, facilitator=facilitator)
    told = unfold(circle, Move(MoveKind.BEGIN), now=_NOW, rng=random.Random(0))
    assert not isinstance(told, Refusal)
    return told.circle


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
    return box.moved(_NOW - _BEFORE - box.started_at) if box else None


def _explore(start: Circle) -> _Walk:
    walk = _Walk()
    walk.number(start)
    done = 0
    while done < len(walk.circles):  # states are numbered in the order in which they are found
        for label, moves in _moves(walk.circles[done]):
            _follow(walk, done, label, moves)
        if _clock(walk.circles[done]):
            _follow(walk, done, _Label("time runs out"), (Move(MoveKind.TIME_PASSES),))
        done += 1
        if done > MOST_STATES:
            raise ValueError(f"more than {MOST_STATES} states; make the format simpler.")
    return walk


def _follow(walk: _Walk, number: int, label: _Label, moves: tuple[Move, ...]) -> None:
    state = walk.circles[number]
    by_clock = moves[0].kind is MoveKind.TIME_PASSES
    box = _clock(state) if by_clock else None
    stories: list[Story] = []
    for move in moves:
        told = unfold(state, move, now=box.ends_at if box else _NOW, rng=random.Random(0))
        if isinstance(told, Refusal):
            return
        state = told.circle
        stories.append(told)
    events = [event for story in stories for event in story.events]
    target, turned, is_new = walk.number(state)
    edge = _Edge(
        label=label,
        target=target,
        turned=turned,
        by_clock=by_clock,
        waits=box.ends_at - box.started_at if box else NOTHING,
        begins=_begins(state, events),
    )
    walk.edges[number].append(edge)
    if is_new:
        walk.found_by[target] = (number, edge)
    for story in stories:
        _note(walk, number, story)


def _note(walk: _Walk, number: int, story: Story) -> None:
    """Remember what was begun, whom it left out, and who was given a second turn."""
    steps = zip(story.events, story.circles, story.circles[1:], strict=False)
    for event, circle, after in steps:
        if isinstance(event, e.TurnBegan) and circle.spoken & set(event.holders):
            walk.repeated.add(circle.phase_number)
        over = isinstance(event, e.PhaseBegan | e.RoundBegan | e.CircleClosed)
        if over and circle.phase.turn and circle.round and unspoken(circle):
            walk.starved.setdefault(circle.phase_number, number)
        if isinstance(event, e.PhaseBegan | e.StepBegan):
            walk.begun.add((after.phase_number, after.step_id))


def _clock(circle: Circle) -> Box | None:
    boxes = (circle.step_box, circle.turn_box, circle.stage_box)
    return min((b for b in boxes if b), key=lambda box: box.ends_at, default=None)


def _moves(circle: Circle) -> Iterator[_Choice]:
    """What the people could do, each as a label and the moves that make it up."""
    asked = gates(circle)
    if asked.unanimous or asked.quorum is not None:
        ready = tuple(Move(MoveKind.READY, n) for n in _needed(circle, asked))
        yield _Label("all are ready"), ready
    if asked.facilitator and circle.facilitator:
        yield _Label("the facilitator goes on"), (Move(MoveKind.MOVE_ON, circle.facilitator),)
    if circle.stage == "slider":
        for number in circle.present:
            yield (
                _Label("{} is to go first", (number,)),
                (Move(MoveKind.LEAD_CHOSEN, target=number),),
            )
    elif circle.stage == "choosing":
        yield from _moves_in_choosing(circle)
    elif circle.stage == "turn":
        yield from _moves_in_turn(circle, asked)
    elif asked.self_declared or asked.holder_passes:
        yield _Label("someone goes on"), (Move(MoveKind.DONE, 1),)


def _needed(circle: Circle, asked: Gates) -> tuple[int, ...]:
    """As few as the gate asks for."""
    if asked.quorum is None:
        return circle.present
    enough = -(-asked.quorum * len(circle.present) // 1)
    return circle.present[: int(enough)]


def _moves_in_choosing(circle: Circle) -> Iterator[_Choice]:
    if circle.speaker is None:
        for number in _told_apart(circle, still_to_speak(circle)):
            yield _Label("{} takes the floor", (number,)), (Move(MoveKind.VOLUNTEER, number),)
        return
    for target in _told_apart(circle, candidates(circle, circle.speaker)):
        move = Move(MoveKind.CHOOSE, circle.speaker, target=target)
        yield _Label("{} asks {}", (circle.speaker, target)), (move,)


def _told_apart(circle: Circle, seats: tuple[int, ...]) -> tuple[int, ...]:
    if len(circle.seats) <= ALL_CHOICES_UP_TO:
        return seats
    return tuple(dict.fromkeys((*seats[:1], *seats[-1:])))


def _moves_in_turn(circle: Circle, asked: Gates) -> Iterator[_Choice]:
    for number in owners(circle)[:1]:
        for choice, _ in circle.step.choices:
            yield (
                _Label(f"{{}} says {choice}", (number,)),
                (Move(MoveKind.CHOICE, number, choice=choice),),
            )
        if asked.self_declared or asked.holder_passes:
            yield _Label(f"{{}} ends {circle.step_id}", (number,)), (Move(MoveKind.DONE, number),)
    if len(circle.holders) == 1 and not circle.passed:
        yield _Label("{} passes", circle.holders), (Move(MoveKind.PASS, circle.speaker),)


# ── what is proved ──────────────────────────────────────────────────────────


def _never_ends(walk: _Walk) -> Iterator[Fault]:
    """From every reachable state, if nobody acts, the clocks alone must end the circle."""
    ends: dict[int, bool] = {}
    for number in range(len(walk.circles)):
        if not _ends_by_clocks(walk, number, ends):
            stuck = _where_clocks_lead(walk, number)
            circle = walk.circles[stuck]
            yield Fault(
                "never_ends",
                f"if nobody acts in {_place(circle)}, the circle never ends; give it a clock.",
                _path(circle),
                walk.way_to(stuck),
            )
            return


def _where_clocks_lead(walk: _Walk, number: int) -> int:
    """The state in which nothing happens any more, or the first that comes again."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        clock = next((edge for edge in walk.edges[number] if edge.by_clock), None)
        number = clock.target if clock else number
    return number


def _ends_by_clocks(walk: _Walk, number: int, ends: dict[int, bool]) -> bool:
    path: dict[int, None] = {}
    while number not in ends and number not in path:
        path[number] = None
        clock = next((edge for edge in walk.edges[number] if edge.by_clock), None)
        if clock is None:
            ends[number] = walk.circles[number].is_closed
        else:
            number = clock.target
    result = ends.get(number, False)
    ends.update(dict.fromkeys(path, result))
    return result


def _place(circle: Circle) -> str:
    step = f", step {circle.step_id}" if circle.step_id else ""
    return f"phase {circle.phase.id}{step}"


def _path(circle: Circle) -> tuple[str | int, ...]:
    here: tuple[str | int, ...] = ("phases", circle.phase_number)
    if circle.step_id is None or circle.phase.turn is None:
        return here
    steps = [step.id for step in circle.phase.turn.steps]
    return (*here, "turn", "steps", steps.index(circle.step_id))


def _unbounded(form: Format, longest: timedelta | None) -> Iterator[Fault]:
    if longest is not None and longest >= TOO_LONG:
        message = f"{form.id} can last longer than a day; shorten its clocks or rounds."
        yield Fault("too_long", message, ("phases",))


def _unreachable(form: Format, walk: _Walk) -> Iterator[Fault]:
    for number, phase in enumerate(form.phases):
        if not any(begun == number for begun, _ in walk.begun) and number > 0:
            message = f"phase {phase.id} is never reached; end the phase before it."
            yield Fault("unreachable_phase", message, ("phases", number))
            continue
        for index, step in enumerate(phase.turn.steps if phase.turn else ()):
            if (number, step.id) not in walk.begun:
                path = ("phases", number, "turn", "steps", index)
                message = f"step {step.id} of {phase.id} is never reached; lead to it, or drop it."
                yield Fault("unreachable_step", message, path)


def _starves(form: Format, walk: _Walk) -> Iterator[Fault]:
    """Somewhere in the circle everyone must be given a turn."""
    phases = [number for number, phase in enumerate(form.phases) if phase.turn]
    if phases and all(number in walk.starved for number in phases):
        message = "somebody may get no turn at all; give one phase to everyone."
        way = walk.way_to(walk.starved[phases[0]])
        yield Fault("starves_a_seat", message, ("phases", phases[0]), way)


def _unequal(form: Format, walk: _Walk) -> Iterator[Fault]:
    if "equal_time" not in form.claims:
        return
    for number in sorted({*walk.starved, *walk.repeated}):
        phase = form.phases[number]
        why = "gives some a second turn" if number in walk.repeated else "ends before all spoke"
        message = f"equal_time is claimed, but phase {phase.id} {why}; drop the claim or mend it."
        yield Fault("unequal_time", message, ("phases", number))


def _dead_gates(form: Format, walk: _Walk) -> Iterator[Fault]:
    used = _used_gates(walk)
    for number, phase in enumerate(form.phases):
        for path, step_id, asked in _gated(phase, number):
            for gate in _names(asked):
                if (number, step_id, gate) not in used:
                    message = f"gate {gate} can never open here; drop it, or make it possible."
                    yield Fault("dead_gate", message, path)


def _gated(phase: Phase, number: int) -> Iterator[tuple[tuple[str | int, ...], str | None, Gates]]:
    yield ("phases", number, "gate"), None, phase.gates
    for index, step in enumerate(phase.turn.steps if phase.turn else ()):
        yield ("phases", number, "turn", "steps", index, "gate"), step.id, step.gates


def _names(asked: Gates) -> list[str]:
    return [name for name in Gates.__slots__ if getattr(asked, name) not in (None, False)]


def _used_gates(walk: _Walk) -> set[tuple[int, str | None, str]]:
    used: set[tuple[int, str | None, str]] = set()
    for state, edges in zip(walk.circles, walk.edges, strict=True):
        opened = {gate for edge in edges for gate in _opened(state, edge)}
        used |= {(state.phase_number, state.step_id, gate) for gate in opened}
        if state.phase.turn:
            used |= {(state.phase_number, step, "count") for step, _ in _full_steps(state)}
            if state.phase.gates.count and state.turns_in_phase >= state.phase.gates.count:
                used.add((state.phase_number, None, "count"))
    return used


def _full_steps(state: Circle) -> list[tuple[str, int]]:
    limits = {step.id: step.gates.count for step in state.phase.rules.steps}
    return [(step, times) for step, times in state.entered if times == limits[step]]


def _opened(state: Circle, edge: _Edge) -> list[str]:
    asked = gates(state)
    if edge.label.words == "all are ready":
        return [name for name in ("unanimous", "quorum") if getattr(asked, name)]
    if edge.label.words == "the facilitator goes on":
        return ["facilitator"]
    if edge.label.words in ("someone goes on", f"{{}} ends {state.step_id}"):
        return ["self_declared", "holder_passes"]
    return []


# ── how long ────────────────────────────────────────────────────────────────


def _shortest(walk: _Walk) -> timedelta:
    """Dijkstra: moves take no time, clocks take theirs."""
    queue = [(NOTHING, 0)]
    done: set[int] = set()
    while queue:
        spent, number = heappop(queue)
        if walk.circles[number].is_closed:
            return spent
        if number not in done:
            done.add(number)
            for edge in walk.edges[number]:
                heappush(queue, (spent + edge.waits, edge.target))
    return NOTHING


def _longest(walk: _Walk) -> timedelta | None:
    """The longest way, each clock counted whole where it begins, all extensions asked for.

    States are taken in the order in which circles go through them, so that each is nearly always
    final when it is taken; loops within a turn cost nothing, since its clock goes on.
    """
    first = walk.circles[0]
    box = first.stage_box
    spent = {0: box.ends_at - box.started_at if box else NOTHING}
    queue = [(_progress(first), 0)]
    while queue:
        _, number = heappop(queue)
        for edge in walk.edges[number]:
            total = spent[number] + edge.begins
            if total > spent.get(edge.target, -_BEFORE):
                if total >= TOO_LONG:
                    return TOO_LONG
                spent[edge.target] = total
                heappush(queue, (_progress(walk.circles[edge.target]), edge.target))
    return max((spent[n] for n in spent if walk.circles[n].is_closed), default=None)


def _progress(circle: Circle) -> tuple[int, ...]:
    return (
        circle.is_closed,
        circle.phase_number,
        circle.round,
        len(circle.spoken),
        len(circle.passed),
        circle.stage == "turn",
    )


def _begins(circle: Circle, events: list[e.Event]) -> timedelta:
    """The time that an edge opens up: of a turn, or of a phase or a choice around it."""
    if circle.stage == "turn" and any(isinstance(event, e.TurnBegan) for event in events):
        clock = circle.phase.rules.clock
        return clock.longest if clock else _steps_alone(circle)
    boxed = (e.PhaseBegan, e.VolunteersAwaited, e.SpeakerNamed)
    if circle.stage_box and any(isinstance(event, boxed) for event in events):
        return circle.stage_box.ends_at - circle.stage_box.started_at
    if circle.stage == "turn" and circle.turn_box is None:
        return _steps_alone(circle)
    return NOTHING


def _steps_alone(circle: Circle) -> timedelta:
    """Without a clock of the turn each step begun costs its own."""
    box = circle.step_box
    return box.ends_at - box.started_at if box else NOTHING
