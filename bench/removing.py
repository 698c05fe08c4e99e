"""Measures how soon somebody who was asked to leave is out, and the others see it.

    .venv/bin/python -m bench.removing --circles 250

A real server, real sockets over loopback, circles of five whose host asks the other four to
leave, one after the other: 1,000 removals. Each is committed first. Out is: the socket of the
removed seat was closed with its own code. Seen is: the last page of that circle showed it.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.nodes import Node

SEATS = 5
NAMES = ("Ada", "Ben", "Cleo", "Dana", "Elif")
OUT_CODE = 4003


@dataclass
class Delays:
    out: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    refused: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--circles", type=int, default=250)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        node = Node(Path(folder))
        node.start()
        try:
            asyncio.run(measure(node, wanted.circles))
        finally:
            node.stop()


async def measure(node: Node, circles: int) -> None:
    delays = Delays()
    host_id = await asyncio.to_thread(welcome_host, node)
    for _ in range(circles):
        seats = await asyncio.to_thread(open_circle, host_id)
        await empty(node, seats, delays)
    report(delays)


def welcome_host(node: Node) -> int:
    os.environ.update(node._environment(), DJANGO_SETTINGS_MODULE="heard.site.settings")
    import django  # noqa: PLC0415  settings are read from the folder that was just made

    django.setup()
    from heard.people.actions import find_or_welcome  # noqa: PLC0415

    return int(find_or_welcome("ada@example.org").pk)


def open_circle(host_id: int) -> list[tuple[str, str]]:
    """Opened beside the running server: seat ids with the keys of the devices that hold them."""
    from heard.circles import actions  # noqa: PLC0415

    opened = actions.open_circle(
        format_id="empathy-circle",
        names=NAMES,
        mode="video",
        host_id=host_id,
        language="en",
        host_sits=True,
    )
    return [_take(seat) for seat in opened.seats]


def _take(seat: Any) -> tuple[str, str]:
    from heard.circles import actions  # noqa: PLC0415

    key = actions.new_device_key()
    actions.take_seat(token=seat.token, nickname=seat.nickname, device_key=key)
    return str(seat.seat_id), key


async def empty(node: Node, seats: list[tuple[str, str]], delays: Delays) -> None:
    """One circle: everyone comes in, and the host asks all others to leave."""
    spare = await asyncio.to_thread(tickets, seats)
    sockets = [await enter(node, one) for one in await asyncio.to_thread(tickets, seats)]
    for number in range(SEATS, 1, -1):
        await remove(sockets, number, delays)
        delays.refused += await is_refused(node, spare[number - 1])
    await sockets[0].close()


def tickets(seats: list[tuple[str, str]]) -> list[str]:
    from heard.circles import actions  # noqa: PLC0415

    issued = [
        actions.ticket_for_seat(seat_id=uuid.UUID(seat_id), device_key=key, language="en")
        for seat_id, key in seats
    ]
    return [ticket for ticket in issued if ticket is not None]


async def enter(node: Node, ticket: str) -> ClientConnection:
    address = node.url.replace("http", "ws") + "/ws/room/"
    socket = await connect(address, origin=Origin(node.url), compression=None)
    await socket.send(json.dumps({"type": "enter", "ticket": ticket, "since": None}))
    await socket.recv()
    return socket


async def remove(sockets: list[ClientConnection], number: int, delays: Delays) -> None:
    move = {"move": "remove", "target": number}
    began = time.monotonic()
    frame = {"type": "move", "id": str(uuid.uuid4()), "move": move}
    await sockets[0].send(json.dumps(frame))
    others = [see_leave(socket, number, began) for socket in sockets[: number - 1]]
    out, *seen = await asyncio.gather(be_out(sockets[number - 1], began), *others)
    delays.out.append(out)
    delays.seen.append(max(seen))


async def be_out(socket: ClientConnection, began: float) -> float:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await socket.recv()
    assert socket.close_code == OUT_CODE
    return time.monotonic() - began


async def see_leave(socket: ClientConnection, number: int, began: float) -> float:
    while True:
        frame = json.loads(await socket.recv())
        if frame["type"] == "view" and frame["view"]["seats"][number - 1]["state"] == "left":
            return time.monotonic() - began


async def is_refused(node: Node, ticket: str) -> bool:
    """A ticket that was issued before, to the seat that is out."""
    address = node.url.replace("http", "ws") + "/ws/room/"
    async with connect(address, origin=Origin(node.url), compression=None) as socket:
        await socket.send(json.dumps({"type": "enter", "ticket": ticket, "since": None}))
        answer = json.loads(await socket.recv())
    return bool(answer["type"] == "error" and answer["code"] == "removed")


def report(delays: Delays) -> None:
    lines = [f"removals {len(delays.out)}, spare tickets refused {delays.refused}\n"]
    for name, lengths in (("out", delays.out), ("seen by all others", delays.seen)):
        ordered = sorted(lengths)
        p50, p99 = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.99))
        lines.append(
            f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {ordered[-1] * 1000:.1f} ms\n"
        )
    sys.stdout.writelines(lines)


if __name__ == "__main__":
    main()
