"""Takes out what is somebody's, and what has been kept long enough."""

import operator
from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from heard.base.holdings.rules import Blank, Lapse, Rule, Subject, data_rules

ROWS_AT_ONCE = 100
ROWS_IN_A_RUN = 1000


def erase(subject: Subject) -> None:
    """By the table, from its first row to its last; inside the caller's transaction."""
    for rule in data_rules().rules:
        for step in rule.erases:
            # Not through the managers of logs, which are written once except for this.
            rows = rule.model._base_manager.filter(step.found(subject))
            if isinstance(step, Blank):
                _blank(rows, step.values)
            else:
                rows.delete()


def let_go(*, now: datetime, most: int = ROWS_IN_A_RUN) -> int:
    """What has been kept long enough; in small steps, so that circles need not wait. Returns how
    many rows; what is more than `most` of one kind waits for the next run."""
    rules = data_rules()
    gone = sum(
        _let_go_of(rule, lapse, now=now, most=most) for rule in rules.rules for lapse in rule.lapses
    )
    return gone + sum(chore(now=now) for chore in rules.chores)


def _let_go_of(rule: Rule, lapse: Lapse, *, now: datetime, most: int) -> int:
    gone = 0
    while gone < most:
        done = _one_step(rule, lapse, now, min(ROWS_AT_ONCE, most - gone))
        gone += done
        if done < ROWS_AT_ONCE:
            break
    return gone


@transaction.atomic
def _one_step(rule: Rule, lapse: Lapse, now: datetime, most: int) -> int:
    manager = rule.model._base_manager
    due = manager.filter(_due(lapse, now)).order_by("pk").values_list("pk", flat=True)
    rows = manager.filter(pk__in=list(due[:most]))
    count = rows.count()
    if lapse.values is None:
        rows.delete()
    else:
        _blank(rows, lapse.values)
    return count


def _due(lapse: Lapse, now: datetime) -> Q:
    due = lapse.only & Q(**{f"{lapse.since}__lt": now - lapse.after})
    if lapse.values is None:
        return due
    return due & (lapse.pending if lapse.pending is not None else _differs(lapse.values))


def _differs(values: Mapping[str, Any]) -> Q:
    """Rows that have not been blanked yet, so that a second run finds nothing to do."""
    return reduce(
        operator.or_,
        (
            Q(**{f"{name}__isnull": False}) if value is None else ~Q(**{name: value})
            for name, value in values.items()
        ),
    )


def _blank(rows: QuerySet[Any], values: Mapping[str, Any]) -> None:
    if not any(callable(value) for value in values.values()):
        rows.update(**values)
        return
    for row in rows:
        own = {name: value(row) if callable(value) else value for name, value in values.items()}
        rows.model._base_manager.filter(pk=row.pk).update(**own)
