"""The rooms of circles: who enters, what they may ask, and what each of them is shown."""

import asyncio
import gzip
import json
import logging
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from heard.base import bus
from heard.base.clock import now as time_now
from heard.base.connections import BadFrame, Close, Connection
from heard.base.hub import in_writer
from heard.base.tickets import TicketRefused, redeem_ticket
from heard.circles import actions, queries
from heard.circles.actions import Answer
from heard.circles.core.lookahead import look_ahead
from heard.circles.core.moves import OF_THE_HOUSE, Move, MoveKind
from heard.circles.core.viewing import milliseconds, view
from heard.circles.live.frames import Enter, Explain, Make, Ping, Rate, read_frame
from heard.circles.live.presence import Presence
from heard.circles.live.sentences import sentence
from heard.circles.queries import Snapshot

TABLE_NOTED_EACH: Final = timedelta(minutes=1)
# A page keeps to what was foreseen before, and foreseeing costs a third of a second.
LOOKS_AHEAD_AFTER: Final = 1.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a socket sits: a seat, or with None the table."""

    circle_id: UUID
    seat: int | None
    device: str


class CircleRooms:
    """Stands behind one path of the hub; see `heard.base.hub.Rooms`."""

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
        self._unsubscribe: Callable[[], None] = lambda: None
        self._context = copy_context()

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._context = copy_context()
        self._unsubscribe = bus.subscribe(self._moved_on, loop=loop, after_gap=self._show_all)
        await in_writer(actions.log_outage_gap)(time_now())
        await self._presence.expect_everyone_back()

    async def stop(self) -> None:
        self._unsubscribe()
        self._presence.stop()
        for task in (*self._shows.values(), *self._aheads.values()):
            task.cancel()

    async def beat(self) -> None:
        await in_writer(actions.beat)(time_now())

    async def enter(self, connection: Connection, frame: dict[str, Any]) -> None:
        spoken = read_frame(frame)
        if not isinstance(spoken, Enter):
            raise BadFrame("no_ticket", _("The room opens with a ticket; none came."))
        claims = _redeemed(spoken.ticket)
        connection.language = claims["language"]
        place = _place(claims)
        snapshot = await in_writer(_sit)(place, connection.language)
        self._show_to(connection, place, snapshot)
        self._places[connection] = place
        self._inside[place.circle_id].add(connection)
        self._presence.came(place.circle_id, place.seat)
        if place.seat is None:
            self._look_ahead_soon(place.circle_id, snapshot, after=0.0)

    async def leave(self, connection: Connection) -> None:
        place = self._places.pop(connection)
        self._shown.pop(connection, None)
        self._inside[place.circle_id].discard(connection)
        if not self._inside[place.circle_id]:
            del self._inside[place.circle_id]
        if place.seat is not None and not self._is_here(place.circle_id, place.seat):
            self._presence.went(place.circle_id, place.seat)

    async def receive(self, connection: Connection, frame: dict[str, Any]) -> None:
        spoken, place = read_frame(frame), self._places[connection]
        if isinstance(spoken, Ping):
            connection.send({"type": "pong", "sent": spoken.sent, "now": milliseconds(time_now())})
        elif isinstance(spoken, Make | Rate | Explain):
            answer = await in_writer(_do)(place, spoken)
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
        if snapshot.devices.get(place.seat or 0) != place.device:
            _send_away(connection)
            return
        picture = _picture(snapshot, place.seat)
        seen = _seen(picture)
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
            packed = await asyncio.to_thread(_packed, ahead)
        frame = json.dumps({"type": "ahead", "seq": snapshot.circle.seq, "packed": packed})
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


def _redeemed(ticket: str) -> dict[str, str]:
    try:
        return redeem_ticket(ticket)
    except TicketRefused as refused:
        words = _("That ticket is no longer good. Load the page again.")
        raise BadFrame(f"ticket_{refused.code}", words) from None


def _place(claims: dict[str, str]) -> Place:
    seat = None if claims["seat"] == "table" else int(claims["seat"])
    return Place(UUID(claims["circle"]), seat, claims["device"])


def _sit(place: Place, language: str) -> Snapshot:
    """Tell the circle that this seat is here, unless it sits on another device by now."""
    snapshot = queries.room_snapshot(place.circle_id)
    if snapshot is None:
        raise BadFrame("gone", _("This circle is no longer kept here."))
    if snapshot.devices.get(place.seat or 0) != place.device:
        raise BadFrame("moved", _("This seat is on another device now."))
    if place.seat is None or snapshot.circle.is_closed:
        return snapshot
    if snapshot.circle.seat(place.seat).here:
        # As the log has it, nobody has missed them: after a restart this is the usual case.
        return snapshot
    arrived = actions.make_move(circle_id=place.circle_id, move=Move(MoveKind.ARRIVE, place.seat))
    if not arrived.ok and arrived.code != "closed":
        with translation.override(language):
            raise BadFrame(arrived.code or "", sentence(arrived, {}))
    return queries.room_snapshot(place.circle_id) or snapshot


def _do(place: Place, spoken: Make | Rate | Explain) -> Answer:
    """What was asked for, done for the seat that this socket holds, and no other."""
    said = spoken.move.seat if isinstance(spoken, Make) else spoken.seat
    seat = said if place.seat is None else place.seat
    if said not in (None, seat):
        return Answer(ok=False, seq=0, code="not_your_seat")
    if isinstance(spoken, Make):
        return _make(place, spoken, seat)
    if seat is None:
        return Answer(ok=False, seq=0, code="not_a_seat")
    if isinstance(spoken, Rate):
        return actions.rate_turn(
            circle_id=place.circle_id,
            seat=seat,
            turn=spoken.turn,
            side=spoken.side,
            value=spoken.value,
        )
    return actions.write_concern_words(circle_id=place.circle_id, seat=seat, words=spoken.words)


def _make(place: Place, spoken: Make, seat: int | None) -> Answer:
    move, now = spoken.move, time_now()
    is_table = place.seat is None
    if move.kind in OF_THE_HOUSE and not (is_table and move.kind is MoveKind.TIME_PASSES):
        return Answer(ok=False, seq=0, code="of_the_house")
    if is_table and spoken.made_at is not None:
        # Made without a line: it counts from when it was made, never from the future.
        now = min(spoken.made_at, now)
    mine = replace(move, seat=seat)
    return actions.make_move(circle_id=place.circle_id, move=mine, command_id=spoken.id, now=now)


def _picture(snapshot: Snapshot, seat: int | None) -> dict[str, Any]:
    frame: dict[str, Any] = {
        "type": "view",
        "view": view(snapshot.circle, seat),
        "names": snapshot.names,
        "sliders": snapshot.sliders,
        "now": milliseconds(time_now()),
    }
    if snapshot.circle.is_closed:
        frame["turns"] = _turns_to_rate(snapshot, seat)
    return frame


def _packed(ahead: dict[str, Any]) -> str:
    """Gzip in base64: 8 kB where the text has 250, since frames are sent as they are."""
    return b64encode(gzip.compress(json.dumps(ahead).encode())).decode()


def _seen(picture: dict[str, Any]) -> dict[str, Any]:
    """The picture without the numbers that go on by themselves."""
    return {**picture, "now": 0, "view": {**picture["view"], "seq": 0}}


def _turns_to_rate(snapshot: Snapshot, seat: int | None) -> list[dict[str, int | None]]:
    """Those in which this seat spoke or reflected; at a table all of them."""
    return [
        {
            "turn": turn.number,
            "speaker": seat if seat in turn.speakers else turn.speakers[0],
            "listener": turn.listener,
        }
        for turn in snapshot.turns
        if seat is None or seat in turn.speakers or seat == turn.listener
    ]


def _send_away(connection: Connection) -> None:
    if connection.is_closing:
        return
    with translation.override(connection.language):
        message = str(_("This seat is on another device now. You can close this page."))
    connection.send({"type": "moved", "message": message})
    connection.close(Close.MOVED)
