"""What a table is told in advance: states, size as text and packed, and the time it takes.

.venv/bin/python -m bench.look_ahead
"""

import gzip
import json
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from heard.circles.core.applying import replay
from heard.circles.core.deciding import decide
from heard.circles.core.documents import read_text
from heard.circles.core.lookahead import look_ahead
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.state import Circle, new_circle

FORMATS = Path(__file__).parents[1] / "heard" / "circles" / "formats"
TABLES = (("empathy-circle", 5), ("story-circle", 6), ("council", 8), ("mirror-dialogue", 2))
OPENING = (
    Move(MoveKind.BEGIN),
    Move(MoveKind.MOVE_ON),
    Move(MoveKind.MOVE_ON),
    Move(MoveKind.VOLUNTEER, 1),
    Move(MoveKind.CHOOSE, 1, target=2),
)


def a_table(name: str, people: int) -> Circle:
    """A circle in its first turn, as far as those moves lead."""
    now = datetime.now(UTC)
    form = read_text((FORMATS / f"{name}.yaml").read_text(encoding="utf-8")).format
    circle = new_circle(form, seats=people, mode="table", created_at=now)
    for move in OPENING:
        told = decide(circle, move, now=now, rng=random.Random(0))
        if not isinstance(told, Refusal):
            circle = replay(circle, told)
    return circle


def main() -> None:
    for name, people in TABLES:
        circle = a_table(name, people)
        began = time.process_time()
        ahead = look_ahead(circle)
        spent = time.process_time() - began
        text = json.dumps(ahead).encode()
        packed = len(gzip.compress(text)) * 4 / 3
        click.echo(
            f"{name:16} {people} people  {len(ahead['nodes'])} states  {spent:.2f} s of processor"
            f"  {len(text) / 1000:.0f} kB as text  {packed / 1000:.1f} kB packed"
        )


if __name__ == "__main__":
    main()
