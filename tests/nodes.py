"""Starts whole nodes as processes of their own, and kills them as a power cut would."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psycopg

from heard.base.tests.children import any_free_port, end_with_parent
from tests.services import bus_number, drop_database, make_database

ROOT = Path(__file__).resolve().parent.parent
# Cut once for each way of cutting them.
RECIPE = (ROOT / "heard/ui/fonts.py").read_bytes() + (ROOT / "requirements.lock").read_bytes()
FONTS = ROOT / "var" / "fonts-for-tests" / hashlib.sha256(RECIPE).hexdigest()[:16]
STARTS_WITHIN = 60.0


class Node:
    """One served node with its own data; `kill` and `start` again keep them, `stop` does not.

    Where the tests run on PostgreSQL and Valkey (`bin/test --on-services`), nodes do too. Its own
    `settings` are variables such as `HEARD_HOST`.
    """

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.settings = settings
        self.port = any_free_port()
        self.url = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._database = ""

    @property
    def log(self) -> str:
        return (self.data / "log").read_text()

    def start(self) -> "Node":
        """Returns when the node answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        if (beside := os.environ.get("DATABASE_URL")) and not self._database:
            self._database = make_database(beside)
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
                preexec_fn=end_with_parent,  # noqa: PLW1509  (one system call)
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

    def asks(self, script: str) -> Any:
        """What a script that runs inside it prints last, as JSON."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", script],
            cwd=ROOT,
            env=self._environment(),
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)
        if self._database:
            drop_database(self._database, beside=os.environ["DATABASE_URL"])
            self._database = ""

    def rows(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        """What its database answers, whichever it is; `%s` stands for a value."""
        if self._database:
            with psycopg.connect(self._database) as database:
                return database.execute(question.encode(), values).fetchall()
        with sqlite3.connect(self.data / "heard.sqlite3") as file:
            return file.execute(question.replace("%s", "?"), values).fetchall()

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
        if self._database:
            own["DATABASE_URL"] = self._database
        if bus := os.environ.get("HEARD_BUS_URL"):
            own["HEARD_BUS_URL"] = bus_number(bus, 0)
        return kept | own | self.settings | {"PYTHONUNBUFFERED": "1"}

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
