"""Asks every page for everybody, and says where the answer is not the expected one."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from heard.circles.tests.rooms import typed
from tests.access.world import ROLES, World

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
TABLE: Final = Path(__file__).parent / "pages.csv"
# Asked for beside the addresses: one file that is open to all, and what must not be there.
FILES: Final = frozenset(
    (
        "static/ui/base.css",
        "static/../heard.sqlite3",
        "static/%2e%2e/secret-key",
        "static/..%2f..%2fetc/passwd",
        "media/",
        "admin/",
        "accounts/password/reset/",
        "accounts/3rdparty/",
        "ws/room/",
        ".git/config",
        "heard.sqlite3",
        "secret-key",
    )
)
# Ids and the secrets of links, as they stand in a page.
WORD: Final = re.compile(r"[\w-]{24,}")
SENT: Final = {"/accounts/login/": "login", "/accounts/again/": "again"}
COMMUNITY: Final = {"name": "Leeds", "kind": "chapter", "colour": "lake"}
# What makes a form good, so that a refusal is one of rights and not of spelling.
TYPED: Final[dict[str, dict[str, str]]] = {
    "start/<slug:format_id>/": {"names": "Ada\nBen\nCleo", "mode": "devices"},
    "split/": {"format": "empathy-circle", "names": "A\nB\nC", "mode": "table", "make": "1"},
    "circles/<uuid:circle_id>/captions/<uuid:seat_id>/": {"may": "yes"},
    "sit/<str:token>/": {"here": "1"},
    "table/<str:token>/": {"here": "1"},
    "table/<uuid:circle_id>/consents/": {"seat": "1"},
    "people/me/": {"name": "Ada", "language": "en", "time_zone": ""},
    "owner/<str:token>/": {"email": "mallory@example.org", "name": "Mallory"},
    "accounts/login/": {"login": "ada@example.org"},
    "accounts/login/code/": {"code": "123456"},
    "language/": {"language": "es"},
    "communities/make/": COMMUNITY,
    "communities/<slug:slug>/make/": COMMUNITY,
    "communities/<slug:slug>/change/": COMMUNITY,
    "communities/<slug:slug>/members/<int:person_id>/": {"role": "facilitator"},
    "communities/<slug:slug>/invitations/": {"email": "dora@example.org", "role": "member"},
    "care/<uuid:report_id>/": {"outcome": "upheld"},
    "seats/<uuid:seat_id>/report/": {"about": "circle", "reason": "hurt"},
    "table/<uuid:circle_id>/report/": {"about": "circle", "reason": "hurt"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One address and some methods, and for each role what comes of it."""

    page: str
    whose: str
    methods: tuple[str, ...]
    expected: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    row: Row
    method: str
    role: str

    def __str__(self) -> str:
        return f"{self.method} {self.row.page} of {self.row.whose or 'all'} by {self.role}"


def rows() -> tuple[Row, ...]:
    names, *lines = [
        [value.strip() for value in line] for line in csv.reader(TABLE.read_text().splitlines())
    ]
    return tuple(_row(dict(zip(names, line, strict=True))) for line in lines)


def _row(line: dict[str, str]) -> Row:
    expected = {role: line[role] for role in ROLES}
    return Row(line["page"], line["of"], tuple(line["method"].split()), expected)


def cells(methods: frozenset[str] = METHODS) -> Iterator[Cell]:
    for row in rows():
        for method in row.methods:
            if method in methods:
                yield from (Cell(row, method, role) for role in ROLES)


def unexpected(world: World, methods: frozenset[str] = METHODS) -> Iterator[str]:
    """One sentence a cell that is not as the table has it."""
    for cell in cells(methods):
        got, expected = outcome(world, cell), cell.row.expected[cell.role]
        if got != expected:
            yield f"{cell}: {expected} was expected, {got} came"


def outcome(world: World, cell: Cell) -> str:
    """The status; `login` or `again` where people are sent to sign in, and `leaks` where they are
    shown what others alone may know. Nothing of it stays."""
    client = world.visitor(cell.role)
    where = address(cell.row, world.places[cell.row.whose])
    typed = _typed(cell) if cell.method == "POST" else {}
    cache.clear()
    with transaction.atomic(), translation.override("en"):
        answer = getattr(client, cell.method.lower())(where, typed)
        transaction.set_rollback(True)
    if _shown(answer) & (world.secrets[cell.role] - set(WORD.findall(where))):
        return "leaks"
    leads_to = urlsplit(answer.get("Location", "")).path
    return SENT.get(leads_to, str(answer.status_code))


def _shown(answer: HttpResponse) -> set[str]:
    """Every word of a page, as far as ids and secrets are words."""
    is_text = answer.get("Content-Type", "").startswith(("text/", "application/json"))
    return set(WORD.findall(answer.content.decode())) if is_text and not answer.streaming else set()


def _typed(cell: Cell) -> dict[str, str]:
    """Who sits down has read what is kept."""
    sits = cell.row.page in ("sit/<str:token>/", "try/")
    return TYPED.get(cell.row.page, {}) | (typed("Mallory") if sits else {})


def address(row: Row, places: dict[str, Any]) -> str:
    """Some have links and numbers of their own kind at addresses that look alike."""
    kind = {
        "table": {"circle_id": "table_id", "token": "table_token"},
        "communities": {"person_id": "member_id"},
        "invitation": {"token": "invitation_token"},
    }
    names = kind.get(row.page.split("/")[0], {})
    if row.page.startswith("owner/"):
        names = {"token": "owner_token"}
    hole = re.compile(r"<\w+:(\w+)>")
    return "/" + hole.sub(lambda found: str(places[names.get(found[1], found[1])]), row.page)


def routes() -> frozenset[str]:
    """Every address that the node answers, as its pattern has it."""
    return frozenset(_routes(get_resolver().url_patterns))


def _routes(patterns: list[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    for each in patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, here)
        else:
            yield here
