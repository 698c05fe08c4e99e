"""The process of its own in which matching is solved, so that rooms feel nothing of it.

It starts with the first question, or when somebody says that one will come, gives way to everyone
else on the machine, and ends when nobody has asked for a while.
"""

import contextlib
import fcntl
import hashlib
import importlib
import importlib.metadata
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import numpy as np

from heard.matching.core import Grouping, Problem

_GIVES_WAY: Final = 10  # As `nice` counts.
_ENDS_AFTER: Final = timedelta(minutes=5)
# Beyond what a search was given: to start, perhaps to compile, and to check.
_PATIENCE: Final = timedelta(minutes=10)
_CORE: Final = Path(__file__).parent / "core"
# Beside what numba keeps, so that both are lost together.
_KEPT: Final = _CORE / "__pycache__"
_COMPILED: Final = _KEPT / "compiled.stamp"


class MatchingStopped(RuntimeError):
    """The process ended, or took far longer than it was given; nothing was changed."""


class Seconds:
    """A budget of seconds on the clock, from the moment it is made."""

    def __init__(self, most: float) -> None:
        self._most, self._began = most, time.monotonic()

    def __call__(self, taken: int) -> float:
        return (time.monotonic() - self._began) / self._most


class Solver:
    """One process that is asked one question at a time; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None
        self._rest: threading.Timer | None = None

    def be_ready(self) -> None:
        """Starts the process and does not wait for it."""
        with self._lock:
            self._line_to_process()
            self._rest_later()

    def solve(self, problem: Problem, *, seed: int, seconds: float | None) -> Grouping:
        with self._lock:
            answer = self._ask((problem, seed, seconds), seconds or 0.0)
            self._rest_later()
        assert isinstance(answer, Grouping)
        return answer

    def end(self) -> None:
        with self._lock:
            self._end()

    def _ask(self, question: object, seconds: float) -> object:
        line = self._line_to_process()
        try:
            line.send(question)
            if line.poll(seconds + _PATIENCE.total_seconds()):
                return line.recv()
        except (EOFError, OSError):
            pass
        self._end()
        raise MatchingStopped("Matching stopped before it had a grouping. Ask for it again.")

    def _line_to_process(self) -> Connection:
        if self._line is None or self._process is None or not self._process.is_alive():
            self._end()
            context = multiprocessing.get_context("spawn")
            self._line, there = context.Pipe()
            self._process = context.Process(target=_answer_questions, args=(there,), daemon=True)
            self._process.start()
            there.close()
        return self._line

    def _rest_later(self) -> None:
        if self._rest:
            self._rest.cancel()
        self._rest = threading.Timer(_ENDS_AFTER.total_seconds(), self.end)
        self._rest.daemon = True
        self._rest.start()

    def _end(self) -> None:
        if self._rest:
            self._rest.cancel()
        if self._process:
            self._process.kill()
            self._process.join()
        if self._line:
            self._line.close()
        self._process = self._line = self._rest = None


def _answer_questions(line: Connection) -> None:
    """What the process does: loads what is heavy, then answers until nobody is there."""
    os.nice(_GIVES_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with _nobody_else_compiles():
        forget_what_is_stale()
        importlib.import_module("heard.matching.core.warming").warm_up()
        _note_that_it_is_compiled()
    match = importlib.import_module("heard.matching.core.matching").match
    try:
        while True:
            problem, seed, seconds = line.recv()
            spent = _WhileAsked(seconds) if seconds else None
            line.send(match(problem, rng=np.random.default_rng(seed), spent=spent))
    except (EOFError, OSError):
        return


class _WhileAsked(Seconds):
    """Ends also when whoever asked is gone."""

    def __init__(self, most: float) -> None:
        super().__init__(most)
        self._asks = os.getppid()

    def __call__(self, taken: int) -> float:
        return super().__call__(taken) if os.getppid() == self._asks else 1.0


def is_compiled() -> bool:
    """Whether this core, with this numba, has been compiled on this machine."""
    return _COMPILED.exists() and _COMPILED.read_text() == _stamp()


def forget_what_is_stale() -> None:
    """numba sees that a file has changed, but not that one has whose kernels it calls."""
    if is_compiled():
        return
    for kernel in _KEPT.glob("*.nb[ic]"):
        kernel.unlink(missing_ok=True)


@contextlib.contextmanager
def _nobody_else_compiles() -> Iterator[None]:
    """Who comes second finds it done. The file is let go of however the process ends."""
    if not os.access(_KEPT, os.W_OK):
        yield
        return
    with (_KEPT / "compiling.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _note_that_it_is_compiled() -> None:
    # Where the source cannot be written, numba keeps its own elsewhere and loading takes longer.
    if os.access(_KEPT, os.W_OK):
        _COMPILED.write_text(_stamp())


def _stamp() -> str:
    files = b"".join(path.read_bytes() for path in sorted(_CORE.glob("*.py")))
    return f"{hashlib.sha256(files).hexdigest()} {importlib.metadata.version('numba')}"
