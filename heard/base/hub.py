"""WebSockets beside Django: admits, bounds and closes sockets; rooms say what is said in them."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final, ParamSpec, Protocol, TypeVar

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext_lazy as _

from heard.base.connections import BadFrame, Close, Connection, Receive, Send
from heard.base.origins import origin_is_ours

ENTER_WITHIN: Final = 5.0
# The server below pings and drops the dead within 20 s; this is for who answers but never speaks.
SILENCE: Final = 75.0
BAD_IN_A_ROW: Final = 10
LONGEST_FRAME: Final = 4096
# Of what rooms only pass on from page to page: a description of sound and pictures is long.
LONGEST_PASSED_ON: Final = 16 * 1024
BEAT: Final = 1.0

Frame = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)


class Rooms(Protocol):
    """What stands behind a path of the hub."""

    @property
    def passed_on(self) -> frozenset[str]:
        """Types of frames that are only passed on. They may be long; too many are dropped."""

    async def start(self) -> None:
        """Before the first socket."""

    async def stop(self) -> None:
        """After the last."""

    async def beat(self) -> None:
        """Each second."""

    async def enter(self, connection: Connection, frame: Frame) -> None:
        """The first frame. Raises `BadFrame` to refuse, which closes the socket."""

    async def receive(self, connection: Connection, frame: Frame) -> None:
        """Any later frame. Raises `BadFrame`, after which the socket may try again."""

    async def leave(self, connection: Connection) -> None:
        """The socket, which had entered, is gone."""


def in_writer(deed: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Do database work in the one thread that this process keeps for its rooms."""

    def do(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return deed(*args, **kwargs)
        except DatabaseError:
            # This thread lives as long as the process, so nobody else replaces a broken connection.
            close_old_connections()
            raise

    # Django gives each request a thread of its own, so asgiref's shared one is the hub's alone.
    return sync_to_async(do, thread_sensitive=True)


class Hub:
    """An ASGI application for the scope type `websocket`."""

    def __init__(self) -> None:
        self._rooms: dict[str, Rooms] = {}
        self._open: set[Connection] = set()
        self._heart: asyncio.Task[None] | None = None

    def register(self, path: str, rooms: Rooms) -> None:
        self._rooms[path] = rooms

    async def start(self) -> None:
        for rooms in self._rooms.values():
            await rooms.start()
        self._heart = asyncio.create_task(self._keep_beating())

    async def stop(self) -> None:
        if self._heart is not None:
            self._heart.cancel()
            self._heart = None
        for connection in self._open:
            connection.close(Close.RESTART)
        for rooms in self._rooms.values():
            await rooms.stop()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        await receive()
        rooms = self._rooms.get(scope["path"])
        if rooms is None or not origin_is_ours(scope):
            await send({"type": "websocket.close", "code": int(Close.POLICY)})
            return
        await send({"type": "websocket.accept"})
        connection = Connection()
        self._open.add(connection)
        try:
            await self._serve(rooms, connection, receive, send)
        finally:
            self._open.discard(connection)
            if connection.entered:
                await rooms.leave(connection)

    async def _serve(
        self, rooms: Rooms, connection: Connection, receive: Receive, send: Send
    ) -> None:
        reading = asyncio.create_task(_converse(rooms, connection, receive))
        sending = asyncio.create_task(connection.deliver(send))
        try:
            await asyncio.wait({reading, sending}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                connection.close(Close.AWAY)
                await asyncio.wait({sending}, timeout=1.0)
        finally:
            await _end(reading, sending)

    async def _keep_beating(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for rooms in self._rooms.values():
                try:
                    await rooms.beat()
                except Exception:
                    logger.exception("A heartbeat failed; the next one tries again.")


async def _converse(rooms: Rooms, connection: Connection, receive: Receive) -> None:
    """Until the other side leaves, falls silent, or has to be closed."""
    try:
        async with asyncio.timeout(ENTER_WITHIN):
            frame = _read(await receive(), rooms)
        if frame is None:
            return
        await rooms.enter(connection, frame)
    except BadFrame as fault:
        connection.refuse(fault)
        connection.close(Close.POLICY)
        return
    except TimeoutError:
        connection.refuse(BadFrame("too_late", _("The room opens with a ticket; none came.")))
        connection.close(Close.POLICY)
        return
    except Exception:
        # The page comes again by itself; what went wrong here must not be lost with the socket.
        logger.exception("A socket could not come in.")
        return
    connection.entered = True
    while connection.bad_in_a_row < BAD_IN_A_ROW:
        try:
            async with asyncio.timeout(SILENCE):
                message = await receive()
        except TimeoutError:
            connection.close(Close.AWAY)
            return
        if message["type"] == "websocket.disconnect":
            return
        await _answer(rooms, connection, message)
    connection.close(Close.POLICY)


async def _answer(rooms: Rooms, connection: Connection, message: Any) -> None:
    try:
        frame = await _let_in(rooms, connection, message)
        if frame is not None:
            await rooms.receive(connection, frame)
            connection.bad_in_a_row = 0
    except BadFrame as fault:
        connection.bad_in_a_row += 1
        connection.refuse(fault)
    except Exception:
        logger.exception("A frame was not dealt with.")
        connection.refuse(
            BadFrame("our_fault", _("That did not work, and it is our fault. Try again."))
        )


async def _let_in(rooms: Rooms, connection: Connection, message: Any) -> Frame | None:
    """The frame, when it may come in; None for one too many of those that are passed on."""
    try:
        frame = _read(message, rooms)
    except BadFrame:
        await connection.spend()
        raise
    assert frame is not None
    if _is_passed_on(frame, rooms):
        return frame if await connection.may_pass_on() else None
    await connection.spend()
    return frame


def _read(message: Any, rooms: Rooms) -> Frame | None:
    """The JSON object in a message; None when the other side has left."""
    if message["type"] == "websocket.disconnect":
        return None
    text = message.get("text")
    if text is None:
        raise BadFrame("not_text", _("The room speaks text only."))
    length = _length(text)
    if length > LONGEST_PASSED_ON:
        raise _too_long()
    frame = _object(text)
    if length > LONGEST_FRAME and not _is_passed_on(frame, rooms):
        raise _too_long()
    return frame


def _length(text: str) -> int:
    """In bytes; nobody encodes what has too many letters already."""
    return len(text) if len(text) > LONGEST_PASSED_ON else len(text.encode(errors="replace"))


def _object(text: str) -> Frame:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("not_json", _("The room did not understand that.")) from None
    if not isinstance(frame, dict):
        raise BadFrame("not_json", _("The room did not understand that."))
    return frame


def _is_passed_on(frame: Frame, rooms: Rooms) -> bool:
    kind = frame.get("type")
    return isinstance(kind, str) and kind in rooms.passed_on


def _too_long() -> BadFrame:
    return BadFrame("too_long", _("That was too long. Make it shorter."))


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        # A socket that broke while we wrote to it is simply gone.
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task
