"""Circles to test with, and pages that sit in their rooms without a browser."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable, Coroutine, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from asgiref.sync import async_to_sync

from heard.base.hub import Hub, in_writer
from heard.circles import actions, queries
from heard.circles.actions import Answer, Opened
from heard.circles.core.moves import read_move
from heard.circles.live.rooms import CircleRooms
from heard.circles.queries import Snapshot
from heard.people.queries import consent_text
from heard.people.tests.factories import ada

NAMES = ("Ada", "Ben", "Cleo", "Dana", "Elif", "Femi", "Gita", "Hugo")
START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
_PATIENCE = 5.0


@dataclass
class Opening:
    """An opened circle of people who all have taken their seats."""

    opened: Opened

    @property
    def id(self) -> UUID:
        return self.opened.circle_id

    def link(self, number: int) -> str:
        token = self.opened.seats[number - 1].token
        assert token is not None
        return token

    @property
    def table_link(self) -> str:
        assert self.opened.table_token is not None
        return self.opened.table_token

    def snapshot(self) -> Snapshot:
        snapshot = queries.room_snapshot(self.id)
        assert snapshot is not None
        return snapshot

    def device(self, number: int) -> str:
        return f"device-of-{number}-in-{self.id}"

    def ticket(self, number: int, language: str = "en") -> str:
        ticket = actions.ticket_for_seat(
            seat_id=self.opened.seats[number - 1].seat_id,
            device_key=self.device(number),
            language=language,
        )
        assert ticket is not None
        return ticket

    def move(self, name: str, seat: int | None = None, **details: Any) -> Answer:
        """A move made without a socket; `now` and `command_id` may be among the details."""
        now, command_id = details.pop("now", None), details.pop("command_id", None)
        return actions.make_move(
            circle_id=self.id,
            move=read_move(name, seat=seat, **details),
            now=now,
            command_id=command_id,
        )


def free_circle(**more: Any) -> Opened:
    """A circle hosted by Ada in which nobody sits yet."""
    usual: dict[str, Any] = {
        "format_id": "empathy-circle",
        "names": NAMES[:3],
        "mode": "devices",
        "host_id": ada().pk,
        "language": "en",
    }
    return actions.open_circle(**(usual | more))


def circle_of(
    people: int = 4, *, format_id: str = "empathy-circle", now: datetime | None = None, **more: Any
) -> Opening:
    """A circle hosted by Ada in which everybody has taken their seat, and nobody has arrived."""
    settings = {"host_sits": True} | more
    opened = free_circle(format_id=format_id, names=NAMES[:people], now=now, **settings)
    opening = Opening(opened)
    for seat in opened.seats:
        if seat.token is not None:
            actions.take_seat(
                token=seat.token,
                nickname=seat.nickname,
                device_key=opening.device(seat.number),
                now=now,
            )
    return opening


def circle_in_turn(people: int = 4, *, now: datetime | None = None, **more: Any) -> Opening:
    """A circle in which Ada speaks and Ben, who was asked, listens."""
    opening = circle_of(people, now=now, **more)
    for number in range(1, people + 1):
        opening.move("arrive", number, now=now)
    for _phase in ("arrive", "agreements"):
        for number in range(1, people + 1):
            opening.move("ready", number, now=now)
    opening.move("volunteer", 1, now=now)
    opening.move("choose", 1, target=2, now=now)
    opening.move("accept", 2, now=now)
    return opening


def typed(nickname: str, language: str = "en") -> dict[str, str]:
    """What the form of a seat sends: a name, and which words about what is kept were read."""
    return {"nickname": nickname, "read": consent_text(queries.SITTING, language).hash}


def later(**length: int) -> datetime:
    return START + timedelta(**length)


class Page:
    """A socket of the hub, held by a page."""

    def __init__(self, hub: Hub, *, origin: str | None = "http://localhost:8000") -> None:
        headers = [(b"host", b"localhost:8000")]
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        scope = {"type": "websocket", "path": "/ws/room/", "headers": headers}
        self._to_hub: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._to_page: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._to_hub.put_nowait({"type": "websocket.connect"})
        self._served = asyncio.create_task(hub(scope, self._to_hub.get, self._to_page.put))
        self.seen: list[Any] = []

    @classmethod
    async def enter(cls, hub: Hub, ticket: str) -> Self:
        """A page whose first view has come."""
        page = cls(hub)
        page.say({"type": "enter", "ticket": ticket, "since": None})
        assert (await page.raw())["type"] == "websocket.accept"
        await page.view()
        return page

    def say(self, frame: object) -> None:
        self.say_text(json.dumps(frame))

    def say_text(self, text: str) -> None:
        self._to_hub.put_nowait({"type": "websocket.receive", "text": text})

    def say_bytes(self, data: bytes) -> None:
        self._to_hub.put_nowait({"type": "websocket.receive", "bytes": data, "text": None})

    async def raw(self) -> MutableMapping[str, Any]:
        return await asyncio.wait_for(self._to_page.get(), _PATIENCE)

    async def next(self, kind: str, until: Callable[[Any], bool] = lambda _: True) -> Any:
        """The next frame of a kind for which `until` holds; others are kept in `seen`."""
        while True:
            message = await self.raw()
            assert message["type"] == "websocket.send", f"closed while waiting: {message}"
            frame = json.loads(message["text"])
            self.seen.append(frame)
            if frame["type"] == kind and until(frame):
                return frame

    async def next_error(self) -> Any:
        """The error that comes first, on a page that may not have been let in yet."""
        while (message := await self.raw())["type"] != "websocket.send":
            assert message["type"] == "websocket.accept"
        frame = json.loads(message["text"])
        assert frame["type"] == "error"
        return frame

    async def view(self, until: Callable[[Any], bool] = lambda _: True) -> Any:
        return (await self.next("view", lambda frame: until(frame["view"])))["view"]

    async def closed(self) -> int:
        """The code with which the hub closes."""
        while True:
            message = await self.raw()
            if message["type"] == "websocket.close":
                return int(message["code"])
            if message["type"] == "websocket.send":
                self.seen.append(json.loads(message["text"]))

    async def move(self, name: str, *, command: str | None = None, **details: Any) -> Any:
        """Ask for a move and wait for its answer."""
        made_at = details.pop("made_at", None)
        frame = {
            "type": "move",
            "id": command or str(uuid.uuid4()),
            "move": {"move": name, **details},
        }
        if made_at is not None:
            frame["made_at"] = made_at
        self.say(frame)
        return await self.next("answer", lambda answer: answer["id"] == frame["id"])

    async def quiet(self, seconds: float = 0.15) -> list[Any]:
        """Whatever comes within some time."""
        frames = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    message = await self._to_page.get()
                    frames.append(json.loads(message["text"]) if "text" in message else message)
        self.seen += frames
        return frames

    async def leave(self) -> None:
        self._to_hub.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self._served, _PATIENCE)


def in_rooms(journey: Callable[[Hub], Coroutine[Any, Any, None]]) -> None:
    """Run a journey beside a hub with the rooms of circles; its database is the test's."""

    async def run() -> None:
        hub = Hub()
        hub.register("/ws/room/", CircleRooms())
        await hub.start()
        try:
            await journey(hub)
        finally:
            await hub.stop()

    async_to_sync(run)()


async def sit(hub: Hub, opening: Opening, number: int, language: str = "en") -> Page:
    """A page that has entered with a fresh ticket."""
    return await Page.enter(hub, await in_writer(opening.ticket)(number, language))


async def sit_all(hub: Hub, opening: Opening, people: int = 4) -> list[Page]:
    return [await sit(hub, opening, number) for number in range(1, people + 1)]
