"""Finds every field into which somebody can put words: forms, frames, addresses, what pages ask."""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Final, cast, get_args, get_type_hints

from django.forms import BaseForm, BooleanField
from django.urls import URLPattern, URLResolver, get_resolver

from heard.circles.live import frames

HOUSE: Final = Path(__file__).resolve().parents[3] / "heard"
ASKED: Final = re.compile(r'request\.(GET|POST|headers|META)(?:\.get\(|\[)"([\w-]+)"')
TYPED: Final = re.compile(r'<(?:textarea|input type="text")[^>]*?\bid="([\w-]+)"')


def every_field() -> frozenset[str]:
    return frozenset(
        [*_of_forms(), *_of_frames(frames.Spoken), *_of_addresses(), *_asked(), *_typed()]
    )


def _of_forms() -> Iterator[str]:
    for form in _forms():
        for name, field in _fields_of(form).items():
            if not isinstance(field, BooleanField):
                yield f"{form.__name__}.{name}"


def _forms() -> set[type[BaseForm]]:
    """Those of our views, and those that the views of libraries bring or are told to use."""
    patterns = list(_patterns(get_resolver()))
    views = [module for name, module in sys.modules.items() if re.match(r"heard\.\w+\.views", name)]
    ours = {
        each
        for module in views
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseForm)
    }
    classes = (getattr(pattern.callback, "view_class", None) for _route, pattern in patterns)
    return ours | {_form_of(each) for each in classes if hasattr(each, "form_class")}


def _form_of(view: Any) -> type[BaseForm]:
    """The one that settings put in its place, unless it depends on what is asked."""
    with suppress(AttributeError):
        return cast(type[BaseForm], view().get_form_class())
    return cast(type[BaseForm], view.form_class)


def _fields_of(form: Any) -> dict[str, Any]:
    """Some are made only with the form itself, where that asks for nothing."""
    with suppress(TypeError, KeyError):
        return dict(form().fields)
    return dict(form.base_fields)


def _of_frames(kinds: Any) -> Iterator[str]:
    for kind in get_args(kinds):
        for hint in get_type_hints(kind).values():
            if is_dataclass(hint):
                yield from _texts_of(hint)
        yield from _texts_of(kind)


def _texts_of(kind: Any) -> Iterator[str]:
    for name, hint in get_type_hints(kind).items():
        if str in (hint, *get_args(hint)):
            yield f"{kind.__name__}.{name}"


def _of_addresses() -> Iterator[str]:
    """Holes of addresses that let such words in; ids and slugs do not."""
    for route, pattern in _patterns(get_resolver()):
        for hole, converter in pattern.pattern.converters.items():
            if re.fullmatch(converter.regex, "<svg onload=zap()>"):
                yield f"/{route} {hole}"


def _asked() -> Iterator[str]:
    for file in HOUSE.rglob("*.py"):
        text = file.read_text()
        if "tests" not in file.parts:
            yield from (f"{where} {name}" for where, name in ASKED.findall(text))


def _typed() -> Iterator[str]:
    for file in HOUSE.rglob("templates/**/*.html"):
        yield from (f"#{name}" for name in TYPED.findall(file.read_text()))


def _patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, route)
        else:
            yield route, each
