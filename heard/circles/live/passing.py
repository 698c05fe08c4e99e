"""Passes on what pages say to one another, and keeps one window a seat where they do.

Both go over the bus, so that it does not matter which process holds which socket.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from heard.base import bus
from heard.base.connections import BadFrame, Connection
from heard.circles.actions import topic_of
from heard.circles.core.ways import MEDIA
from heard.circles.live.frames import Signal
from heard.circles.live.places import Entry, Place

Picture = dict[str, Any]
Socket = tuple[Connection, Place, Picture]
TO_ALL: Final = "0"


class Signals:
    """`others` gives the sockets of a circle in this process, with what each was last shown.
    `entered` is told that a seat has come in through some process."""

    def __init__(
        self,
        sockets: Callable[[UUID], Iterable[Socket]],
        entered: Callable[[UUID, int, Entry], None],
    ) -> None:
        self._sockets = sockets
        self._entered = entered
        self._unsubscribe: Callable[[], None] = lambda: None

    def start(self) -> None:
        self._unsubscribe = bus.overhear(self._overhear, loop=asyncio.get_running_loop())

    def stop(self) -> None:
        self._unsubscribe()

    def pass_on(self, place: Place, signal: Signal, shown: Picture | None) -> None:
        """Lost, like any call into an empty room, when nobody is there to hear it.

        Raises `BadFrame` where nobody ever is.
        """
        if place.seat is None or shown is None or shown["view"]["mode"] not in MEDIA:
            raise BadFrame("no_media", _("In this circle pages send nothing to one another."))
        if signal.to == place.seat or (signal.to or 1) > len(shown["view"]["seats"]):
            raise BadFrame("nobody_there", _("There is nobody at that seat to send to."))
        if not _is_in_touch(shown, place.seat):
            return
        head = f"signal {place.seat} {signal.to or TO_ALL}"
        frame = f'{{"type":"signal","from":{place.seat},"data":{signal.data}}}'
        bus.say(topic_of(place.circle_id), f"{head}\n{frame}")

    def tell_entry(self, place: Place) -> None:
        if place.seat is not None:
            at, mark = place.entry
            bus.say(topic_of(place.circle_id), f"entered {place.seat} {at} {mark}")

    def _overhear(self, topic: str, words: str) -> None:
        kind, _sign, name = topic.partition(":")
        if kind != "circle":
            return
        head, _line, frame = words.partition("\n")
        said, seat, *rest = head.split()
        if said == "signal":
            self._hand_over(UUID(name), int(seat), rest[0], frame)
        else:
            self._entered(UUID(name), int(seat), (int(rest[0]), rest[1]))

    def _hand_over(self, circle_id: UUID, sender: int, to: str, frame: str) -> None:
        for connection, place, shown in self._sockets(circle_id):
            is_meant = place.seat not in (None, sender) and to in (TO_ALL, str(place.seat))
            if is_meant and _is_in_touch(shown, place.seat or 0):
                connection.pass_on(frame)


def has_media(shown: Picture) -> bool:
    """Whether this is a circle whose pages send to one another, and not over."""
    return shown["view"]["mode"] in MEDIA and shown["view"]["stage"] != "closed"


def _is_in_touch(shown: Picture, seat: int) -> bool:
    """Whether this seat may hear others and be heard: who has left may not."""
    return has_media(shown) and shown["view"]["seats"][seat - 1]["state"] != "left"
