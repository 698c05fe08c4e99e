"""Starts whole nodes as processes of their own, and kills them as a power cut would."""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Cut once for each way of cutting them.
RECIPE = (ROOT / "heard/ui/fonts.py").read_bytes() + (ROOT / "requirements.lock").read_bytes()
FONTS = ROOT / "var" / "fonts-for-tests" / hashlib.sha256(RECIPE).hexdigest()[:16]
STARTS_WITHIN = 60.0


class Node:
    """One served node with its own data folder; `kill` and `start` again keep the data."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = any_free_port()
        self.url = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return (self.data / "log").read_text()

    def start(self) -> "Node":
        """Returns when the node answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        self._borrow_fonts()
        self.run("prepare")
        self._lend_fonts()
        with (self.data / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("serve", "--port", str(self.port)),
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_well()
        return self

    def run(self, *arguments: str) -> str:
        """Runs a command of `heard` on this node's data and returns what it prints."""
        return subprocess.run(
            self._command(*arguments),
            cwd=ROOT,
            env=self._environment(),
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    # Cutting the fonts takes ten seconds, and they are the same for every node.
    def _borrow_fonts(self) -> None:
        if FONTS.exists() and not (self.data / "build").exists():
            shutil.copytree(FONTS, self.data / "build")

    def _lend_fonts(self) -> None:
        if not FONTS.exists():
            made = Path(shutil.copytree(self.data / "build", f"{FONTS}-{self.port}"))
            # Another worker may have been first.
            with contextlib.suppress(OSError):
                made.rename(FONTS)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=20)
            self._process = None

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "heard", *arguments]

    def _environment(self) -> dict[str, str]:
        own = {"HEARD_URL": self.url, "HEARD_DATA": str(self.data), "HEARD_RELOAD": ""}
        kept = {name: value for name, value in os.environ.items() if name[:6] != "HEARD_"}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return kept | own | {"PYTHONUNBUFFERED": "1"}

    def _wait_until_well(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            assert self._process is not None and self._process.poll() is None, self.log
            try:
                urllib.request.urlopen(f"{self.url}/health/", timeout=2).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"The node did not answer within {STARTS_WITHIN} s:\n{self.log}")


def any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
