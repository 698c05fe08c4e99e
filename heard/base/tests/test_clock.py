"""Time that never runs backwards."""

import time
from datetime import UTC, datetime, timedelta

from heard.base import clock


def test_the_time_is_aware_utc_and_that_of_the_wall_clock():
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_wall_clock_that_is_set_back_changes_nothing(monkeypatch):
    before = clock.now()

    monkeypatch.setattr(time, "time", lambda: 0.0)

    assert clock.now() >= before


def test_the_time_moves_with_the_monotonic_clock(monkeypatch):
    start = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: start)
    before = clock.now()

    monkeypatch.setattr(time, "monotonic", lambda: start + 90)

    assert clock.now() - before == timedelta(seconds=90)
