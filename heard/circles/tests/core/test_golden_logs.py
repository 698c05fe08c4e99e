"""Logs of released versions of the formats replay forever: the same state, event by event."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from heard.circles.core.applying import replay
from heard.circles.core.events import from_record
from heard.circles.core.formats import read_format
from heard.circles.core.state import new_circle
from heard.circles.core.viewing import view
from heard.circles.tests.core.circles import FORMATS, shipped

GOLDEN = Path(__file__).parent / "golden"
LOGS = sorted(GOLDEN.glob("*.json"))


@pytest.mark.parametrize("file", LOGS, ids=lambda file: file.stem)
def test_a_golden_log_replays_to_what_each_seat_saw_at_the_end(file: Path) -> None:
    golden = json.loads(file.read_text(encoding="utf-8"))
    form = read_format(golden["format"])
    opened = new_circle(
        form,
        seats=golden["seats"],
        mode="devices",
        created_at=datetime.fromisoformat(golden["created_at"]),
        facilitator=golden["facilitator"],
        host_seat=1,
    )

    events = [
        from_record(kind, data, datetime.fromisoformat(at)) for kind, data, at in golden["log"]
    ]

    for moment in golden["views"]:
        circle = replay(opened, events[: moment["seq"]])
        assert view(circle, moment["seat"]) == moment["view"]


def test_every_shipped_version_has_its_golden_log() -> None:
    names = {file.stem for file in LOGS}

    assert {f"{name}-{shipped(name).version}" for name in FORMATS} <= names
