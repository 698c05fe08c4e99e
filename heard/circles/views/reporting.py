"""From inside a circle: report somebody, and never sit with them again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.base import clock
from heard.circles.actions.reporting import part_from, report_from_seat
from heard.circles.forms import ReportForm
from heard.circles.queries import Finding, SeatFound, TableFound, may_report, may_report_at_table
from heard.circles.queries.reporting import MayReport
from heard.circles.views.devices import device_key
from heard.circles.views.entering import no_seat, no_table


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """For who sits there, and some days longer for who was asked to leave."""
    key, now = device_key(request), clock.now()
    may = may_report(seat_id, device_key=key, person_id=request.user.pk, now=now)
    if may is None:
        return no_seat(request, SeatFound(Finding.UNKNOWN))
    return _ask(request, may)


@never_cache
@require_http_methods(["GET", "POST"])
def report_at_table(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """On the one device, for any of those around it; whoever is signed in on it is not asked."""
    may = may_report_at_table(circle_id, device_key=device_key(request))
    if may is None:
        return no_table(request, TableFound(Finding.UNKNOWN))
    return _ask(request, may)


def _ask(request: HttpRequest, may: MayReport) -> HttpResponse:
    """The room sends the same form, and is answered with the sentence alone."""
    form = ReportForm(request.POST if request.method == "POST" else None, may=may)
    if request.method == "POST" and form.is_valid():
        _take(form, may, request.user.pk)
        return _told(request, may)
    status = 422 if request.method == "POST" else 200
    if status == 422 and request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"message": form.first_fault()}, status=status)
    context = {"form": form, "back": _back(may)}
    return render(request, "circles/report.html", context, status=status)


def _take(form: ReportForm, may: MayReport, person_id: int | None) -> None:
    said = form.cleaned_data
    if said["reason"]:
        report_from_seat(
            may=may,
            about=said["about"],
            reason=said["reason"],
            words=said["words"],
            person_id=person_id,
        )
    if said["part"]:
        part_from(may=may, about=said["about"], person_id=person_id)


def _told(request: HttpRequest, may: MayReport) -> HttpResponse:
    """The same to everyone, whatever becomes of it."""
    told = (
        _("We have your report.")
        if may.is_out
        else _("We have your report. You can step out at any time.")
    )
    if not request.accepts("text/html"):
        return JsonResponse({"message": told})
    leave = reverse("circles:leave_seat", args=[may.seat_id]) if may.seat_id else ""
    context = {"told": told, "back": _back(may), "leave": "" if may.is_out else leave}
    return render(request, "circles/reported.html", context)


def _back(may: MayReport) -> str:
    """Nowhere, for who was asked to leave."""
    if may.is_out:
        return ""
    if may.is_table:
        return reverse("circles:table_room", args=[may.circle_id])
    return reverse("circles:seat_room", args=[may.seat_id])
