"""Pages of a person: their own page, and the link that makes the first owner."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.base import clock
from heard.people.actions import LinkIsClosed, become_owner
from heard.people.forms import OwnerForm, ProfileForm
from heard.people.models import Person
from heard.people.outside import note_browser, speak
from heard.people.queries import owner_link_is_open
from heard.people.views.stepping import note_sign_in


@login_required
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """What is one's own: a nickname, languages, a time zone, what one needs, how old one is."""
    assert isinstance(request.user, Person)
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        messages.success(request, _("Kept."))
        return speak(redirect("people:me"), person.language)
    return render(request, "people/me.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, so a preview in a chat cannot use it up."""
    if not owner_link_is_open(token, now=clock.now()):
        return link_is_closed(request)
    form = OwnerForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "people/owner.html", {"form": form})
    return take_ownership(request, token, form)


def take_ownership(request: HttpRequest, token: str, form: OwnerForm) -> HttpResponse:
    try:
        person = become_owner(
            token,
            email=form.cleaned_data["email"],
            nickname=form.cleaned_data["name"],
            now=clock.now(),
        )
    except LinkIsClosed:
        return link_is_closed(request)
    # The link is proof enough: whoever can read it can also read the data.
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    note_browser(request, now=clock.now())
    note_sign_in(request)
    messages.success(request, _("Welcome. This node is yours now."))
    return redirect("home:landing")


def link_is_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "people/owner_closed.html", status=410)
