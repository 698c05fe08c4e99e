"""What the forms of the house send, read off its pages; so a new form is tried by itself."""

from collections import defaultdict
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

# For an address, the good values of each field.
Fields = dict[str, tuple[str, ...]]


class _Forms(HTMLParser):
    """Fields by the path to which they are sent."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.sent: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        self._path = self._action = path
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._action = urlsplit(told.get("action") or self._path).path
        elif tag == "option":
            self._note(self._select, told.get("value", ""))
        elif tag in ("input", "button", "select", "textarea"):
            self._select = told.get("name", "")
            self._note(self._select, told.get("value", "on"))

    def _note(self, name: str, value: str) -> None:
        if name:
            self.sent[self._action].setdefault(name, []).append(value)


def forms_in(pages: Iterable[tuple[str, str]]) -> dict[str, Fields]:
    """From paths and their HTML: for each address the fields that are sent to it."""
    found: defaultdict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for path, html in pages:
        parser = _Forms(path)
        parser.feed(html)
        for action, fields in parser.sent.items():
            for name, values in fields.items():
                found[_route(action)][name] |= dict.fromkeys(values)
    return {
        route: {name: tuple(values) for name, values in fields.items()}
        for route, fields in found.items()
        if route
    }


def _route(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return ""
