"""Reports: for owners what was told, for a host only that something needs care."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from rules.permissions import add_perm, perm_exists
from rules.predicates import predicate

from heard.care.models import Reason, Report


@dataclass(frozen=True, slots=True)
class OpenReport:
    """What an owner reads. Who told it is not in it; `told_by` only goes into the book of looks."""

    report_id: UUID
    circle_id: UUID
    about_seat: UUID | None
    about_name: str
    is_from_table: bool
    is_about_facilitator: bool
    reason: str
    words: str
    weight: float
    at: datetime


def can_settle(person: Any) -> bool:
    """Owners of the node settle reports."""
    is_known = getattr(person, "is_authenticated", False) and person.is_active
    return bool(is_known and person.is_owner)


if not perm_exists("care.settle"):
    add_perm("care.settle", predicate(can_settle))


def needs_care(circle_id: UUID) -> bool:
    """Whether a host should ask how everyone is; of a report about whoever leads they see
    nothing."""
    return Report.objects.filter(
        circle_id=circle_id, settled_at=None, is_about_facilitator=False
    ).exists()


def open_reports(*, reader_id: int) -> tuple[OpenReport, ...]:
    """Those that weigh most first. Nobody reads what is about themselves."""
    rows = Report.objects.filter(settled_at=None).filter(Q(about=None) | ~Q(about=reader_id))
    return tuple(_shown(row) for row in rows.select_related("about").order_by("-weight", "-at"))


def reasons() -> tuple[tuple[str, str], ...]:
    """Each with its words, in the language of the page."""
    return tuple((value, str(label)) for value, label in Reason.choices)


def _shown(row: Report) -> OpenReport:
    return OpenReport(
        report_id=row.id,
        circle_id=row.circle_id,
        about_seat=row.about_seat,
        about_name=str(row.about) if row.about else "",
        is_from_table=row.is_from_table,
        is_about_facilitator=row.is_about_facilitator,
        reason=row.get_reason_display(),
        words=row.words,
        weight=row.weight,
        at=row.at,
    )
