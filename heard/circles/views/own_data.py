"""What we hold of whoever sits on a seat, for the device that holds it: no account is needed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heard.base import clock
from heard.circles.queries import Finding, SeatFound, seat_held
from heard.circles.views.devices import device_key
from heard.circles.views.entering import no_seat
from heard.people.actions import erase_seat, export_seat
from heard.people.queries import held_of_seat


@never_cache
@require_safe
def seat_data(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Each kind of thing, what forgetting takes, and what stays."""
    if not _is_mine(request, seat_id):
        return no_seat(request, SeatFound(Finding.UNKNOWN))
    context = {"seat_id": seat_id, "held": held_of_seat(seat_id)}
    return render(request, "circles/own_data.html", context)


@never_cache
@require_POST
def download_seat(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Everything, as one archive."""
    if not _is_mine(request, seat_id):
        return no_seat(request, SeatFound(Finding.UNKNOWN))
    archive = export_seat(seat_id, now=clock.now())
    if archive is None:
        raise Http404(str(seat_id))
    return HttpResponse(
        archive,
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="heard-seat.zip"'},
    )


@never_cache
@require_POST
def forget_seat(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Leave, if the circle is live, and be nobody there."""
    if not _is_mine(request, seat_id):
        return no_seat(request, SeatFound(Finding.UNKNOWN))
    erase_seat(seat_id, now=clock.now())
    return render(request, "circles/forgotten.html")


def _is_mine(request: HttpRequest, seat_id: UUID) -> bool:
    return seat_held(seat_id, device_key=device_key(request)) is not None
