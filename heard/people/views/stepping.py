"""Asks for a sign-in of the last minutes before what cannot be taken back."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, overload
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.base import clock
from heard.people.forms import CodeForm
from heard.people.models import Person
from heard.people.outside import has_passkeys, is_the_code, send_code_again

View = Callable[..., HttpResponse]
AGAIN = "signed_in_again_at"


@overload
def signed_in_lately(view: View) -> View: ...
@overload
def signed_in_lately(*, back_to: str) -> Callable[[View], View]: ...
def signed_in_lately(
    view: View | None = None, *, back_to: str = ""
) -> View | Callable[[View], View]:
    """For deeds that somebody at an unlocked device must not be able to do. Whoever signed in
    longer ago does so again, and comes back to this page, or to the page named `back_to`."""
    if view is None:
        return partial(_ask_first, back_to=back_to)
    return _ask_first(view, back_to="")


def _ask_first(view: View, *, back_to: str) -> View:
    @wraps(view)
    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if has_signed_in_lately(request):
            return view(request, *args, **kwargs)
        then = resolve_url(back_to) if back_to else request.get_full_path()
        return redirect(f"{resolve_url('account_reauthenticate')}?{urlencode({'next': then})}")

    return login_required(allowed)


def has_signed_in_lately(request: HttpRequest) -> bool:
    """In this session, by whichever way."""
    moments = [record["at"] for record in get_authentication_records(request, _person(request))]
    last = max(moments, default=0.0)
    since = clock.now().timestamp() - max(last, request.session.get(AGAIN, 0.0))
    return bool(since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def note_sign_in(request: HttpRequest) -> None:
    """It was them, just now."""
    request.session[AGAIN] = clock.now().timestamp()


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """A code to the address, or a passkey; then on to where it was asked for."""
    if request.method == "POST" and (slowed := _too_often(request)):
        return slowed
    if request.method == "POST" and "code" in request.POST:
        return _take_code(request)
    if request.method == "POST":
        send_code_again(request, email=_person(request).email, now=clock.now())
        return _page(request, CodeForm())
    return _page(request, None)


def _take_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid() and is_the_code(request, form.cleaned_data["code"], now=clock.now()):
        request.session.cycle_key()
        note_sign_in(request)
        return redirect(_next(request))
    form.add_error("code", _("That is not the code, or it is no longer good."))
    return _page(request, form)


class AgainByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """As by a code, the session gets a new key."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.cycle_key()
        response: HttpResponse = super().form_valid(form)
        return response


def _page(request: HttpRequest, form: CodeForm | None) -> HttpResponse:
    has_passkey = has_passkeys(_person(request).pk)
    context = {"form": form, "next": _next(request), "has_passkey": has_passkey}
    return render(request, "people/again.html", context)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else resolve_url("people:me")


def _too_often(request: HttpRequest) -> HttpResponse | None:
    """One limit for codes that are sent and codes that are tried."""
    refused: HttpResponse | None = ratelimit.consume_or_429(
        request, action="reauthenticate", user=request.user
    )
    return refused
