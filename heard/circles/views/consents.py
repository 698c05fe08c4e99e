"""What whoever holds a seat agreed to, and how they take it back: no account, no script needed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.base import clock
from heard.circles.actions import agree_to_sit, take_back_sitting
from heard.circles.queries import SITTING, Finding, SeatFound, SeatHeld, seat_held
from heard.circles.views.devices import device_key
from heard.circles.views.entering import no_seat
from heard.people.queries import consent_text, consents_of, newest_text_with


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
