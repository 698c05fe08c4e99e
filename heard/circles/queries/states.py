"""The state of a circle: the fold of its log, remembered, and checked each time it is used."""

import json
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.crypto import salted_hmac

from heard.circles import models
from heard.circles.core.applying import replay
from heard.circles.core.events import from_record
from heard.circles.core.floors import keeps_process
from heard.circles.core.formats import Format, read_format
from heard.circles.core.state import Circle, new_circle

REMEMBERED = 5000
TABLE_KEEPS_ITS_CLOCK_FOR = timedelta(minutes=10)


class Standing(NamedTuple):
    """A circle, and when the last thing in it happened."""

    circle: Circle
    last_at: datetime


def state_of(circle_id: UUID) -> Circle:
    """The circle as its log tells it. Raises `Circle.DoesNotExist`."""
    return standing_of(circle_id).circle


def standing_of(circle_id: UUID) -> Standing:
    known = _memory.get(circle_id)
    if known is not None:
        caught_up = _caught_up(*known, circle_id)
        if caught_up is not None:
            return caught_up
    beginning = _beginning(circle_id)
    records = _records(circle_id, since=0)
    return _remembered(circle_id, Standing(beginning, beginning.created_at), records)


def keeps_process_of(circle_id: UUID, seat: int) -> bool:
    """Whether this seat keeps the process now."""
    return keeps_process(state_of(circle_id), seat)


def live_circles_with_deadline(now: datetime) -> list[UUID]:
    """Circles whose clock has run out. A table minds its own while it is heard from."""
    due = models.Circle.objects.filter(due_at__lte=now)
    return list(
        due.exclude(
            mode=models.Mode.TABLE, table_heard_at__gt=now - TABLE_KEEPS_ITS_CLOCK_FOR
        ).values_list("id", flat=True)
    )


def running_circles() -> list[UUID]:
    """Open circles whose clock this node keeps."""
    circles = models.Circle.objects.filter(closed_at=None).exclude(mode=models.Mode.TABLE)
    return list(circles.values_list("id", flat=True))


def seats_that_were_here() -> list[tuple[UUID, int]]:
    """Seats of people that the log of a running circle has as here."""
    return [
        (circle_id, seat.number)
        for circle_id in running_circles()
        for seat in state_of(circle_id).seats
        if seat.here and not seat.companion
    ]


def circles_with_companions() -> list[UUID]:
    """Open circles in which companions may have something to do."""
    circles = models.Circle.objects.filter(closed_at=None, mode=models.Mode.ALONE)
    return list(circles.values_list("id", flat=True))


class _Memory:
    """Folds of recent circles, with the last record that went in."""

    def __init__(self) -> None:
        self._folds: OrderedDict[UUID, tuple[Standing, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, circle_id: UUID) -> tuple[Standing, Any] | None:
        with self._lock:
            if circle_id in self._folds:
                self._folds.move_to_end(circle_id)
            return self._folds.get(circle_id)

    def put(self, circle_id: UUID, standing: Standing, last: Any) -> None:
        with self._lock:
            self._folds[circle_id] = (standing, last)
            self._folds.move_to_end(circle_id)
            if len(self._folds) > REMEMBERED:
                self._folds.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._folds.clear()


_memory = _Memory()
forget_states = _memory.clear


def _caught_up(standing: Standing, last: Any, circle_id: UUID) -> Standing | None:
    """None when the log no longer says what we remember: its transaction was undone."""
    records = _records(circle_id, since=standing.circle.seq)
    if not records or records[0] != last:
        return None
    return _remembered(circle_id, standing, records[1:]) if records[1:] else standing


def _remembered(circle_id: UUID, standing: Standing, records: list[Any]) -> Standing:
    if not records:
        return standing
    events = (from_record(kind, data, at) for _, kind, data, at in records)
    changed = Standing(replay(standing.circle, events), records[-1][-1])
    _memory.put(circle_id, changed, records[-1])
    return changed


def _records(circle_id: UUID, *, since: int) -> list[Any]:
    log = models.CircleEvent.objects.filter(circle_id=circle_id, seq__gte=since).order_by("seq")
    return list(log.values_list("seq", "kind", "data", "at"))


def _beginning(circle_id: UUID) -> Circle:
    row = models.Circle.objects.get(id=circle_id)
    seats = list(row.seats.all())
    host_seat = next((seat.number for seat in seats if seat.is_host), None)
    return new_circle(
        _format(json.dumps(row.format_document)),
        seats=len(seats),
        mode=row.mode,
        created_at=row.created_at,
        companions=frozenset(seat.number for seat in seats if seat.is_companion),
        facilitator=row.facilitator_seat,
        host_seat=host_seat,
    )


@lru_cache(maxsize=64)
def _format(document: str) -> Format:
    """Circles of one format share its rules."""
    return read_format(json.loads(document))


def lots_of(circle_id: UUID) -> str:
    """What seeds the lots of a circle: the same whenever it is asked, known to this node only."""
    return salted_hmac("heard.circles.lots", str(circle_id)).hexdigest()
