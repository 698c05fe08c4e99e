"""From a link to a seat or a table: nickname and agreements on one page, then in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from heard.base import clock
from heard.circles.actions import (
    move_seat_to_this_device,
    new_device_key,
    take_seat,
    take_table,
)
from heard.circles.forms import EnterForm
from heard.circles.queries import (
    SITTING,
    Finding,
    SeatFound,
    TableFound,
    may_report,
    seat_by_token,
    table_by_token,
)
from heard.circles.queries.invitations import invitation
from heard.circles.views.devices import LINK, device_key, keep_key
from heard.circles.views.scores import way
from heard.people.queries import consent_text

# 410: what was here is gone. 409: someone else was first.
STATUS = {
    Finding.UNKNOWN: 404,
    Finding.EXPIRED: 410,
    Finding.CLOSED: 410,
    Finding.DOORS_CLOSED: 410,
    Finding.ELSEWHERE: 409,
    Finding.REMOVED: 410,
    Finding.UNVETTED: 410,
    Finding.NOT_FREE: 409,
    Finding.NO_GUARDIAN: 403,
}


@never_cache
@require_http_methods(["GET", "POST"])
def sit(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, so a preview in a chat cannot take a seat."""
    found = seat_by_token(token, device_key=device_key(request, LINK), now=clock.now())
    if found.finding is Finding.MINE and request.method == "GET":
        return redirect(f"/seats/{found.seat_id}/room/")
    if found.finding is Finding.ELSEWHERE and "here" in request.POST:
        key = _key(request)
        return _seated(request, move_seat_to_this_device(token=token, device_key=key), token, key)
    if found.finding not in (Finding.FREE, Finding.MINE):
        return no_seat(request, found, token)
    return _enter(request, found, token)


@require_safe
def look(request: HttpRequest, token: str = "") -> HttpResponse:
    """How it goes, in a minute, without joining."""
    return render(request, "circles/look.html", {"token": token, "steps": _steps()})


@never_cache
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, token: str) -> HttpResponse:
    """Make this device the one in the middle of the table."""
    found = table_by_token(token, device_key=device_key(request, LINK), now=clock.now())
    if found.finding is Finding.MINE and request.method == "GET":
        return redirect(f"/table/{found.circle_id}/room/")
    if request.method == "POST":
        key = _key(request)
        taken = take_table(token=token, device_key=key, move_here="here" in request.POST)
        return _at_table(request, taken, token, key)
    if found.finding is Finding.FREE and found.circle_id:
        asked = invitation(found.circle_id)
        context = {
            "asked": asked,
            "way": way(asked.format, asked.people),
            "kept": consent_text(SITTING, get_language() or "en"),
        }
        return render(request, "circles/table_enter.html", context)
    return no_table(request, found, token)


def _enter(request: HttpRequest, found: SeatFound, token: str) -> HttpResponse:
    nickname = getattr(request.user, "nickname", "") or found.nickname
    form = EnterForm(request.POST or None, initial={"nickname": nickname})
    if request.method == "POST" and form.is_valid():
        key = _key(request)
        taken = take_seat(
            token=token,
            nickname=form.cleaned_data["nickname"],
            device_key=key,
            person_id=request.user.pk,
            language=form.cleaned_data["language"],
        )
        return _seated(request, taken, token, key)
    assert found.circle_id is not None
    asked = invitation(found.circle_id)
    context = {
        "form": form,
        "asked": asked,
        "way": way(asked.format, asked.people),
        "kept": consent_text(SITTING, get_language() or "en"),
        "token": token,
        "discs": ["filled"] * asked.here + ["dashed"] * (asked.people - asked.here),
    }
    return render(request, "circles/enter.html", context)


def _seated(request: HttpRequest, found: SeatFound, token: str, key: str) -> HttpResponse:
    if found.finding is not Finding.MINE:
        return no_seat(request, found, token)
    response = redirect(f"/seats/{found.seat_id}/room/")
    keep_key(response, key, path=f"/seats/{found.seat_id}/")
    keep_key(response, key, name=LINK, path=request.path)
    return response


def _at_table(request: HttpRequest, found: TableFound, token: str, key: str) -> HttpResponse:
    if found.finding is not Finding.MINE:
        return no_table(request, found, token)
    response = redirect(f"/table/{found.circle_id}/room/")
    keep_key(response, key, path=f"/table/{found.circle_id}/")
    keep_key(response, key, name=LINK, path=request.path)
    return response


def no_seat(request: HttpRequest, found: SeatFound, token: str = "") -> HttpResponse:
    """The sentence for each way in which a link does not lead to a seat."""
    return _sentence_page(
        request, found.finding, token=token, report_url=_report_url(request, found)
    )


def _report_url(request: HttpRequest, found: SeatFound) -> str:
    """For who was asked to leave, on the device that sat there: what happened can be told."""
    if found.finding not in (Finding.REMOVED, Finding.UNVETTED) or found.seat_id is None:
        return ""
    key = device_key(request) or device_key(request, LINK)
    may = may_report(found.seat_id, device_key=key, person_id=request.user.pk, now=clock.now())
    return "" if may is None else reverse("circles:report", args=[found.seat_id])


def no_table(request: HttpRequest, found: TableFound, token: str = "") -> HttpResponse:
    """The same for a table."""
    return _sentence_page(request, found.finding, token=token, is_table=True)


def _sentence_page(request: HttpRequest, finding: Finding, **more: object) -> HttpResponse:
    context = {"finding": finding.value, **more}
    return render(request, "circles/no_seat.html", context, status=STATUS.get(finding, 403))


def _key(request: HttpRequest) -> str:
    return device_key(request, LINK) or new_device_key()


def _steps() -> list[dict[str, object]]:
    """The stills of the look: who speaks, who reflects, in a ring of five; seat 1 is the reader."""
    return [
        {
            "speaks": 0,
            "reflects": 0,
            "floor": (),
            "title": _("You sit in a ring"),
            "words": _(
                "Everyone sees the same people in the same order. Your own seat is nearest to you. "
                "Where you meet with faces or voices, yours stay off until you turn them on."
            ),
        },
        {
            "speaks": 3,
            "reflects": 1,
            "floor": (3,),
            "title": _("One speaks, one listens for them"),
            "words": _(
                "Whoever has the light has the floor. They have asked one person to listen for "
                "them. Whoever is asked may say no, and nobody sees it."
            ),
        },
        {
            "speaks": 3,
            "reflects": 1,
            "floor": (1,),
            "title": _("What was said comes back"),
            "words": _(
                "Whoever listened says in their own words what they heard. No advice, no questions."
            ),
        },
        {
            "speaks": 3,
            "reflects": 1,
            "floor": (1, 3),
            "title": _("Only the speaker can say whether it is right"),
            "words": _(
                "“I feel heard”, “Not quite” or “There is more”: all three are good answers. The "
                "loop goes round until it is right."
            ),
        },
        {
            "speaks": 1,
            "reflects": 5,
            "floor": (1,),
            "title": _("Then the light moves on"),
            "words": _(
                "Whoever listened speaks next and chooses who listens to them. Everyone speaks, "
                "and everyone has the same time. A minute before the end it is said in words; it "
                "never rings an alarm."
            ),
        },
        {
            "speaks": 0,
            "reflects": 0,
            "floor": (),
            "title": _("You can rest, pass, pause or leave"),
            "words": _(
                "At any time, without a reason. Your turn is kept for you. Nothing is recorded."
            ),
        },
    ]
