"""How long a search may go on: a number of steps or seconds, or until somebody presses Ctrl-C."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from heard.matching.core import Spent


class Patience:
    """A budget that ends at once when somebody wants no more; `seconds` are for each round."""

    def __init__(self, usual: Spent, seconds: float | None) -> None:
        self._usual, self._seconds = usual, seconds
        self._began = time.monotonic()
        self.was_ended = False

    def __call__(self, taken: int) -> float:
        if self.was_ended:
            return 1.0
        if self._seconds is None:
            return self._usual(taken)
        if taken == 0:
            self._began = time.monotonic()
        return (time.monotonic() - self._began) / self._seconds

    @contextmanager
    def until_ctrl_c(self) -> Iterator[None]:
        """The first Ctrl-C ends the search with the best so far, a second one ends everything."""
        before = signal.signal(signal.SIGINT, self._end)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self.was_ended = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        click.echo("\nEnding with the best so far. Ctrl-C again ends at once.", err=True)
