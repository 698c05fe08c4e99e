"""Who is here: a short absence is no absence, and nobody stays as a ghost."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID

from heard.base.hub import in_writer
from heard.circles import actions, queries
from heard.circles.core.moves import Move, MoveKind

GRACE: Final = 3.0
BACK_AFTER_RESTART: Final = 20.0
Where = tuple[UUID, int]
logger = logging.getLogger(__name__)


class Presence:
    """Tells a circle that a seat is away, some seconds after its last socket has gone."""

    def __init__(self, is_here: Callable[[UUID, int | None], bool]) -> None:
        self._is_here = is_here
        self._missed: dict[Where, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def came(self, circle_id: UUID, seat: int | None) -> None:
        if seat is not None and (timer := self._missed.pop((circle_id, seat), None)):
            timer.cancel()

    def went(self, circle_id: UUID, seat: int, *, within: float | None = None) -> None:
        self.came(circle_id, seat)
        loop = asyncio.get_running_loop()
        wait = GRACE if within is None else within
        self._missed[circle_id, seat] = loop.call_later(wait, self._miss, (circle_id, seat))

    async def expect_everyone_back(self) -> None:
        """After a restart all sockets are gone, and most are back within seconds."""
        for circle_id, seat in await in_writer(queries.seats_that_were_here)():
            self.went(circle_id, seat, within=BACK_AFTER_RESTART)

    def stop(self) -> None:
        for timer in self._missed.values():
            timer.cancel()
        self._missed.clear()

    def _miss(self, where: Where) -> None:
        self._missed.pop(where, None)
        if not self._is_here(*where):
            task = asyncio.create_task(_lose(*where))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


async def _lose(circle_id: UUID, seat: int) -> None:
    try:
        await in_writer(actions.make_move)(circle_id=circle_id, move=Move(MoveKind.LOSE, seat))
    except Exception:
        logger.exception("Seat %s of circle %s could not be marked away.", seat, circle_id)
