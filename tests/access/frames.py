"""Says every kind of frame from every place, through a real hub."""

import csv
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from heard.base import clock
from heard.base.hub import Hub
from heard.base.tickets import issue_ticket, redeem_ticket
from heard.circles import actions
from heard.circles.core.moves import MoveKind
from heard.circles.live.frames import _READERS
from heard.circles.tests.rooms import Opening, Page, in_rooms
from heard.people.tests.factories import ada, ben
from tests.access.world import ROLES, SEATS, World, device_on

TABLE: Final = Path(__file__).parent / "frames.csv"
# A seat of the same circle that none of the roles holds.
ANOTHER: Final = 4
HOSTS: Final = {"this": ada, "other": ben}
SAID: Final[dict[str, dict[str, Any]]] = {
    "rate": {"turn": 1, "side": "speaker", "value": 3},
    "concern_words": {"words": "It was loud."},
    "say": {"words": "I mean the rent."},
    "signal": {"data": {"hello": 1}},
    "ping": {"sent": 1},
}
DETAILS: Final[dict[str, dict[str, Any]]] = {
    "choose": {"target": 3},
    "set_slider": {"value": 5},
    "settle_concern": {"value": 1},
    "hold_clock": {"value": 10_000},
    "lead_chosen": {"target": 1},
    "hush": {"target": 3},
    "unhush": {"target": 3},
    "remove": {"target": 3},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of frame, and as whose it is said; what comes of it for each role."""

    frame: str
    whose: str
    expected: dict[str, str]


def rows() -> tuple[Row, ...]:
    names, *lines = [
        [value.strip() for value in line] for line in csv.reader(TABLE.read_text().splitlines())
    ]
    found = [dict(zip(names, line, strict=True)) for line in lines]
    return tuple(
        Row(line["frame"], line["as"], {role: line[role] for role in ROLES}) for line in found
    )


def kinds() -> frozenset[str]:
    """Every frame that the door reads, and every move by itself."""
    return frozenset(_READERS) - {"move"} | {f"move {kind}" for kind in MoveKind}


def unexpected(world: World) -> Iterator[str]:
    for row in rows():
        for role in ROLES:
            got = outcome(world, row, role)
            if got != (expected := row.expected[role]):
                cell = f"{row.frame} as {row.whose} by {role}"
                yield f"{cell}: {expected} was expected, {got} came"


def outcome(world: World, row: Row, role: str) -> str:
    """`ok`, or the code of the refusal. Nothing of it stays."""
    came: list[str] = []

    async def journey(hub: Hub) -> None:
        came.append(await _say(hub, ticket, _frame(row)))

    with transaction.atomic():
        ticket = _ticket(world, row, role)
        in_rooms(journey)
        transaction.set_rollback(True)
    return came[0]


async def _say(hub: Hub, ticket: str | None, frame: dict[str, Any]) -> str:
    """Enters where there is a ticket, says it, and waits for what is said to it."""
    page = Page(hub)
    if ticket is None:
        page.say(frame)
        return str((await page.next_error())["code"])
    page.say({"type": "enter", "ticket": ticket, "since": None})
    first = await _first(page, ("view", "error", "moved"))
    if first["type"] != "view" or frame["type"] == "enter":
        return str(first.get("code", "ok"))
    page.say(frame)
    page.say({"type": "ping", "sent": 2})
    came = await _first(page, ("answer", "error", "pong"))
    await page.leave()
    return str(came.get("code", "ok"))


async def _first(page: Page, kinds: tuple[str, ...]) -> dict[str, Any]:
    while True:
        message = await page.raw()
        if message["type"] == "websocket.send":
            frame: dict[str, Any] = json.loads(message["text"])
            if frame["type"] in kinds:
                return frame


def _frame(row: Row) -> dict[str, Any]:
    kind, _space, move = row.frame.partition(" ")
    said: dict[str, Any] = {"type": kind, "id": str(uuid.uuid4()), **SAID.get(kind, {})}
    named = {"seat": ANOTHER} if row.whose == "another" else {}
    if kind == "move":
        name = "heard" if move == MoveKind.CHOICE else move
        return said | {"move": {"move": name, **DETAILS.get(move, {}), **named}}
    return said | named | ({"ticket": "forged"} if kind == "enter" else {})


def _ticket(world: World, row: Row, role: str) -> str | None:
    """The own one, or for `enter` the one that the row tells of."""
    if row.frame != "enter":
        return _own(world, role)
    kinds = {
        "own": _own,
        "forged": _forged,
        "used": _used,
        "another": _of_another,
        "renewed": _renewed,
        "removed": _removed,
        "regrets": _regrets,
    }
    return kinds[row.whose](world, role)


def _own(world: World, role: str) -> str | None:
    if role == "table":
        table = world.tables["this"]
        return actions.ticket_for_table(
            circle_id=table.id, device_key=device_on(table), language="en"
        )
    if role not in SEATS:
        return None
    whose, number = SEATS[role]
    return world.circles[whose].ticket(number)


def _forged(world: World, role: str) -> str:
    return (_own(world, role) or issue_ticket(circle=str(uuid.uuid4()), seat="1"))[:-2] + "xx"


def _used(world: World, role: str) -> str | None:
    ticket = _own(world, role)
    if ticket is not None:
        redeem_ticket(ticket)
    return ticket


def _of_another(world: World, role: str) -> str | None:
    """One for a seat of this circle, asked for with the key that this role has."""
    circle: Opening = world.circles["this"]
    key = device_on(world.tables["this"]) if role == "table" else _key(world, role)
    return actions.ticket_for_seat(
        seat_id=circle.opened.seats[ANOTHER - 1].seat_id, device_key=key, language="en"
    )


def _renewed(world: World, role: str) -> str | None:
    """Lent before the host called the link back."""
    ticket = _own(world, role)
    if role == "table":
        table = world.tables["this"]
        actions.renew_table_link(circle_id=table.id, host_id=HOSTS["this"]().pk)
    if role in SEATS:
        whose, _number = SEATS[role]
        actions.renew_seat_link(seat_id=_seat_of(world, role), host_id=HOSTS[whose]().pk)
    return ticket


def _removed(world: World, role: str) -> str | None:
    """Lent before they were asked to leave."""
    ticket = _own(world, role)
    if role in SEATS:
        whose, number = SEATS[role]
        actions.remove_seat(circle_id=world.circles[whose].id, seat=number)
    return ticket


def _regrets(world: World, role: str) -> str | None:
    """Lent before they took back their consent."""
    ticket = _own(world, role)
    if role in SEATS:
        actions.take_back_sitting(seat_id=_seat_of(world, role), now=clock.now())
    return ticket


def _seat_of(world: World, role: str) -> uuid.UUID:
    whose, number = SEATS[role]
    return world.circles[whose].opened.seats[number - 1].seat_id


def _key(world: World, role: str) -> str:
    if role not in SEATS:
        return ""
    whose, number = SEATS[role]
    return world.circles[whose].device(number)
