"""How a format usually goes for so many people: the picture of it, and how long it takes."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from heard.circles.core import events as e
from heard.circles.core.applying import apply
from heard.circles.core.deciding import decide
from heard.circles.core.floors import candidates, gates, owners, still_to_speak
from heard.circles.core.formats import END, Clock, Format, Step
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.state import Circle, new_circle
from heard.circles.core.unfolding import next_deadline

NOTHING = timedelta(0)
_START = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_MOVES = 2_000
_GATHERS_FOR = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of one seat's line, from the beginning of the circle."""

    start: timedelta
    length: timedelta
    kind: str  # speaks | reflects | together
    phase: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One line of bars a seat. `usual` is what to plan for; `longest` lets every clock run out."""

    bars: tuple[tuple[Bar, ...], ...]
    usual: timedelta
    shortest: timedelta
    longest: timedelta
    turns: int

    def spent(self, kind: str) -> tuple[timedelta, ...]:
        """How long each seat speaks, reflects or is together with all."""
        return tuple(
            sum((bar.length for bar in bars if bar.kind == kind), NOTHING) for bars in self.bars
        )

    @property
    def speaks_each(self) -> timedelta | None:
        return _if_equal(self.spent("speaks"))

    @property
    def reflects_each(self) -> timedelta | None:
        return _if_equal(self.spent("reflects"))


def timeline(form: Format, people: int) -> Timeline:
    """Source of the figures: the rules themselves, played through by people who take their time.

    Raises `ValueError` when `people` is not a size of the format.
    """
    usual = _play(form, people, patience=1.0)
    return Timeline(
        bars=_bars(usual, people),
        usual=_length(usual),
        shortest=_length(_play(form, people, patience=0.0)),
        longest=_length(_play(form, people, patience=None)),
        turns=sum(isinstance(event, e.TurnBegan) for event, _ in usual),
    )


def _if_equal(lengths: tuple[timedelta, ...]) -> timedelta | None:
    return lengths[0] if max(lengths) - min(lengths) < timedelta(seconds=2) else None


def _length(played: list[tuple[e.Event, Circle]]) -> timedelta:
    return played[-1][0].at - _START


def _play(form: Format, people: int, *, patience: float | None) -> list[tuple[e.Event, Circle]]:
    """A whole circle, event by event; without `patience` nobody acts but to ask for more time."""
    keeper = None if form.facilitator == "none" else 1
    circle = new_circle(form, seats=people, mode="devices", created_at=_START, facilitator=keeper)
    now, rng = _START, random.Random(0)
    played: list[tuple[e.Event, Circle]] = []
    moves = [Move(MoveKind.ARRIVE, number) for number in range(1, people + 1)]
    for _ in range(_MOST_MOVES):
        if circle.is_closed:
            return played
        if not moves:
            moves, wait = _next_moves(circle, patience)
            limit = next_deadline(circle)
            if limit and (not moves or now + wait >= limit):
                moves, now = [], limit  # the clock is first; the moves were for what it ended
            else:
                now += wait
        move = moves.pop(0) if moves else Move(MoveKind.TIME_PASSES)
        told = decide(circle, move, now=now, rng=rng)
        if isinstance(told, Refusal):  # an earlier move of the row has done it
            told = decide(circle, Move(MoveKind.TIME_PASSES), now=now, rng=rng)
        for event in () if isinstance(told, Refusal) else told:
            circle = apply(circle, event)
            played.append((event, circle))
    raise ValueError(f"{form.id} does not end within {_MOST_MOVES} moves; check the format.")


def _next_moves(circle: Circle, patience: float | None) -> tuple[list[Move], timedelta]:
    if patience is None:
        return _ask_for_all_time(circle), NOTHING
    moves, wait = _moves_of_people(circle)
    return moves, wait * patience


def _ask_for_all_time(circle: Circle) -> list[Move]:
    extend = circle.extend
    left = extend.max - circle.extensions if extend else 0
    return [Move(MoveKind.MORE_TIME, 1)] * left


def _moves_of_people(circle: Circle) -> tuple[list[Move], timedelta]:
    if circle.stage == "turn":
        return _moves_in_turn(circle)
    if circle.stage == "asking":
        return [Move(MoveKind.ACCEPT, circle.asked)], timedelta(seconds=3)
    if circle.stage == "slider":
        return [Move(MoveKind.LEAD_CHOSEN, target=1)], timedelta(seconds=20)
    if circle.stage == "choosing" and circle.speaker:
        target = candidates(circle, circle.speaker)[0]
        return [Move(MoveKind.CHOOSE, circle.speaker, target=target)], timedelta(seconds=7)
    if circle.stage == "choosing":
        return [Move(MoveKind.VOLUNTEER, still_to_speak(circle)[0])], timedelta(seconds=7)
    assert circle.phase.clock is not None
    return _agreeing(circle), _gathering(circle, circle.phase.clock)


def _gathering(circle: Circle, clock: Clock) -> timedelta:
    return min(clock.soft, _GATHERS_FOR) if circle.phase.show == "welcome" else clock.soft


def _agreeing(circle: Circle) -> list[Move]:
    """The moves that end a phase or step together, if it can be ended."""
    asked = gates(circle)
    if asked.unanimous or asked.quorum is not None:
        return [Move(MoveKind.READY, n) for n in circle.present if not circle.seat(n).ready]
    if asked.facilitator:
        return [Move(MoveKind.MOVE_ON, circle.facilitator)]
    if asked.self_declared or asked.holder_passes:
        return [Move(MoveKind.DONE, circle.present[0])]
    return []


def _moves_in_turn(circle: Circle) -> tuple[list[Move], timedelta]:
    return _ending_step(circle), _share(circle)


def _ending_step(circle: Circle) -> list[Move]:
    asked, keepers = gates(circle), owners(circle)
    if circle.step.choices and keepers:
        return [Move(MoveKind.CHOICE, keepers[0], choice=_choice_that_goes_on(circle))]
    if (asked.self_declared or asked.holder_passes) and keepers:
        return [Move(MoveKind.DONE, keepers[0])]
    return _agreeing(circle)


def _choice_that_goes_on(circle: Circle) -> str:
    """The answer that ends the turn, else one that leads to a step not done yet."""
    done = dict(circle.entered)
    return min(circle.step.choices, key=lambda said: (said[1] != END, said[1] in done))[0]


def _share(circle: Circle) -> timedelta:
    """How much of the turn's time a step usually takes: speaking more than giving back."""
    rules = circle.phase.rules
    steps = [s for s in rules.steps if circle.listener is not None or not s.needs_listener]
    own = sum((s.clock.soft for s in steps if s.clock), NOTHING)
    free = sum(_weight(s) for s in steps if not s.clock)
    if circle.step.clock:
        return circle.step.clock.soft
    whole = rules.clock.soft if rules.clock else timedelta(minutes=5)
    share = max(NOTHING, whole - own) * (_weight(circle.step) / free)
    return timedelta(seconds=round(share.total_seconds()))


def _weight(step: Step) -> float:
    if step.choices:
        return 0.5
    return 2.0 if step.floor == "listener" else 3.0


# ── the picture ─────────────────────────────────────────────────────────────


def _bars(played: list[tuple[e.Event, Circle]], people: int) -> tuple[tuple[Bar, ...], ...]:
    lines: list[list[Bar]] = [[] for _ in range(people)]
    began: tuple[e.Event, Circle] | None = None
    for event, circle in played:
        if isinstance(event, e.PhaseBegan | e.TurnBegan | e.TurnEnded | e.CircleClosed):
            if began:
                _draw(lines, *began, until=event.at)
            began = (event, circle) if isinstance(event, e.PhaseBegan | e.TurnBegan) else None
    return tuple(tuple(line) for line in lines)


def _draw(lines: list[list[Bar]], event: e.Event, circle: Circle, *, until: datetime) -> None:
    start, length = event.at - _START, until - event.at
    if length <= NOTHING:
        return
    kinds = dict.fromkeys(range(1, len(lines) + 1), "together")
    if isinstance(event, e.TurnBegan):
        # A listener who is silent all the time listens like everyone else.
        gives_back = any(step.needs_listener for step in circle.phase.rules.steps)
        listener = {circle.listener: "reflects"} if circle.listener and gives_back else {}
        kinds = {**listener, **dict.fromkeys(circle.holders, "speaks")}
    elif circle.phase.kind == "turns":
        return
    for number, kind in kinds.items():
        lines[number - 1].append(Bar(start, length, kind, circle.phase.id))
