"""Circles in plain values: a small theatre for the tests of the rules."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from heard.circles.core.applying import replay
from heard.circles.core.deciding import decide
from heard.circles.core.documents import read_text
from heard.circles.core.events import Event
from heard.circles.core.formats import Format
from heard.circles.core.moves import Move, MoveKind, Refusal, read_move
from heard.circles.core.state import Circle, new_circle
from heard.circles.core.unfolding import next_deadline
from heard.circles.core.viewing import view

FOLDER = Path(__file__).parents[2] / "formats"
FORMATS = sorted(file.stem for file in FOLDER.glob("*.yaml"))
START = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@cache
def shipped(name: str) -> Format:
    return read_text((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")).format


def sizes() -> list[tuple[str, int]]:
    return [(n, p) for n in FORMATS for p in range(shipped(n).min, shipped(n).max + 1)]


class Sitting:
    """A circle that is played: who acts, when, and what came of it."""

    def __init__(self, name: str, people: int, *, mode: str = "devices", seed: int = 0) -> None:
        form = shipped(name)
        keeper = None if form.facilitator == "none" else 1
        self.opened = self.circle = new_circle(
            form, seats=people, mode=mode, created_at=START, facilitator=keeper, host_seat=1
        )
        self.now = START
        self.rng = random.Random(seed)
        self.log: list[Event] = []
        self.told: list[int] = []

    def make(self, move: Move) -> Refusal | None:
        told = decide(self.circle, move, now=self.now, rng=self.rng)
        if isinstance(told, Refusal):
            return told
        self.circle = replay(self.circle, told)
        self.log.extend(told)
        self.told.append(len(self.log))
        return None

    def do(self, name: str, seat: int | None = None, **details: int) -> Refusal | None:
        return self.make(read_move(name, seat=seat, **details))

    def everyone_arrives(self) -> "Sitting":
        for number in range(1, len(self.circle.seats) + 1):
            assert self.do("arrive", number) is None
        return self

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)
        self.make(Move(MoveKind.TIME_PASSES))

    def to_the_first_turn(self) -> "Sitting":
        """Everyone arrives, is ready, and the first who may takes the floor and is listened to."""
        self.everyone_arrives().to_phase("turns")
        if self.circle.stage == "choosing" and self.circle.speaker is None:
            self.do("volunteer", 1)
        if self.circle.stage == "choosing":
            self.do("choose", 1, target=2)
        if self.circle.stage == "asking":
            self.do("accept", self.circle.asked)
        return self

    def to_phase(self, kind: str) -> "Sitting":
        while self.circle.phase.kind != kind:
            self._end_gathering()
        return self

    def _end_gathering(self) -> None:
        phase = self.circle.phase_number
        for number in self.circle.present:
            if self.circle.phase_number == phase:
                self.do("ready", number)
        if self.circle.phase_number == phase:
            self.until_it_changes()

    def until_it_changes(self) -> None:
        """Nobody acts until the next clock runs out."""
        due = next_deadline(self.circle)
        assert due is not None
        self.now = max(self.now, due)
        self.make(Move(MoveKind.TIME_PASSES))

    def moves(self, seat: int | None) -> list[str]:
        return [move["move"] for move in view(self.circle, seat)["moves"]]


def state_of(circle: Circle, seat: int) -> str:
    states: list[str] = [each["state"] for each in view(circle, None)["seats"]]
    return states[seat - 1]
