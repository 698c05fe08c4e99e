"""The rooms of circles: who enters, what they may ask, and what each of them is shown."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heard.base import bus
from heard.base.clock import now as time_now
from heard.base.connections import BadFrame, Close, Connection
from heard.base.hub import in_writer
from heard.circles import actions, queries
from heard.circles.actions import Answer
from heard.circles.core.lookahead import look_ahead
from heard.circles.core.viewing import milliseconds
from heard.circles.live.asking import do
from heard.circles.live.frames import Asked, Enter, Ping, Signal, read_frame
from heard.circles.live.passing import Signals, Socket, has_media
from heard.circles.live.places import Entry, Place, is_removed, place_for, sit, why_not_in
from heard.circles.live.presence import Presence
from heard.circles.live.sentences import sentence
from heard.circles.live.showing import packed, picture_for, seen_in
from heard.circles.queries import Snapshot

TABLE_NOTED_EACH: Final = timedelta(minutes=1)
# A page keeps to what was foreseen before, and foreseeing costs a third of a second.
LOOKS_AHEAD_AFTER: Final = 1.0
AFTER_REMOVAL: Final = _(
    "If you want to talk about it, turn to the host. What happened you can still report, under “I "
    "need something”."
)
logger = logging.getLogger(__name__)


class CircleRooms:
    """Stands behind one path of the hub; see `heard.base.hub.Rooms`."""

    passed_on = frozenset({"signal"})

    def __init__(self) -> None:
        self._places: dict[Connection, Place] = {}
        self._shown: dict[Connection, dict[str, Any]] = {}
        self._inside: defaultdict[UUID, set[Connection]] = defaultdict(set)
        self._changed: set[UUID] = set()
        self._shows: dict[UUID, asyncio.Task[None]] = {}
        self._aheads: dict[UUID, asyncio.Task[None]] = {}
        self._one_looks_ahead = asyncio.Lock()
        self._tables_noted: dict[UUID, datetime] = {}
        self._presence = Presence(self._is_here)
        self._signals = Signals(self._sockets, self._came_in)
        self._replaced: set[Connection] = set()
        self._unsubscribe: Callable[[], None] = lambda: None
        self._context = copy_context()

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._context = copy_context()
        self._unsubscribe = bus.subscribe(self._moved_on, loop=loop, after_gap=self._show_all)
        self._signals.start()
        await in_writer(actions.keep_ages_apart)()
        await in_writer(actions.log_outage_gap)(time_now())
        await self._presence.expect_everyone_back()

    async def stop(self) -> None:
        self._unsubscribe()
        self._signals.stop()
        self._presence.stop()
        for task in (*self._shows.values(), *self._aheads.values()):
            task.cancel()

    async def beat(self) -> None:
        await in_writer(actions.beat)(time_now())

    async def enter(self, connection: Connection, frame: dict[str, Any]) -> None:
        spoken = read_frame(frame)
        if not isinstance(spoken, Enter):
            raise BadFrame("no_ticket", _("The room opens with a ticket; none came."))
        place = place_for(spoken.ticket)
        connection.language = place.language
        snapshot = await in_writer(sit)(place)
        self._show_to(connection, place, snapshot)
        self._places[connection] = place
        self._inside[place.circle_id].add(connection)
        self._presence.came(place.circle_id, place.seat)
        self._signals.tell_entry(place)
        if place.seat is None:
            self._look_ahead_soon(place.circle_id, snapshot, after=0.0)

    async def leave(self, connection: Connection) -> None:
        place = self._places.pop(connection)
        self._shown.pop(connection, None)
        self._inside[place.circle_id].discard(connection)
        if not self._inside[place.circle_id]:
            del self._inside[place.circle_id]
        if connection in self._replaced:
            # A newer window of the same seat is open, here or in another process.
            self._replaced.discard(connection)
        elif place.seat is not None and not self._is_here(place.circle_id, place.seat):
            self._presence.went(place.circle_id, place.seat)

    async def receive(self, connection: Connection, frame: dict[str, Any]) -> None:
        if connection.is_closing:
            return
        spoken, place = read_frame(frame), self._places[connection]
        if isinstance(spoken, Ping):
            connection.send({"type": "pong", "sent": spoken.sent, "now": milliseconds(time_now())})
        elif isinstance(spoken, Signal):
            self._signals.pass_on(place, spoken, self._shown.get(connection))
        elif isinstance(spoken, Asked):
            answer = await in_writer(do)(place, spoken)
            await self._answer(connection, place, spoken.id, answer)
        else:
            raise BadFrame("entered", _("You are in the room already."))
        if place.seat is None:
            await self._note_table(place.circle_id)

    async def _answer(
        self, connection: Connection, place: Place, command_id: UUID, answer: Answer
    ) -> None:
        frame = {"type": "answer", "id": str(command_id), "ok": answer.ok, "seq": answer.seq}
        if not answer.ok:
            names = await in_writer(queries.names_in)(place.circle_id)
            with translation.override(connection.language):
                frame |= {"code": answer.code, "message": sentence(answer, names)}
        connection.send(frame)

    async def _note_table(self, circle_id: UUID) -> None:
        now = time_now()
        noted_at = self._tables_noted.get(circle_id)
        if noted_at is None or now - noted_at > TABLE_NOTED_EACH:
            self._tables_noted[circle_id] = now
            await in_writer(actions.hear_table)(circle_id, now)

    def _is_here(self, circle_id: UUID, seat: int | None) -> bool:
        inside = self._inside.get(circle_id, ())
        return any(self._places[connection].seat == seat for connection in inside)

    def _sockets(self, circle_id: UUID) -> list[Socket]:
        """Those in this process that have been shown something."""
        inside = self._inside.get(circle_id, ())
        return [(one, self._places[one], self._shown[one]) for one in inside if one in self._shown]

    def _came_in(self, circle_id: UUID, seat: int, entry: Entry) -> None:
        """Through this or another process. Two windows would send the same person twice."""
        self._presence.came(circle_id, seat)
        for connection, place, shown in self._sockets(circle_id):
            if place.seat == seat and place.entry < entry and has_media(shown):
                self._replaced.add(connection)
                _send_away(connection, _("This circle was opened in another window."))

    # ── showing ─────────────────────────────────────────────────────────────

    def _moved_on(self, topic: str, _seq: int) -> None:
        """The bus says that something has changed; many changes may make one picture."""
        kind, _sign, name = topic.partition(":")
        if kind != "circle" or (circle_id := UUID(name)) not in self._inside:
            return
        self._changed.add(circle_id)
        if circle_id not in self._shows:
            # The bus calls in the context of the writer's thread, which may not wait for itself.
            self._shows[circle_id] = asyncio.create_task(
                self._show(circle_id), context=self._context.copy()
            )

    def _show_all(self) -> None:
        """The bus was away for a moment: what we were not told stands in the database."""
        for circle_id in self._inside:
            self._moved_on(actions.topic_of(circle_id), 0)

    async def _show(self, circle_id: UUID) -> None:
        try:
            while circle_id in self._changed:
                self._changed.discard(circle_id)
                snapshot = await in_writer(queries.room_snapshot)(circle_id)
                if snapshot is None:
                    return
                for connection in tuple(self._inside.get(circle_id, ())):
                    self._show_to(connection, self._places[connection], snapshot)
                self._look_ahead_soon(circle_id, snapshot, after=LOOKS_AHEAD_AFTER)
        except Exception:
            logger.exception("Circle %s could not be shown.", circle_id)
        finally:
            del self._shows[circle_id]

    def _show_to(self, connection: Connection, place: Place, snapshot: Snapshot) -> None:
        if (why := why_not_in(place, snapshot)) is not None:
            # Until the socket is closed it is deaf and dumb: it gets and gives no signals.
            self._shown.pop(connection, None)
            _send_away(connection, why, is_removed=is_removed(place, snapshot))
            return
        picture = picture_for(snapshot, place.seat)
        seen = seen_in(picture)
        # Who sees nothing new is sent nothing: not even that somebody was asked and declined.
        if place.seat is not None and self._shown.get(connection) == seen:
            return
        self._shown[connection] = seen
        connection.show("view", json.dumps(picture, ensure_ascii=False))

    def _look_ahead_soon(self, circle_id: UUID, snapshot: Snapshot, *, after: float) -> None:
        """Once nothing happens for a moment: what was begun for an older state is let go."""
        if (begun := self._aheads.pop(circle_id, None)) is not None:
            begun.cancel()
        if snapshot.circle.is_closed or not self._tables(circle_id):
            return
        task = asyncio.create_task(self._look_ahead(circle_id, snapshot, after))
        self._aheads[circle_id] = task
        task.add_done_callback(lambda done: self._forget_ahead(circle_id, done))

    async def _look_ahead(self, circle_id: UUID, snapshot: Snapshot, after: float) -> None:
        """A table is told what comes next, so that it can go on without a line."""
        await asyncio.sleep(after)
        async with self._one_looks_ahead:
            lots = queries.lots_of(circle_id)
            ahead = await asyncio.to_thread(look_ahead, snapshot.circle, lots=lots)
            text = await asyncio.to_thread(packed, ahead)
        frame = json.dumps({"type": "ahead", "seq": snapshot.circle.seq, "packed": text})
        for connection in self._tables(circle_id):
            connection.show("ahead", frame)

    def _tables(self, circle_id: UUID) -> list[Connection]:
        inside = self._inside.get(circle_id, ())
        return [connection for connection in inside if self._places[connection].seat is None]

    def _forget_ahead(self, circle_id: UUID, done: "asyncio.Task[None]") -> None:
        if self._aheads.get(circle_id) is done:
            del self._aheads[circle_id]
        if not done.cancelled() and (fault := done.exception()) is not None:
            logger.error("Circle %s could not look ahead.", circle_id, exc_info=fault)


def _send_away(connection: Connection, why: str | Promise, *, is_removed: bool = False) -> None:
    if connection.is_closing:
        return
    with translation.override(connection.language):
        then = AFTER_REMOVAL if is_removed else ""
        message = " ".join(filter(None, (str(why), str(then), str(_("You can close this page.")))))
    connection.send({"type": "removed" if is_removed else "moved", "message": message})
    connection.close(Close.REMOVED if is_removed else Close.MOVED)
