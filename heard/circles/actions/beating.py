"""What the house does each second, and what it makes good after it was out."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from heard.base.reactions import tell
from heard.circles import models
from heard.circles.actions.minors import let_unvetted_go
from heard.circles.actions.moving import hold_clock, let_time_pass, move_companions
from heard.circles.events import HourBegan
from heard.circles.queries.minors import circles_by_vetting
from heard.circles.queries.states import (
    circles_with_companions,
    live_circles_with_deadline,
    running_circles,
)

# A machine that slept, or a disk that stood still, was out as much as one that was off.
LONGEST_BEAT: Final = timedelta(seconds=5)
PRACTICE_IS_KEPT_FOR: Final = timedelta(days=1)
TABLE_NOTED_EACH: Final = timedelta(minutes=1)
logger = logging.getLogger(__name__)


def beat(now: datetime) -> None:
    """One second: note that the house runs, let clocks run out, let companions act."""
    last = _last_beat()
    if not _note(now):
        log_outage_gap(now)
    elif last is not None and _hour_of(last) < _hour_of(now):
        _begin_hour(now)
    _each(live_circles_with_deadline(now), lambda one: let_time_pass(circle_id=one, now=now))
    _each(circles_with_companions(), lambda one: move_companions(circle_id=one, now=now))


@transaction.atomic
def log_outage_gap(now: datetime) -> None:
    """Since the last heartbeat nobody could do anything: give that time back to all."""
    last = models.Heartbeat.objects.select_for_update().first()
    if last is not None:
        since = last.beat_at
        _each(running_circles(), lambda one: hold_clock(circle_id=one, since=since, until=now))
    models.Heartbeat.objects.update_or_create(id=1, defaults={"beat_at": now})
    if last is None or _hour_of(last.beat_at) < _hour_of(now):
        _begin_hour(now)


def forget_practice(now: datetime) -> None:
    """Circles with companions are for nobody to look at later; anyone may open them."""
    old = models.Circle.objects.filter(
        mode=models.Mode.ALONE, created_at__lt=now - PRACTICE_IS_KEPT_FOR
    )
    old.delete()


def hear_table(circle_id: UUID, now: datetime) -> None:
    """The device of a table has spoken: it keeps its own clock."""
    models.Circle.objects.filter(id=circle_id).exclude(
        table_heard_at__gt=now - TABLE_NOTED_EACH
    ).update(table_heard_at=now)


def _last_beat() -> datetime | None:
    return models.Heartbeat.objects.values_list("beat_at", flat=True).first()


def _hour_of(moment: datetime) -> datetime:
    """Of UTC, so that no hour comes twice or is left out."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@transaction.atomic
def _begin_hour(now: datetime) -> None:
    forget_practice(now)
    _each(circles_by_vetting(), lambda one: let_unvetted_go(one, now=now))
    tell(HourBegan(now))


def _note(now: datetime) -> bool:
    """Whether the last heartbeat was about a second ago."""
    near = models.Heartbeat.objects.filter(
        beat_at__gte=now - LONGEST_BEAT, beat_at__lte=now + LONGEST_BEAT
    )
    return near.update(beat_at=now) == 1


def _each(circles: Iterable[UUID], deed: Callable[[UUID], object]) -> None:
    """One circle that cannot be moved must not stop the clocks of the others."""
    for circle_id in circles:
        try:
            with transaction.atomic():
                deed(circle_id)
        except Exception:
            logger.exception("Circle %s could not be moved.", circle_id)
