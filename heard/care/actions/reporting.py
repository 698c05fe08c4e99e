"""Takes reports of what troubled somebody, damps misuse, and notes how each was settled."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from heard.care.core.weights import WITHIN, is_too_many, weight_of
from heard.care.models import Reason, Report

LONGEST_WORDS: Final = 1000


@transaction.atomic
def report(
    *,
    circle_id: UUID,
    reporter_seat: UUID | None,
    reporter_id: int | None,
    is_from_table: bool = False,
    about_seat: UUID | None,
    about_id: int | None,
    is_about_facilitator: bool,
    reason: str,
    words: str,
    now: datetime,
) -> UUID | None:
    """Keep a report; about the same seat again from the same seat it is the same report.

    `about_seat` None means the whole circle. None when so many came that no more are kept: whoever
    tells it is answered alike. Of two at the same moment the second has to wait, or both are kept:
    whoever calls this locks the circle.
    """
    assert reason in Reason.values
    mine = _reports_of(circle_id, reporter_seat, reporter_id, is_from_table=is_from_table)
    same = mine.filter(
        circle_id=circle_id,
        about_seat=about_seat,
        is_about_facilitator=is_about_facilitator,
        settled_at=None,
    ).first()
    if same is not None:
        _add(same, reason, words)
        return same.id
    if _are_too_many(mine.filter(at__gt=now - WITHIN), reporter_seat):
        return None
    outcomes = mine.filter(settled_at__isnull=False).values_list("was_upheld", flat=True)
    return Report.objects.create(
        circle_id=circle_id,
        reporter_seat=reporter_seat,
        reporter_id=reporter_id,
        is_from_table=is_from_table,
        about_seat=about_seat,
        about_id=about_id,
        is_about_facilitator=is_about_facilitator,
        reason=reason,
        words=words[:LONGEST_WORDS],
        weight=weight_of([bool(outcome) for outcome in outcomes]),
        at=now,
    ).id


def settle(*, report_id: UUID, by: int, was_upheld: bool, now: datetime) -> bool:
    """Once; nobody settles what is about themselves. False when there is nothing to settle."""
    open_one = Report.objects.filter(id=report_id, settled_at=None)
    # `exclude(about=by)` would also leave out reports about nobody known.
    of_others = open_one.filter(Q(about=None) | ~Q(about=by))
    return bool(of_others.update(settled_at=now, settled_by=by, was_upheld=was_upheld))


def _reports_of(
    circle_id: UUID, seat: UUID | None, person_id: int | None, *, is_from_table: bool
) -> QuerySet[Report]:
    """Whoever sits there; with an account, from all of their seats; at a table, everybody at it."""
    if is_from_table:
        return Report.objects.filter(circle_id=circle_id, is_from_table=True)
    theirs = Q(pk__in=())
    if seat is not None:
        theirs |= Q(reporter_seat=seat)
    if person_id is not None:
        theirs |= Q(reporter=person_id)
    return Report.objects.filter(theirs)


def _add(same: Report, reason: str, words: str) -> None:
    """The newest reason counts, and what was written before is not lost."""
    told = [part for part in (same.words, words) if part]
    same.words = "\n".join(dict.fromkeys(told))[:LONGEST_WORDS]
    same.reason = reason
    same.save(update_fields=["words", "reason"])


def _are_too_many(lately: QuerySet[Report], seat: UUID | None) -> bool:
    """A table, around which several sit, may tell as much as a person."""
    from_seat = 0 if seat is None else lately.filter(reporter_seat=seat).count()
    return is_too_many(from_seat=from_seat, from_person=lately.count())
