"""Says that something has moved on ("circle 7 is at 42 now"), and passes short words on.

In one process it needs nobody. With HEARD_BUS_URL other processes hear it too, over a `Line`.
"""

import asyncio
import atexit
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Final, ParamSpec

from django.conf import settings

from heard.base.line import Line, Message, name_of_node

LONGEST_WORDS: Final = 16 * 1024

P = ParamSpec("P")
Listener = Callable[[str, int], None]
Overhearer = Callable[[str, str], None]
Unsubscribe = Callable[[], None]
MakeLine = Callable[[Callable[[Message], None], Callable[[], None]], Line | None]


class Bus:
    """Thread-safe; a listener hears each message once, in the order of sending.

    Who sends is never kept waiting: not by listeners on an event loop, not by the network.
    """

    def __init__(self, make_line: MakeLine = lambda _hear, _gap: None) -> None:
        self._make_line = make_line
        self._listeners: dict[object, Listener] = {}
        self._overhearers: dict[object, Overhearer] = {}
        self._gap_fillers: dict[object, Callable[[], None]] = {}
        self._lock = threading.RLock()

    def publish(self, topic: str, seq: int) -> None:
        """From any thread: `topic` stands at `seq` now."""
        self._send((topic, seq))

    def say(self, topic: str, words: str) -> None:
        """From any thread: pass some words on to whoever overhears now. They are kept nowhere."""
        assert len(words) <= LONGEST_WORDS, "too long for the bus"
        self._send((topic, words))

    def subscribe(
        self,
        listener: Listener,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        after_gap: Callable[[], None] | None = None,
    ) -> Unsubscribe:
        """Calls `listener` on `loop` if one is given, else in the sending thread.

        `after_gap` is called likewise whenever publications of other processes may have been
        missed: whoever shows something then looks at all of it again. Returns the function that
        ends the subscription.
        """
        key = object()
        with self._lock:
            self._listeners[key] = _on_loop(listener, loop)
            if after_gap is not None:
                self._gap_fillers[key] = _on_loop(after_gap, loop)
            _ = self._line
        return lambda: self._forget(key)

    def overhear(
        self, overhearer: Overhearer, *, loop: asyncio.AbstractEventLoop | None = None
    ) -> Unsubscribe:
        """As `subscribe`, for what is said. Words that were missed do not come again."""
        key = object()
        with self._lock:
            self._overhearers[key] = _on_loop(overhearer, loop)
            _ = self._line
        return lambda: self._forget(key)

    @cached_property
    def _line(self) -> Line | None:
        return self._make_line(self._hear, self._fill_gap)

    def _send(self, message: Message) -> None:
        with self._lock:
            if self._line is not None:
                self._line.send(message)
            self._hear(message)

    def _hear(self, message: Message) -> None:
        with self._lock:
            match message:
                case (topic, int(seq)):
                    for listener in tuple(self._listeners.values()):
                        listener(topic, seq)
                case (topic, str(words)):
                    for overhearer in tuple(self._overhearers.values()):
                        overhearer(topic, words)

    def _fill_gap(self) -> None:
        with self._lock:
            for filler in tuple(self._gap_fillers.values()):
                filler()

    def _forget(self, key: object) -> None:
        with self._lock:
            for kept in (self._listeners, self._overhearers, self._gap_fillers):
                kept.pop(key, None)


def _on_loop(
    listener: Callable[P, None], loop: asyncio.AbstractEventLoop | None
) -> Callable[P, None]:
    if loop is None:
        return listener

    def hand_over(*args: P.args, **kwargs: P.kwargs) -> None:
        # A loop that has closed has nobody left to tell.
        if not loop.is_closed():
            loop.call_soon_threadsafe(listener, *args)

    return hand_over


def _line_of_this_node(hear: Callable[[Message], None], gap: Callable[[], None]) -> Line | None:
    if not settings.HEARD_BUS_URL:
        return None
    line = Line(settings.HEARD_BUS_URL, name_of_node(), hear=hear, after_gap=gap)
    # A command that ends at once has still said what it had to say.
    atexit.register(line.close)
    return line


_bus = Bus(_line_of_this_node)
publish = _bus.publish
subscribe = _bus.subscribe
say = _bus.say
overhear = _bus.overhear
