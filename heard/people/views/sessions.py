"""Where one is signed in, and how to end it."""

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heard.base import clock
from heard.people.actions import end_session, end_sessions_of
from heard.people.queries import sessions_of
from heard.people.queries.sessions import SINCE
from heard.people.views.stepping import signed_in_lately

# As NIST SP 800-63B has it for one factor.
LONGEST: Final = timedelta(days=30)


class EndsAtSomeTime(MiddlewareMixin):
    """However much it is used, a session ends thirty days after its sign-in."""

    def process_request(self, request: HttpRequest) -> None:
        since = request.session.get(SINCE, clock.now().timestamp())
        if clock.now().timestamp() - since > LONGEST.total_seconds():
            logout(request)


@never_cache
@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Since when, and in which kind of browser; no addresses."""
    assert request.user.pk is not None
    this = request.session.session_key
    lines = sessions_of(request.user.pk, this=this, now=clock.now())
    return render(request, "people/sessions.html", {"sessions": lines})


@require_POST
@signed_in_lately(back_to="people:sessions")
def end_one(request: HttpRequest, mark: str) -> HttpResponse:
    assert request.user.pk is not None
    if not end_session(request.user.pk, mark=mark, now=clock.now()):
        raise Http404(mark)
    messages.success(request, _("That session has ended."))
    return redirect("people:sessions")


@require_POST
@signed_in_lately(back_to="people:sessions")
def end_others(request: HttpRequest) -> HttpResponse:
    """Everywhere but here; also the devices that hold one's seats in circles."""
    assert request.user.pk is not None
    end_sessions_of(request.user.pk, but=request.session.session_key, now=clock.now())
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("people:sessions")
