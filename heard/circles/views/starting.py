"""Starting a circle, or splitting a group into tables."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from heard.circles.actions import open_circle, split_into_tables
from heard.circles.forms import SplitForm, StartForm
from heard.circles.queries import HOSTING, circle_page, listed_formats, shipped_formats
from heard.circles.views.formats import format_or_404
from heard.circles.views.hosts import host_id, hosts_only
from heard.circles.views.scores import BEST_KNOWN, all_ways, page_language, way
from heard.people.queries import ConsentText, consent_text, has_consented


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Choose a way to listen. Looking needs no account."""
    chosen = request.GET.get("format", "")
    if chosen in shipped_formats():
        return redirect("circles:start_format", chosen)
    return render(request, "circles/start.html", {"ways": all_ways(), "first": BEST_KNOWN})


@hosts_only
@require_http_methods(["GET", "POST"])
def start_format(request: HttpRequest, format_id: str) -> HttpResponse:
    """Topic, names, and how one sits."""
    chosen = format_or_404(format_id)
    form = StartForm(request.POST or None, form=chosen)
    if request.method == "POST" and form.is_valid():
        opened = open_circle(
            format_id=chosen.id,
            host_id=host_id(request),
            language=page_language(chosen),
            **form.cleaned_data,
        )
        return redirect("circles:host", opened.circle_id)
    context = {"form": form, "way": way(chosen), "kept": _new_to(host_id(request))}
    return render(request, "circles/start_format.html", context)


@hosts_only
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest) -> HttpResponse:
    """Names first, then the tables as they would be, then the circles."""
    names = [(each.id, way(each).texts["name"]) for each in listed_formats()]
    form = SplitForm(request.POST or None, formats=names, initial={"format": BEST_KNOWN})
    tables = None
    if request.method == "POST" and form.is_valid():
        chosen = format_or_404(form.cleaned_data["format"])
        tables = form.tables(chosen)
        if tables and "make" in request.POST:
            return _make_tables(request, form)
    context = {"form": form, "tables": tables, "kept": _new_to(host_id(request))}
    return render(request, "circles/split.html", context)


def _new_to(person_id: int) -> ConsentText | None:
    """What is kept of a host, for who has not agreed to it yet."""
    if has_consented(purpose=HOSTING, person_id=person_id):
        return None
    return consent_text(HOSTING, get_language() or "en")


def _make_tables(request: HttpRequest, form: SplitForm) -> HttpResponse:
    said = form.cleaned_data
    opened = split_into_tables(
        format_id=said["format"],
        names=said["names"],
        host_id=host_id(request),
        language=page_language(format_or_404(said["format"])),
        topic=said["topic"],
        mode=said["mode"],
        relay_only=said.get("relay_only", False),
    )
    page = circle_page(opened[0].circle_id, host_id=host_id(request))
    assert page is not None
    return redirect("circles:tables", page.line.split_id)
