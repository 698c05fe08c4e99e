"""Every question that may come to an address: by anybody, and good or odd in every part."""

import re
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import strategies as st

from tests.access.pages import FILES, TYPED, routes
from tests.access.world import ROLES, World
from tests.fuzz.asking import House, Question
from tests.fuzz.forms import Fields, forms_in
from tests.fuzz.hostile import TEXTS, bodies, cookies, headers, parts_of_paths, queries

METHODS: Final = (
    *("GET", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE"),
    *("OPTIONS", "TRACE", "CONNECT", "POSTED"),
)
# Who is shown a form somewhere, and at whose places.
READERS: Final = {
    "stranger": "free",
    "seat": "this",
    "table": "this",
    "host": "this",
    "owner": "owner's",
    "steward": "this",
    "person": "this",
}
# Some have links and numbers of their own kind at addresses that look alike.
OTHER_NAMES: Final = {
    "table": {"circle_id": "table_id", "token": "table_token"},
    "owner": {"token": "owner_token"},
    "communities": {"person_id": "member_id"},
    "invitation": {"token": "invitation_token"},
}
HOLE: Final = re.compile(r"<(\w+):(\w+)>")
TOKEN: Final = "a" * 32
NUMBERS: Final = tuple(text for text in TEXTS if text.isascii() and text.isdigit())


class Asker:
    """Knows which addresses there are, what is good at each, and who comes."""

    def __init__(self, world: World, house: House) -> None:
        self._world = world
        self._forms = forms_in(self._pages(house))

    def questions(self, page: str) -> st.SearchStrategy[Question]:
        return _questions(self._world, page, self._fields(page))

    def _fields(self, page: str) -> Fields:
        typed = {name: (value,) for name, value in TYPED.get(page, {}).items()}
        return self._forms.get(page, {}) | typed

    def _pages(self, house: House) -> Iterator[tuple[str, str]]:
        """The HTML of every page, as it is for those who read it."""
        for page in sorted(routes()):
            fit = _whose(self._world, page)
            for role, whose in READERS.items():
                path = _address(page, self._world.places[whose if whose in fit else fit[0]])
                shown = house.answer(Question(role, "GET", path, b"", _sent(self._world, role)))
                if shown.kind.startswith("text/html"):
                    yield path, shown.body.decode()


def addresses() -> list[str]:
    return sorted(routes() | FILES)


@st.composite
def _questions(draw: st.DrawFn, world: World, page: str, fields: Fields) -> Question:
    role, method = draw(st.sampled_from(ROLES)), draw(st.sampled_from(METHODS))
    kind, body = draw(bodies(fields)) if method not in ("GET", "HEAD") else (b"", b"")
    sent = dict(_sent(world, role, draw(st.lists(cookies(), max_size=2))))
    sent |= ({b"content-type": kind} if kind else {}) | draw(headers())
    return Question(
        role,
        method,
        path=draw(_paths(world, page)),
        query=draw(queries(tuple(fields))),
        headers=tuple(sent.items()),
        body=body,
    )


@st.composite
def _paths(draw: st.DrawFn, world: World, page: str) -> str:
    """Mostly a place that there is; else something in its stead."""
    places = dict(world.places[draw(st.sampled_from(_whose(world, page)))])
    holes = HOLE.findall(page)
    if holes and draw(st.integers(0, 4)) == 0:
        kind, name = draw(st.sampled_from(holes))
        odd = st.sampled_from(NUMBERS) if kind == "int" else parts_of_paths()
        places[_name(page, name)] = draw(odd)
    return _address(page, places)


def _whose(world: World, page: str) -> list[str]:
    """Whose places fill all holes of this address."""
    names = [_name(page, name) for _kind, name in HOLE.findall(page)]
    return [whose for whose, places in world.places.items() if all(n in places for n in names)]


def _address(page: str, places: dict[str, Any]) -> str:
    return "/" + HOLE.sub(lambda found: str(places[_name(page, found[2])]), page)


def _name(page: str, name: str) -> str:
    return OTHER_NAMES.get(page.partition("/")[0], {}).get(name, name)


def _sent(
    world: World, role: str, odd: list[tuple[str, str]] | tuple[()] = ()
) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of a browser that this visitor uses, which has seen a form before."""
    kept = {name: each.coded_value for name, each in world.cookies[role].items()}
    shown = kept | {"csrftoken": TOKEN} | dict(odd)
    line = "; ".join(f"{name}={value}" for name, value in shown.items())
    return (
        (b"host", b"localhost:8000"),
        (b"cookie", line.encode("latin1")),
        (b"x-csrftoken", TOKEN.encode()),
    )
