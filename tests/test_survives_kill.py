"""A server killed in the middle of a turn, and one whose guest falls silent: real processes."""

import base64
import json
import os
import socket
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.nodes import Node

PEOPLE = 4
OUT_FOR = 4.0

OPEN = f"""
import json
from heard.circles import actions
names = ["Ada", "Ben", "Cleo", "Dana"]
opened = actions.open_circle(
    format_id="empathy-circle", names=names, mode="devices", host_id=None, language="en",
    host_sits=True,
)
tickets = []
for seat in opened.seats:
    actions.take_seat(token=seat.token, nickname=seat.nickname, device_key=f"phone {{seat.number}}")
for _ in range(2):
    tickets.append([
        actions.ticket_for_seat(
            seat_id=seat.seat_id, device_key=f"phone {{seat.number}}", language="en"
        )
        for seat in opened.seats[:{PEOPLE}]
    ])
print(json.dumps(tickets))
"""


def open_circle(node: Node) -> list[list[str]]:
    """Two rounds of tickets for each seat of a new circle of this node."""
    tickets: list[list[str]] = node.asks(OPEN)
    return tickets


@dataclass
class Guest:
    """One person's page, as far as the server can tell."""

    socket: ClientConnection
    shown: dict[str, Any] = field(default_factory=dict)
    acknowledged: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @classmethod
    def enter(cls, node: Node, ticket: str, life: ExitStack) -> "Guest":
        address = node.url.replace("http", "ws") + "/ws/room/"
        guest = cls(life.enter_context(connect(address, origin=Origin(node.url))))
        guest.socket.send(json.dumps({"type": "enter", "ticket": ticket, "since": None}))
        guest.until(lambda: bool(guest.shown))
        return guest

    def send(self, name: str, command: str | None = None, **details: Any) -> str:
        command = command or str(uuid.uuid4())
        move = {"move": name} | details
        self.socket.send(json.dumps({"type": "move", "id": command, "move": move}))
        return command

    def move(self, name: str, command: str | None = None, **details: Any) -> Any:
        sent = self.send(name, command, **details)
        self.until(lambda: sent in self.acknowledged)
        return self.acknowledged[sent]

    def say(self, words: str, command: str | None = None) -> Any:
        command = command or str(uuid.uuid4())
        self.socket.send(json.dumps({"type": "say", "id": command, "words": words}))
        self.until(lambda: command in self.acknowledged)
        return command, self.acknowledged[command]

    def hear(self, timeout: float | None = None) -> None:
        frame = json.loads(self.socket.recv(timeout))
        if frame["type"] == "view":
            self.shown = frame
        elif frame["type"] == "answer":
            self.acknowledged[frame["id"]] = (frame["ok"], frame["seq"])

    def until(self, holds: Any) -> None:
        end = time.monotonic() + 10
        while not holds():
            self.hear(max(0.01, end - time.monotonic()))

    @property
    def view(self) -> Any:
        return self.shown["view"]

    @property
    def time_left(self) -> float:
        return float(self.view["clock"]["ends_at"] - self.shown["now"]) / 1000


def begin_turn(guests: list[Guest]) -> None:
    """Ada speaks and Ben listens."""
    ada, ben = guests[:2]
    for _phase in ("arrive", "agreements"):
        for guest in guests:
            assert guest.move("ready")[0]
    assert ada.move("volunteer")[0]
    assert ada.move("choose", target=2)[0]
    assert ben.move("accept")[0]
    for guest in guests:
        guest.until(lambda guest=guest: guest.view["stage"] == "turn")


def test_a_killed_server_brings_everyone_back_with_all_their_time(own_node):
    with ExitStack() as life:
        before, after = open_circle(own_node)
        guests = [Guest.enter(own_node, ticket, life) for ticket in before]
        begin_turn(guests)
        said, answer_to_words = guests[0].say("I grew up by a river.")
        shown, left, seen_at = guests[2].view, guests[2].time_left, time.monotonic()
        sent = [guest.send("raise_concern") for guest in guests for _ in range(5)]
        while sum(len(guest.acknowledged) for guest in guests) < 16:
            for guest in guests:
                guest.hear(5)

        own_node.kill()
        killed_at = time.monotonic()
        for guest in guests:
            hear_the_rest(guest)
        time.sleep(OUT_FOR)
        again_at = time.monotonic()
        own_node.start()
        back = [Guest.enter(own_node, ticket, life) for ticket in after]
        back[2].until(lambda: all(s["state"] != "away" for s in back[2].view["seats"]))
        ran = (killed_at - seen_at) + (time.monotonic() - again_at)

        for key in ("stage", "step", "speaker", "listener", "turn", "role", "me"):
            assert back[2].view[key] == shown[key]
        assert left - ran - 0.5 < back[2].time_left < left + 1.5
        assert back[0].say("I grew up by a river.", said) == (said, answer_to_words)
        assert [line["words"] for line in back[2].shown["captions"]] == ["I grew up by a river."]
        for guest, returned in zip(guests, back, strict=True):
            for command, answer in guest.acknowledged.items():
                if command in sent:
                    assert returned.move("raise_concern", command) == answer
        assert back[0].move("done")[0]


def hear_the_rest(guest: Guest) -> None:
    """What had reached this page before the server was gone."""
    try:
        while True:
            guest.hear(0.5)
    except (ConnectionClosed, TimeoutError, OSError):
        return


@pytest.mark.full
@pytest.mark.database
def test_a_page_whose_line_is_dead_does_not_stay_as_a_ghost(own_node):
    with ExitStack() as life:
        tickets, _more = open_circle(own_node)
        guests = [Guest.enter(own_node, ticket, life) for ticket in tickets[1:]]
        silent = enter_and_never_answer(own_node, tickets[0])
        guests[0].until(lambda: guests[0].view["seats"][0]["state"] != "empty")
        came_at = time.monotonic()

        while guests[0].view["seats"][0]["state"] != "away":
            guests[0].hear(30)

        assert time.monotonic() - came_at < 27
        silent.close()


def enter_and_never_answer(node: Node, ticket: str) -> socket.socket:
    """A socket that says who it is and then answers no ping: its line is dead."""
    line = socket.create_connection(("localhost", node.port))
    key = base64.b64encode(os.urandom(16)).decode()
    line.sendall(
        (
            f"GET /ws/room/ HTTP/1.1\r\nHost: localhost:{node.port}\r\nOrigin: {node.url}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n"
        ).encode()
    )
    assert b" 101 " in line.recv(4096)
    frame = json.dumps({"type": "enter", "ticket": ticket}).encode()
    # A text frame of 126 to 65535 bytes with a mask of zeros, which changes nothing.
    line.sendall(bytes([0x81, 0xFE]) + len(frame).to_bytes(2, "big") + bytes(4) + frame)
    return line
