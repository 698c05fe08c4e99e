"""What a person agreed to, and how they take it back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.base import clock
from heard.people.actions import withdraw_consent
from heard.people.models import Person
from heard.people.queries import consents_of


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """The whole list. Whose it is says the session, never the form."""
    assert isinstance(request.user, Person)
    if request.method == "POST":
        return _take_back(request, request.user.pk)
    shown = {"consents": consents_of(person_id=request.user.pk)}
    return render(request, "people/consents.html", shown)


def _take_back(request: HttpRequest, person_id: int) -> HttpResponse:
    """Only what stands on their own list; taken back already, it stays so."""
    wanted = tuple(request.POST.get(name, "") for name in ("purpose", "scope", "seat"))
    for shown in consents_of(person_id=person_id):
        line = shown.line
        if (line.purpose, line.scope, str(line.seat_id or "")) == wanted:
            withdraw_consent(
                purpose=line.purpose,
                scope=line.scope,
                person_id=person_id,
                seat_id=line.seat_id,
                how="page",
                now=clock.now(),
            )
    return redirect("people:consents")
