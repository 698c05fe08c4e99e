"""The ways to listen: all, one, one on paper, and each as a document."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.circles.core.formats import Format
from heard.circles.core.schema import SCHEMA
from heard.circles.queries import format_text, shipped_formats
from heard.circles.views.scores import all_ways, way


@require_safe
def formats(request: HttpRequest) -> HttpResponse:
    return render(request, "circles/formats.html", {"ways": all_ways()})


@require_safe
def one_format(request: HttpRequest, format_id: str) -> HttpResponse:
    shown = way(format_or_404(format_id), _people(request))
    return render(request, "circles/format.html", {"way": shown})


@require_safe
def format_on_paper(request: HttpRequest, format_id: str) -> HttpResponse:
    """Plan B: everything a circle needs, without any device."""
    shown = way(format_or_404(format_id), _people(request))
    return render(request, "circles/format_print.html", {"way": shown})


@require_safe
def format_document(request: HttpRequest, format_id: str) -> HttpResponse:
    format_or_404(format_id)
    return HttpResponse(format_text(format_id), content_type="application/yaml; charset=utf-8")


@require_safe
def format_schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(SCHEMA, content_type="application/schema+json")


def format_or_404(format_id: str) -> Format:
    form = shipped_formats().get(format_id)
    if form is None:
        raise Http404(format_id)
    return form


def _people(request: HttpRequest) -> int | None:
    """What was typed as the number of people; nonsense counts as nothing."""
    typed = request.GET.get("people", "")
    return int(typed) if typed.isdecimal() and len(typed) < 4 else None
