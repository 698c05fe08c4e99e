"""The pages of someone who hosts circles: links, seats, how it was; nobody else sees them."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.base import clock
from heard.care.queries import needs_care
from heard.circles.actions import (
    let_write_captions,
    make_move,
    note_host_looks,
    remove_seat,
    renew_seat_link,
    renew_table_link,
)
from heard.circles.core.moves import Move, MoveKind
from heard.circles.queries import (
    CirclePage,
    SeatLine,
    averages_for_host,
    circle_page,
    circles_of,
    circles_of_split,
    needs_in,
)
from heard.circles.views.hosts import host_id, hosts_only


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the host hands it on; `seat` is None for a table's."""

    address: str
    seat: SeatLine | None = None


@hosts_only
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "circles/mine.html", {"circles": circles_of(host_id(request))})


@never_cache
@hosts_only
@require_safe
def host(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Links and QR codes before, presence meanwhile, averages after."""
    page = _page_or_404(request, circle_id)
    note_host_looks(circle_id=circle_id, host_id=host_id(request), now=clock.now())
    context = {
        "page": page,
        "links": links_of(page),
        "own_seat": next((link for link in links_of(page) if _is_own(link)), None),
        "here": sum(seat.state == "here" for seat in page.seats),
        "averages": averages_for_host(circle_id, host_id=host_id(request), now=clock.now()),
        "needs_care": needs_care(circle_id),
        "needs": needs_in(circle_id, host_id=host_id(request)),
    }
    return render(request, "circles/host.html", context)


@never_cache
@hosts_only
@require_safe
def links(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Cards to print and cut: one QR code a seat."""
    page = _page_or_404(request, circle_id)
    return render(request, "circles/links.html", {"pages": [(page, links_of(page))]})


@never_cache
@hosts_only
@require_safe
def tables(request: HttpRequest, split_id: UUID) -> HttpResponse:
    """All tables of one group, each with its QR code."""
    ids = circles_of_split(split_id, host_id=host_id(request))
    if not ids:
        raise Http404(str(split_id))
    pages = [_page_or_404(request, circle_id) for circle_id in ids]
    shown = [(page, links_of(page)) for page in pages]
    first = pages[0]
    averages = averages_for_host(ids[0], host_id=host_id(request), now=clock.now())
    context = {"pages": shown, "line": first.line, "averages": averages}
    return render(request, "circles/tables.html", context)


@hosts_only
@require_POST
def begin(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Begin with those who are here."""
    _page_or_404(request, circle_id)
    answer = make_move(circle_id=circle_id, move=Move(MoveKind.BEGIN, None))
    if not answer.ok:
        messages.warning(
            request,
            _("Too few people are here to begin.")
            if answer.code == "too_few"
            else _("It has begun already, or it is over."),
        )
    return redirect("circles:host", circle_id)


@hosts_only
@require_POST
def settle(request: HttpRequest, circle_id: UUID, number: int) -> HttpResponse:
    """A concern was cared for."""
    _page_or_404(request, circle_id)
    make_move(circle_id=circle_id, move=Move(MoveKind.SETTLE_CONCERN, None, value=number))
    return redirect("circles:host", circle_id)


@hosts_only
@require_POST
def captions(request: HttpRequest, circle_id: UUID, seat_id: UUID) -> HttpResponse:
    """Let a seat write down what others say, or no longer."""
    _page_or_404(request, circle_id)
    may = request.POST.get("may") == "yes"
    if not let_write_captions(seat_id=seat_id, host_id=host_id(request), may=may):
        raise Http404(str(seat_id))
    return redirect("circles:host", circle_id)


@hosts_only
@require_POST
def hush(request: HttpRequest, circle_id: UUID, seat_id: UUID) -> HttpResponse:
    """Ask somebody for quiet, or let them be heard again before the turn is over."""
    seat = _seat_or_404(request, circle_id, seat_id)
    kind = MoveKind.UNHUSH if request.POST.get("quiet") == "no" else MoveKind.HUSH
    answer = make_move(circle_id=circle_id, move=Move(kind, None, target=seat.number))
    if not answer.ok:
        messages.warning(request, _("That cannot be done now."))
    return redirect("circles:host", circle_id)


@never_cache
@hosts_only
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, circle_id: UUID, seat_id: UUID) -> HttpResponse:
    """Ask somebody to leave for good; opening the page only asks."""
    seat = _seat_or_404(request, circle_id, seat_id)
    if request.method == "GET":
        context = {"circle_id": circle_id, "seat": seat}
        return render(request, "circles/remove.html", context)
    answer = remove_seat(circle_id=circle_id, seat=seat.number)
    if answer.ok:
        messages.success(request, _("They are out of the circle."))
    else:
        messages.warning(request, _("That cannot be done now."))
    return redirect("circles:host", circle_id)


@hosts_only
@require_POST
def renew(request: HttpRequest, circle_id: UUID, seat_id: UUID | None = None) -> HttpResponse:
    """Call a link back and make a new one: for a seat, or for the table."""
    _page_or_404(request, circle_id)
    renewed = (
        renew_seat_link(seat_id=seat_id, host_id=host_id(request))
        if seat_id
        else renew_table_link(circle_id=circle_id, host_id=host_id(request))
    )
    if renewed is None:
        raise Http404(str(seat_id))
    messages.success(request, _("There is a new link. The old one no longer opens anything."))
    return redirect("circles:host", circle_id)


def links_of(page: CirclePage) -> tuple[Link, ...]:
    """Every link of a circle, as it stands on paper and behind the QR code."""
    if page.table_token:
        return (Link(f"{settings.HEARD_URL}/table/{page.table_token}/"),)
    return tuple(
        Link(f"{settings.HEARD_URL}/sit/{seat.token}/", seat) for seat in page.seats if seat.token
    )


def _is_own(link: Link) -> bool:
    return link.seat is not None and link.seat.is_host


def _seat_or_404(request: HttpRequest, circle_id: UUID, seat_id: UUID) -> SeatLine:
    page = _page_or_404(request, circle_id)
    seat = next((each for each in page.seats if each.seat_id == seat_id), None)
    if seat is None:
        raise Http404(str(seat_id))
    return seat


def _page_or_404(request: HttpRequest, circle_id: UUID) -> CirclePage:
    """Circles of other hosts are not here, so that nobody learns that there are any."""
    page = circle_page(circle_id, host_id=host_id(request))
    if page is None:
        raise Http404(str(circle_id))
    return page
