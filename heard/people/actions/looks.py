"""Writes down who looked at what is somebody's, in a chain in which no line can be missed."""

import random
import time
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from heard.people.models import Look
from heard.people.queries.looks import (
    LET_GO,
    NOTHING_BEFORE,
    digest_of,
    hash_of_line,
    hash_of_newest,
)

TRIES: Final = 50
LOOKS_KEPT: Final = timedelta(days=365)
_dice = random.SystemRandom()


def note_look(
    *, actor_id: int | None, subject_id: int | None, what: str, scope: str = "", now: datetime
) -> None:
    """Append a line: `actor_id` looked at, or changed, something of `subject_id`."""
    line = Look(
        actor_id=actor_id,
        subject_id=subject_id,
        actor_digest=digest_of(actor_id),
        subject_digest=digest_of(subject_id),
        what=what,
        scope=scope,
        at=now,
    )
    _append(line)


def note_look_once(
    *,
    actor_id: int,
    subject_id: int | None,
    what: str,
    scope: str,
    now: datetime,
    within: timedelta = timedelta(hours=1),
) -> None:
    """The same look again, as when a page is opened anew, is not noted again for a while."""
    noted = Look.objects.filter(
        actor_id=actor_id, subject_id=subject_id, what=what, scope=scope, at__gt=now - within
    )
    if not noted.exists():
        note_look(actor_id=actor_id, subject_id=subject_id, what=what, scope=scope, now=now)


def let_go_of_old_looks(*, now: datetime, most: int = 500) -> int:
    """Lines older than a year go, the oldest first; a line of the chain says up to which."""
    with transaction.atomic():
        old = list(Look.objects.filter(at__lt=now - LOOKS_KEPT).order_by("id")[:most])
        if not old:
            return 0
        last = old[-1]
        note_look(actor_id=None, subject_id=None, what=LET_GO, scope=f"to:{last.hash}", now=now)
        # The table is written once; that its oldest lines end is the one exception.
        Look._base_manager.filter(id__lte=last.id).delete()
    return len(old)


def _append(line: Look) -> None:
    """Two who write at once both follow the same line; the database lets one in, the other
    follows that one."""
    for attempt in range(TRIES):
        line.hash_before = hash_of_newest() or NOTHING_BEFORE
        line.hash = hash_of_line(line)
        try:
            with transaction.atomic():
                line.save(force_insert=True)
        except IntegrityError:
            line.pk = None
            time.sleep(_dice.uniform(0, 0.002 * (attempt + 1)))
        else:
            return
    raise RuntimeError(f"{TRIES} others wrote at the same time; the look was not noted.")
