"""One open socket: what waits to be sent, how much it may send, and how long we are patient."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from enum import IntEnum
from typing import Any, Final

from django.utils import translation
from django.utils.functional import Promise

WAITING_FRAMES: Final = 32
SENT_WITHIN: Final = 10.0
FRAMES_AT_ONCE: Final = 30
FRAMES_A_SECOND: Final = 10.0
# What is only passed on from page to page has a lane of its own, behind everything else.
WAITING_TO_PASS: Final = 64
PASSED_AT_ONCE: Final = 128
PASSED_A_SECOND: Final = 32.0
READING_TOO_MANY: Final = 0.001

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Close(IntEnum):
    """Codes with which a socket is closed."""

    AWAY = 1001
    POLICY = 1008
    RESTART = 1012
    SLOW = 1013
    MOVED = 4001
    REMOVED = 4003


class BadFrame(Exception):
    """What came cannot be used; `message` says so to the person."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class Allowance:
    """So much at once, and so much each second after that."""

    def __init__(self, at_once: float, a_second: float) -> None:
        self._most, self._a_second = at_once, a_second
        self._left = at_once
        self._counted_at = time.monotonic()

    def spend(self) -> float:
        """Takes one in any case; returns for how many seconds that is too early."""
        self._earn()
        self._left -= 1
        return max(0.0, -self._left / self._a_second)

    def take(self) -> bool:
        """Takes one if there is one."""
        self._earn()
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def _earn(self) -> None:
        now = time.monotonic()
        earned = (now - self._counted_at) * self._a_second
        self._left = min(self._most, self._left + earned)
        self._counted_at = now


class Connection:
    def __init__(self) -> None:
        self.entered = False
        self.language = "en"
        self.bad_in_a_row = 0
        self._waiting: deque[str] = deque()
        self._pictures: dict[str, str] = {}
        self._passed: deque[str] = deque(maxlen=WAITING_TO_PASS)
        self._closing: Close | None = None
        self._wake = asyncio.Event()
        self._allowance = Allowance(FRAMES_AT_ONCE, FRAMES_A_SECOND)
        self._allowance_to_pass = Allowance(PASSED_AT_ONCE, PASSED_A_SECOND)

    def send(self, frame: Mapping[str, Any]) -> None:
        """Queue a frame. Who does not keep up with the queue is let go, not waited for."""
        if len(self._waiting) >= WAITING_FRAMES:
            self.close(Close.SLOW)
            return
        self._waiting.append(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        self._wake.set()

    def show(self, picture: str, frame: str) -> None:
        """Queue a whole picture, in place of an older one of that name that is still waiting."""
        self._pictures[picture] = frame
        self._wake.set()

    def pass_on(self, frame: str) -> None:
        """Queue what another page says, behind all else. The oldest give way, and are lost."""
        self._passed.append(frame)
        self._wake.set()

    def refuse(self, fault: BadFrame) -> None:
        with translation.override(self.language):
            self.send({"type": "error", "code": fault.code, "message": str(fault.message)})

    def close(self, code: Close) -> None:
        """Close after what is queued."""
        self._closing = self._closing or code
        self._wake.set()

    @property
    def is_closing(self) -> bool:
        return self._closing is not None

    async def spend(self) -> None:
        """Let one more frame in: at once, or, for who sends very fast, a moment later.

        Nothing is dropped, because a table that was without a line sends all its moves at once.
        """
        too_early = self._allowance.spend()
        # Even who may go on lets the others have their turn.
        await asyncio.sleep(too_early)

    async def may_pass_on(self) -> bool:
        """Whether one more frame goes on to other pages. It is never held back, since what comes
        behind it in the same line, a concern perhaps, would be held back with it."""
        may = self._allowance_to_pass.take()
        # A flood is read slowly enough to leave the others their turns.
        await asyncio.sleep(0 if may else READING_TOO_MANY)
        return may

    async def deliver(self, send: Send) -> None:
        """Send what is queued until the socket is closed from our side."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while (text := self._next()) is not None:
                async with asyncio.timeout(SENT_WITHIN):
                    await send({"type": "websocket.send", "text": text})
            if self._closing is not None:
                await send({"type": "websocket.close", "code": int(self._closing)})
                return

    def _next(self) -> str | None:
        if self._waiting:
            return self._waiting.popleft()
        if self._pictures:
            return self._pictures.pop(next(iter(self._pictures)))
        return self._passed.popleft() if self._passed else None
