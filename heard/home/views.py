"""The first page, the page on which owners care, and the page that is nothing of the kind."""

from dataclasses import dataclass
from uuid import UUID

import rules
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heard.base import clock
from heard.care.actions import settle as settle_report
from heard.care.queries import OpenReport, open_reports
from heard.circles.queries import SeatReported, seats_reported
from heard.people.actions import note_look


@dataclass(frozen=True, slots=True)
class ReportLine:
    report: OpenReport
    seat: SeatReported | None


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "home/landing.html")


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """What stands here instead of a circle for whoever looks over somebody's shoulder."""
    response = render(request, "home/notes.html")
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@login_required
@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Reports that nobody has settled yet; each look is written down."""
    reader = _owner_id(request)
    reports = open_reports(reader_id=reader)
    seats = seats_reported([each.about_seat for each in reports if each.about_seat])
    for each in reports:
        scope = f"report:{each.report_id}"
        note_look(
            actor_id=reader, subject_id=None, what="report-read", scope=scope, now=clock.now()
        )
    lines = [_line(each, seats) for each in reports]
    return render(request, "home/care.html", {"lines": lines})


@login_required
@require_POST
def settle(request: HttpRequest, report_id: UUID) -> HttpResponse:
    owner, was_upheld = _owner_id(request), request.POST.get("outcome")
    if was_upheld not in ("upheld", "nothing"):
        raise Http404(str(report_id))
    is_done = settle_report(
        report_id=report_id, by=owner, was_upheld=was_upheld == "upheld", now=clock.now()
    )
    if not is_done:
        raise Http404(str(report_id))
    return redirect("home:care")


def _owner_id(request: HttpRequest) -> int:
    if not rules.has_perm("care.settle", request.user):
        raise PermissionDenied
    assert request.user.pk is not None
    return int(request.user.pk)


def _line(report: OpenReport, seats: dict[UUID, SeatReported]) -> ReportLine:
    return ReportLine(report, seats.get(report.about_seat) if report.about_seat else None)
