"""A room with voices: Ada's page in Chromium, and people whose names and words are hostile."""

import json
import time
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from websockets.sync.client import connect
from websockets.typing import Origin

from tests.journeys.hostile.house import Seat, next_move
from tests.journeys.hostile.nets import PATIENCE
from tests.journeys.visitors import Visitor
from tests.nodes import Node
from tests.test_survives_kill import Guest

ACT: Final = "(move) => document.querySelector('live-room').act({ move })"
SESSION: Final = "a-session"


@dataclass
class Room:
    """Ada holds the first seat, the guests those after hers; `path` is of her page as a host."""

    ada: Visitor
    path: str
    topic: str
    seats: Sequence[Seat]
    guests: Sequence[Guest]

    @property
    def view(self) -> dict[str, Any]:
        return self.ada.view

    @property
    def moment(self) -> tuple[Any, ...]:
        """What Ada's page looks like, but for the words."""
        view = self.view
        return (view["stage"], view["phase"]["id"], view["step"], view["role"], view["asked"])

    @property
    def speaker(self) -> Guest | None:
        """The guest who has the floor to speak."""
        number = self.view["speaker"] or 1
        is_speaking = self.view["stage"] == "turn" and self.view["step"] == "speak"
        return self.guests[number - 2] if is_speaking and number > 1 else None

    def are_called(self, names: Sequence[str]) -> None:
        for seat, name in zip(self.seats, names, strict=False):
            seat.is_called(name)
        for guest in self.guests:
            # Who takes in nothing for long is let go.
            hears(guest)

    def acts(self, move: dict[str, Any]) -> None:
        self.ada.page.evaluate(ACT, move)

    def goes_on(self) -> None:
        """Everyone makes the one move that they may make, and sees what came of it."""
        newest = self.view["seq"]
        if (own := next_move(self.view)) is not None:
            self.acts(own)
        for guest in self.guests:
            hears(guest)
            if (move := next_move(guest.view)) is not None:
                _ok, seq = guest.move(move.pop("move"), **move)
                newest = max(newest, seq)
        self.all_see(newest)

    def all_see(self, seq: int) -> None:
        """Whoever has seen less would go by what is over."""
        for guest in self.guests:
            guest.until(lambda guest=guest: guest.view["seq"] >= seq)
        until = time.monotonic() + PATIENCE
        while self.view["seq"] < seq:
            assert time.monotonic() < until, f"Ada sees {self.view['seq']}, the others {seq}."
            self.ada.page.wait_for_timeout(20)
        # Also what Ada herself has just done comes in.
        self.ada.page.wait_for_timeout(50)


def enter_call(visitor: Visitor, link: str, nickname: str) -> None:
    """From the link into the green room."""
    visitor.open(link).page.locator("[name=nickname]").fill(nickname)
    visitor.page.locator("main form .button").click()
    visitor.page.locator("[data-part=green-enter]:visible").wait_for()


def go_inside(visitor: Visitor) -> None:
    visitor.page.locator("[data-part=green-enter]").click()
    visitor.page.locator("live-room[data-line=open]").wait_for()


def hears(guest: Guest) -> None:
    """What has come in meanwhile."""
    try:
        while True:
            guest.hear(0.005)
    except TimeoutError:
        return


def raises(ada: Visitor, words: str) -> None:
    """A concern, on the page."""
    ada.page.locator("[data-part=open-needs]").click()
    ada.page.locator("[data-part=needs] [data-move=raise_concern]").click()
    ada.page.locator("#concern-words").fill(words)
    ada.page.locator("[data-part=concern] .button").click()
    ada.page.locator("[data-part=told]:visible").wait_for()


def tells(guest: Guest, words: str) -> None:
    """Raises a concern, and says in words what it is."""
    assert guest.move("raise_concern")[0]
    command = str(uuid.uuid4())
    guest.socket.send(json.dumps({"type": "concern_words", "id": command, "words": words}))
    guest.until(lambda: command in guest.acknowledged)
    assert guest.acknowledged[command][0]


def answer_to(guest: Guest, **frame: Any) -> str:
    """What the house says to a frame of this guest, as it comes over the line."""
    guest.socket.send(json.dumps({"id": str(uuid.uuid4()), **frame}))
    while True:
        text = str(guest.socket.recv(10))
        if json.loads(text)["type"] in ("answer", "error"):
            return text


def answer_at_the_door(node: Node, ticket: str) -> str:
    address = node.url.replace("http", "ws") + "/ws/room/"
    with ExitStack() as life:
        socket = life.enter_context(connect(address, origin=Origin(node.url)))
        socket.send(json.dumps({"type": "enter", "ticket": ticket}))
        return str(socket.recv(10))


def signals_with(words: str) -> list[dict[str, Any]]:
    """From page to page, with these words wherever a text may stand."""
    state = {"mic": True, "camera": False, "through": None, "carries": [], "hears": []}
    named = {"session": SESSION, "re": SESSION, "life": 1, "offer": 1}
    candidate = {"candidate": words, "sdpMid": words[:32], "usernameFragment": words}
    return [
        {"kind": words, "session": words},
        {"kind": "hello", "session": SESSION, "state": state | {"level": words}},
        {"kind": "hello", "session": SESSION, "state": state | {"level": "all"}, "words": words},
        {"kind": "state", "session": SESSION, "state": state | {"hears": [words], "level": "all"}},
        {"kind": "description", **named, "description": {"type": "offer", "sdp": words}},
        {"kind": "candidates", **named, "candidates": [candidate]},
    ]
