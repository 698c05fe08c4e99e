"""What we hold of a person: to read, to take away, and to be forgotten."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.base import clock
from heard.people.actions import LastOwner, erase_person, export_person
from heard.people.models import Person
from heard.people.queries import held_of_person, looks_at
from heard.people.views.stepping import signed_in_lately


@never_cache
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Each kind of thing, how many there are, and for how long they are kept."""
    return render(request, "people/data.html", {"held": held_of_person(_own_id(request))})


@never_cache
@signed_in_lately(back_to="people:data")
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """Everything, as one archive."""
    now = clock.now()
    archive = export_person(_own_id(request), now=now)
    return as_download(archive, f"heard-{now:%Y-%m-%d}.zip")


@never_cache
@signed_in_lately
@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays; asked for once more, it is done."""
    if request.method == "POST":
        return _forget(request)
    return _confirm(request)


@never_cache
@login_required
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at what is mine."""
    return render(request, "people/looks.html", {"looks": looks_at(_own_id(request))})


def as_download(archive: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        archive,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _forget(request: HttpRequest) -> HttpResponse:
    try:
        erase_person(_own_id(request), now=clock.now())
    except LastOwner:
        words = _(
            "You are the only owner of this node. Make somebody else an owner first, with "
            "“heard owner-link”; then you can be forgotten."
        )
        return _confirm(request, why_not=words, status=409)
    logout(request)
    return render(request, "people/forgotten.html")


def _confirm(request: HttpRequest, *, why_not: str = "", status: int = 200) -> HttpResponse:
    context = {"held": held_of_person(_own_id(request)), "why_not": why_not}
    return render(request, "people/forget.html", context, status=status)


def _own_id(request: HttpRequest) -> int:
    assert isinstance(request.user, Person)
    return int(request.user.pk)
