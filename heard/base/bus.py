"""Says that something has moved on ("circle 7 is at 42 now"), and passes short words on."""

import asyncio
import threading
from collections.abc import Callable
from typing import Final, ParamSpec

LONGEST_WORDS: Final = 16 * 1024

P = ParamSpec("P")
Listener = Callable[[str, int], None]
Overhearer = Callable[[str, str], None]
Unsubscribe = Callable[[], None]


class Bus:
    """Thread-safe; a listener hears each message once, in the order of sending."""

    def __init__(self) -> None:
        self._listeners: dict[object, Listener] = {}
        self._overhearers: dict[object, Overhearer] = {}
        self._after_gap: dict[object, Callable[[], None]] = {}
        self._lock = threading.RLock()

    def publish(self, topic: str, seq: int) -> None:
        """May be called from any thread, and never waits for a listener on an event loop."""
        with self._lock:
            for listener in tuple(self._listeners.values()):
                listener(topic, seq)

    def say(self, topic: str, words: str) -> None:
        """Pass at most 16 kB on to whoever overhears now. They are kept nowhere."""
        assert len(words.encode()) <= LONGEST_WORDS, "too long for the bus"
        with self._lock:
            for overhearer in tuple(self._overhearers.values()):
                overhearer(topic, words)

    def subscribe(
        self,
        listener: Listener,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        after_gap: Callable[[], None] | None = None,
    ) -> Unsubscribe:
        """Calls `listener` on `loop` if one is given, else in the publishing thread.

        `after_gap` is called likewise when publications may have been missed: whoever shows
        something looks at all of it again. Returns the function that ends the subscription.
        """
        key = object()
        with self._lock:
            self._listeners[key] = _on_loop(listener, loop)
            if after_gap is not None:
                self._after_gap[key] = _on_loop(after_gap, loop)
        return lambda: self._forget(key)

    def overhear(
        self, overhearer: Overhearer, *, loop: asyncio.AbstractEventLoop | None = None
    ) -> Unsubscribe:
        """As `subscribe`, for what is said. Words that were missed do not come again."""
        key = object()
        with self._lock:
            self._overhearers[key] = _on_loop(overhearer, loop)
        return lambda: self._forget(key)

    def _forget(self, key: object) -> None:
        with self._lock:
            self._listeners.pop(key, None)
            self._overhearers.pop(key, None)
            self._after_gap.pop(key, None)


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


_bus = Bus()
publish = _bus.publish
subscribe = _bus.subscribe
say = _bus.say
overhear = _bus.overhear
