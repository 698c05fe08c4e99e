"""From inside a circle: report somebody, and never sit with them again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.circles.actions.reporting import part_from, report_from_seat
from heard.circles.forms import ReportForm
from heard.circles.queries import Finding, SeatFound
from heard.circles.queries.reporting import MayReport, may_report
from heard.circles.views.devices import device_key
from heard.circles.views.entering import no_seat


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """The room sends the same form, and is answered with the sentence alone."""
    may = may_report(seat_id, device_key=device_key(request), person_id=request.user.pk)
    if may is None:
        return no_seat(request, SeatFound(Finding.UNKNOWN))
    form = ReportForm(request.POST or None, may=may)
    if request.method == "POST" and form.is_valid():
        _take(form, may, request.user.pk)
        return _told(request, may)
    status = 422 if request.method == "POST" else 200
    if status == 422 and request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"message": form.first_fault()}, status=status)
    return render(request, "circles/report.html", {"form": form, "may": may}, status=status)


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
    told = _("We have your report. You can step out at any time.")
    if not request.accepts("text/html"):
        return JsonResponse({"message": told})
    return render(request, "circles/reported.html", {"told": told, "may": may})
