"""What whoever holds a seat agreed to, and how they take it back: no account, no script needed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.base import clock
from heard.circles.actions import agree_to_sit, take_back_at_table, take_back_sitting
from heard.circles.core.ways import LARGEST_CIRCLE
from heard.circles.queries import (
    SITTING,
    Finding,
    SeatFound,
    SeatHeld,
    TableFound,
    agreed_at_table,
    seat_held,
    table_is_held,
)
from heard.circles.views.devices import device_key
from heard.circles.views.entering import no_seat, no_table
from heard.people.queries import consent_text, consents_of, newest_text_with

SEATS = {str(number): number for number in range(1, LARGEST_CIRCLE + 1)}


@never_cache
@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """What was agreed to, when, in which words; what is new in them; and the way back."""
    held = seat_held(seat_id, device_key=device_key(request))
    if held is None:
        return no_seat(request, SeatFound(Finding.UNKNOWN))
    if "take_back" in request.POST:
        take_back_sitting(seat_id=seat_id, now=clock.now())
        return redirect("circles:consents", seat_id)
    if request.method == "POST":
        return _agree(request, held)
    return _show(request, held)


@never_cache
@require_http_methods(["GET", "POST"])
def at_table(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What was read aloud, and for each seat the way back; the device of the table holds them."""
    if not table_is_held(circle_id, device_key=device_key(request)):
        return no_table(request, TableFound(Finding.UNKNOWN))
    if request.method == "POST":
        return _take_back_at_table(request, circle_id)
    context = {"circle_id": circle_id, "seats": agreed_at_table(circle_id)}
    return render(request, "circles/table_consents.html", context)


def _take_back_at_table(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    number = SEATS.get(request.POST.get("seat", ""), 0)
    if not take_back_at_table(circle_id=circle_id, number=number, now=clock.now()):
        raise Http404(str(circle_id))
    return redirect("circles:table_consents", circle_id)


def _agree(request: HttpRequest, held: SeatHeld) -> HttpResponse:
    """To the words that stood on the page; where they are older than today's, to none."""
    text = newest_text_with(SITTING, request.POST.get("read", ""))
    if text is None:
        return redirect("circles:consents", held.seat_id)
    if not held.has_agreed:
        agree_to_sit(seat_id=held.seat_id, how="page", language=text.language, now=clock.now())
    return redirect("circles:seat_room", held.seat_id)


def _show(request: HttpRequest, held: SeatHeld) -> HttpResponse:
    context = {
        "held": held,
        "consents": consents_of(seat_id=held.seat_id),
        "kept": None if held.has_agreed else consent_text(SITTING, get_language() or "en"),
    }
    return render(request, "circles/consents.html", context)
