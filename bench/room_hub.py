"""Measures the rooms of a real server on this machine: how soon each seat sees a move.

    .venv/bin/python -m bench.room_hub --rooms 200 --seconds 10

Every move is committed (SQLite, synchronous=FULL) before anyone is shown it; every seat gets a
view of its own. Sockets, server and this client share the machine's cores, over loopback only.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from tests.nodes import Node

SEATS = 5
NAMES = ("Ada", "Ben", "Cleo", "Dana", "Elif")


@dataclass
class Room:
    """One circle with its sockets, and when which move was sent."""

    sockets: list[ClientConnection] = field(default_factory=list)
    is_paused: bool = False
    sent_at: float = 0.0
    seq_before: int = 0
    waiting: set[int] = field(default_factory=set)
    seqs: dict[int, int] = field(default_factory=dict)


@dataclass
class Result:
    offered: int = 0
    delays: list[float] = field(default_factory=list)
    bytes_of_views: list[int] = field(default_factory=list)
    skipped: int = 0


def main() -> None:
    wanted = read_arguments()
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        node = Node(Path(folder))
        node.start()
        try:
            asyncio.run(measure(node, wanted))
        finally:
            node.stop()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between moves in a room")
    return parser.parse_args()


async def measure(node: Node, wanted: argparse.Namespace) -> None:
    circles = await asyncio.to_thread(open_circles, node, wanted.rooms)
    began = time.monotonic()
    rooms = [await enter(node, seats) for seats in circles]
    result = Result()
    listeners = [
        asyncio.create_task(listen(room, number, result))
        for room in rooms
        for number in range(SEATS)
    ]
    while any(len(room.seqs) < SEATS for room in rooms):
        await asyncio.sleep(0.05)
    entered = time.monotonic() - began
    await asyncio.sleep(2)
    before = cpu_seconds(node)
    await offer(rooms, wanted, result)
    await asyncio.sleep(2)
    spent = cpu_seconds(node) - before
    for listener in listeners:
        listener.cancel()
    report(wanted, result, spent, entered)


def open_circles(node: Node, rooms: int) -> list[list[tuple[str, str]]]:
    """Circles opened beside the running server; seat ids and device keys, without tickets yet."""
    os.environ.update(node._environment(), DJANGO_SETTINGS_MODULE="heard.site.settings")
    import django  # noqa: PLC0415  settings are read from the folder that was just made

    django.setup()
    from heard.circles import actions  # noqa: PLC0415

    circles = []
    for _ in range(rooms):
        opened = actions.open_circle(
            format_id="empathy-circle", names=NAMES, mode="devices", host_id=None, language="en"
        )
        seats = []
        for seat in opened.seats:
            key = actions.new_device_key()
            assert seat.token is not None
            actions.take_seat(token=seat.token, nickname=seat.nickname, device_key=key)
            seats.append((str(seat.seat_id), key))
        circles.append(seats)
    return circles


async def enter(node: Node, seats: list[tuple[str, str]]) -> Room:
    room = Room()
    address = node.url.replace("http", "ws") + "/ws/room/"
    for ticket in await asyncio.to_thread(tickets, seats):
        socket = await connect(address, origin=Origin(node.url), compression=None)
        await socket.send(json.dumps({"type": "enter", "ticket": ticket, "since": None}))
        room.sockets.append(socket)
    return room


def tickets(seats: list[tuple[str, str]]) -> list[str]:
    from heard.circles import actions  # noqa: PLC0415

    issued = [
        actions.ticket_for_seat(seat_id=uuid.UUID(seat_id), device_key=key, language="en")
        for seat_id, key in seats
    ]
    return [ticket for ticket in issued if ticket is not None]


async def listen(room: Room, number: int, result: Result) -> None:
    async for text in room.sockets[number]:
        frame: dict[str, Any] = json.loads(text)
        if frame["type"] != "view":
            continue
        room.seqs[number] = frame["view"]["seq"]
        result.bytes_of_views.append(len(text))
        if number in room.waiting and frame["view"]["seq"] > room.seq_before:
            room.waiting.discard(number)
            result.delays.append(time.monotonic() - room.sent_at)


async def offer(rooms: list[Room], wanted: argparse.Namespace, result: Result) -> None:
    """Moves evenly spread over the rooms and the time."""
    gap = wanted.every / len(rooms)
    end, due = time.monotonic() + wanted.seconds, time.monotonic()
    order = random.Random(1).sample(rooms, len(rooms))
    turn = 0
    while time.monotonic() < end:
        room = order[turn % len(order)]
        turn += 1
        if room.waiting:
            result.skipped += 1
        else:
            await move(room, result)
        due += gap
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def move(room: Room, result: Result) -> None:
    room.seq_before = max(room.seqs.values())
    room.waiting = set(range(SEATS))
    room.sent_at = time.monotonic()
    result.offered += SEATS
    # A pause and its end are seen by everyone; who sees nothing new is sent nothing.
    name = "resume" if room.is_paused else "pause"
    room.is_paused = not room.is_paused
    frame = {"type": "move", "id": str(uuid.uuid4()), "move": {"move": name}}
    await room.sockets[0].send(json.dumps(frame))


def cpu_seconds(node: Node) -> float:
    assert node._process is not None
    fields = Path(f"/proc/{node._process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(wanted: argparse.Namespace, result: Result, spent: float, entered: float) -> None:
    delays = sorted(result.delays)
    p50, p99 = (delays[int(len(delays) * part)] * 1000 for part in (0.5, 0.99))
    sys.stdout.write(
        f"rooms {wanted.rooms}, sockets {wanted.rooms * SEATS}, all in after {entered:.1f} s\n"
        f"offered {result.offered / wanted.seconds:.0f} deliveries/s, "
        f"arrived {len(delays)} of {result.offered}, moves not offered {result.skipped}\n"
        f"p50 {p50:.1f} ms, p99 {p99:.1f} ms\n"
        f"server {spent / len(delays) * 1e6:.0f} µs of processor a delivery, "
        f"{statistics.mean(result.bytes_of_views):.0f} bytes a view\n"
    )


if __name__ == "__main__":
    main()
