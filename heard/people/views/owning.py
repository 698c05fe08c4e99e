"""For those who own the node: who has an account, and who may sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heard.base import clock
from heard.people.actions import (
    NotYours,
    close_account,
    give_ownership,
    note_look_once,
    reopen_account,
)
from heard.people.queries import people_here
from heard.people.views.stepping import signed_in_lately

View = Callable[..., HttpResponse]
AT_ONCE = 50
# Signs of a number that every database can hold.
LONGEST = 19


def owners_only(view: View) -> View:
    """For those who own the node; others are asked to sign in, or told that it is not theirs."""

    @wraps(view)
    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.has_perm("people.own", request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(allowed)


@never_cache
@owners_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Names and addresses; each of those who are shown can see that they were."""
    shown = people_here(after=_number(request.GET.get("after", "")))
    assert request.user.pk is not None
    for line in shown:
        if line.person_id != request.user.pk:
            note_look_once(
                actor_id=request.user.pk,
                subject_id=line.person_id,
                what="people-list",
                scope="",
                now=clock.now(),
            )
    last = shown[-1].person_id if len(shown) == AT_ONCE else None
    return render(request, "people/people.html", {"people": shown, "last": last})


@require_POST
@owners_only
@signed_in_lately(back_to="people:people")
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    return _done(request, close_account, person_id, _("They can no longer sign in."))


@require_POST
@owners_only
@signed_in_lately(back_to="people:people")
def reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    return _done(request, reopen_account, person_id, _("They can sign in again."))


@require_POST
@owners_only
@signed_in_lately(back_to="people:people")
def share(request: HttpRequest, person_id: int) -> HttpResponse:
    return _done(request, give_ownership, person_id, _("They own this node too."))


def _number(typed: str) -> int:
    """What stands in the address; nonsense counts as nothing."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST else 0


def _done(
    request: HttpRequest, deed: Callable[..., None], person_id: int, told: str
) -> HttpResponse:
    try:
        deed(person_id=person_id, by=request.user.pk, now=clock.now())
    except NotYours:
        raise Http404(str(person_id)) from None
    messages.success(request, told)
    return redirect("people:people")
