"""Says inside one process that something has moved on: "circle 7 is at 42 now"."""

import asyncio
import threading
from collections.abc import Callable

Listener = Callable[[str, int], None]


class Bus:
    """Thread-safe; a listener hears each publication once, in the order of publishing."""

    def __init__(self) -> None:
        self._listeners: dict[object, Listener] = {}
        self._lock = threading.RLock()

    def publish(self, topic: str, seq: int) -> None:
        """May be called from any thread, and never waits for a listener on an event loop."""
        with self._lock:
            listeners = tuple(self._listeners.values())
            for listener in listeners:
                listener(topic, seq)

    def subscribe(
        self, listener: Listener, *, loop: asyncio.AbstractEventLoop | None = None
    ) -> Callable[[], None]:
        """Calls `listener` on `loop` if one is given, else in the publishing thread.

        Returns the function that ends the subscription.
        """
        key = object()
        with self._lock:
            self._listeners[key] = _on_loop(listener, loop) if loop else listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(key, None)

        return unsubscribe


def _on_loop(listener: Listener, loop: asyncio.AbstractEventLoop) -> Listener:
    def hand_over(topic: str, seq: int) -> None:
        # A loop that has closed has nobody left to tell.
        if not loop.is_closed():
            loop.call_soon_threadsafe(listener, topic, seq)

    return hand_over


_bus = Bus()
publish = _bus.publish
subscribe = _bus.subscribe
