"""The room's page, the ticket to its socket, and the way out that needs no script."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heard.base import clock
from heard.base.turn import ice_servers, turn_is_set_up
from heard.circles.actions import make_move, ticket_for_seat, ticket_for_table
from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.ways import MEDIA
from heard.circles.forms import ReportForm
from heard.circles.queries import (
    Finding,
    MayReport,
    SeatFound,
    SeatHeld,
    TableFound,
    is_removed,
    keeps_process_of,
    may_report,
    may_report_at_table,
    seat_held,
    table_is_held,
    why_out,
)
from heard.circles.queries.invitations import Invitation, invitation
from heard.circles.queries.texts import RoomTexts, room_texts
from heard.circles.views.devices import device_key
from heard.circles.views.entering import no_seat, no_table
from heard.circles.words import keeping_words, media_words, room_words

SOCKET = "/ws/room/"


@never_cache
@require_safe
def seat_room(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """The room as this seat sees it, for the device that holds the seat."""
    held = seat_held(seat_id, device_key=device_key(request))
    if held is None:
        return no_seat(request, _not_held(seat_id))
    if not held.has_agreed:
        # Taken back, or the words are new: there it stands, and the way in again.
        return redirect("circles:consents", seat_id)
    page = _page(
        request,
        held.circle_id,
        key=str(seat_id),
        ticket=reverse("circles:seat_ticket", args=[seat_id]),
    )
    if keeps_process_of(held.circle_id, held.number):
        page["keeps"] = True
        page["room"]["words"] |= keeping_words(_language())
    page["leave_url"] = reverse("circles:leave_seat", args=[seat_id])
    page["consents_url"] = reverse("circles:consents", args=[seat_id])
    key, now = device_key(request), clock.now()
    may = may_report(seat_id, device_key=key, person_id=request.user.pk, now=now)
    return render(request, "circles/room.html", page | _report(may, "circles:report", seat_id))


@never_cache
@require_safe
def table_room(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The one device in the middle of a table."""
    if not table_is_held(circle_id, device_key=device_key(request)):
        return no_table(request, TableFound(Finding.UNKNOWN))
    ticket = reverse("circles:table_ticket", args=[circle_id])
    page = _page(request, circle_id, key=str(circle_id), ticket=ticket)
    page["consents_url"] = reverse("circles:table_consents", args=[circle_id])
    may = may_report_at_table(circle_id, device_key=device_key(request))
    page |= _report(may, "circles:table_report", circle_id)
    return render(request, "circles/table_room.html", page)


@never_cache
@require_POST
def seat_ticket(request: HttpRequest, seat_id: UUID) -> JsonResponse:
    """The way in, and in a circle with faces or voices the ways to the others' devices."""
    key = device_key(request)
    held = seat_held(seat_id, device_key=key)
    ticket = ticket_for_seat(seat_id=seat_id, device_key=key, language=_language())
    if ticket is None and is_removed(seat_id):
        return JsonResponse({"message": _("You were asked to leave this circle.")}, status=403)
    return _ticket(ticket, **_ice(held))


@never_cache
@require_POST
def table_ticket(request: HttpRequest, circle_id: UUID) -> JsonResponse:
    ticket = ticket_for_table(
        circle_id=circle_id, device_key=device_key(request), language=_language()
    )
    return _ticket(ticket)


@never_cache
@require_POST
def leave_seat(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Leave the circle. To leave twice, or after the end, is to have left."""
    held = seat_held(seat_id, device_key=device_key(request))
    if held is None:
        return no_seat(request, _not_held(seat_id))
    make_move(circle_id=held.circle_id, move=Move(MoveKind.LEAVE, held.number))
    return render(request, "circles/left.html", {"seat_id": seat_id})


def _not_held(seat_id: UUID) -> SeatFound:
    return SeatFound(why_out(seat_id) or Finding.UNKNOWN, seat_id)


def _page(request: HttpRequest, circle_id: UUID, *, key: str, ticket: str) -> dict[str, Any]:
    language = _language()
    texts, asked = room_texts(circle_id, language), invitation(circle_id)
    media = _media(asked)
    return {
        "title": texts.name,
        "description": texts.description,
        "agreements": texts.agreements,
        "print_url": reverse("circles:format_print", args=[texts.format_id]),
        "room": {
            "language": language,
            "key": key,
            "ticket": ticket,
            "csrf": get_token(request),
            "words": room_words(language) | (media_words(language) if media else {}),
            "texts": _texts(texts),
            "media": media,
            "closed": asked.is_closed,
            "here": asked.here,
            "of": asked.people,
        },
    }


def _report(may: MayReport | None, name: str, of: UUID) -> dict[str, Any]:
    """In practice there is nobody to report."""
    if may is None:
        return {}
    form = ReportForm(may=may, auto_id="report-%s")
    return {"report_url": reverse(name, args=[of]), "report": form}


def _media(asked: Invitation) -> dict[str, Any] | None:
    """None where people hear each other without us."""
    if asked.mode not in MEDIA:
        return None
    return {"kind": asked.mode, "canRelay": turn_is_set_up(), "relayOnly": asked.relay_only}


def _texts(texts: RoomTexts) -> dict[str, Any]:
    return {
        "topic": texts.topic,
        "agreements": list(texts.agreements),
        "phases": dict(texts.phases),
    }


def _ice(held: SeatHeld | None) -> dict[str, Any]:
    """Lent for two hours, to who may still send something."""
    if held is None or held.is_closed or held.mode not in MEDIA:
        return {}
    servers = ice_servers(str(held.seat_id), now=clock.now())
    return {"ice": {"servers": servers, "relay": held.relay_only}}


def _ticket(ticket: str | None, **more: Any) -> JsonResponse:
    if ticket is None:
        message = _("This seat is on another device now. Open your link again to sit here.")
        return JsonResponse({"message": message}, status=403)
    return JsonResponse({"ticket": ticket, "socket": SOCKET, **more})


def _language() -> str:
    return get_language() or "en"
