"""A circle alone with companions, to see one from the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.circles.actions import Unfit, new_device_key, open_try_circle
from heard.circles.forms import TryForm
from heard.circles.queries import SITTING
from heard.circles.views.devices import keep_key
from heard.people.queries import consent_text


@never_cache
@require_http_methods(["GET", "POST"])
def try_it(request: HttpRequest) -> HttpResponse:
    form = TryForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _ask(request, form)
    key = new_device_key()
    try:
        tried = open_try_circle(
            language=(get_language() or "en").split("-")[0],
            nickname=form.cleaned_data["nickname"],
            device_key=key,
            read_in=form.cleaned_data["language"],
        )
    except Unfit as unfit:
        form.add_error("nickname", unfit.message)
        return _ask(request, form, status=503)
    response = redirect(f"/seats/{tried.seat_id}/room/")
    keep_key(response, key, path=f"/seats/{tried.seat_id}/")
    return response


def _ask(request: HttpRequest, form: TryForm, status: int = 200) -> HttpResponse:
    kept = consent_text(SITTING, get_language() or "en")
    return render(request, "circles/try.html", {"form": form, "kept": kept}, status=status)
