"""Starts Debian's coturn from the documented configuration, and stops it for sure."""

import os
import secrets
import shlex
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heard.base.tests.children import any_free_port
from tests.nodes import ROOT

DOCUMENTED = ROOT / "docs" / "running" / "turnserver.conf"
ANSWERS_WITHIN = 20.0
HOST = "127.0.0.1"
# All that makes the documented configuration run beside others on a machine of tests.
OWN = ("listening-port", "tls-listening-port", "static-auth-secret", "cert", "pkey", "log-file")
# So that two pages on this machine may meet; never in what is documented.
ALLOWING_THIS_MACHINE = ("allow-loopback-peers", f"allowed-peer-ip={HOST}")
CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
    "-subj /CN=turn.example.org -keyout key.pem -out certificate.pem"
)


def documented(name: str) -> str:
    """The value of a setting in the documented configuration."""
    lines = dict(line.partition("=")[::2] for line in DOCUMENTED.read_text().splitlines())
    return lines[name]


@contextmanager
def turn_server_in(folder: Path, *, more: tuple[str, ...] = ()) -> Iterator["TurnServer"]:
    """A running one, with `more` lines after the documented ones."""
    server = TurnServer(folder, more=more)
    try:
        yield server.start()
    finally:
        server.stop()


class TurnServer:
    """A TURN server on this machine's loopback, by UDP, TCP and TLS; it relays IPv4 and IPv6."""

    def __init__(self, folder: Path, *, more: tuple[str, ...]) -> None:
        self.folder = folder
        self.secret = secrets.token_hex(16)
        self.port, self.tls_port = any_free_port(), any_free_port()
        self._more = more
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def urls(self) -> tuple[str, ...]:
        """By UDP first, then by TCP, as in `HEARD_TURN_URLS`."""
        place = f"turn:{HOST}:{self.port}"
        return (f"{place}?transport=udp", f"{place}?transport=tcp")

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def start(self) -> "TurnServer":
        """Returns when it answers."""
        self._make_certificate()
        (self.folder / "turnserver.conf").write_text(self._configuration())
        # With `setpriv` it ends also when the tests are killed.
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "turnserver", "-c", "turnserver.conf", "--pidfile="],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_it_answers()
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)
            self._process = None

    def _configuration(self) -> str:
        kept = [
            line
            for line in DOCUMENTED.read_text().splitlines()
            if line.partition("=")[0] not in OWN
        ]
        own = [
            f"listening-ip={HOST}",
            f"relay-ip={HOST}",
            "relay-ip=::1",
            f"listening-port={self.port}",
            f"tls-listening-port={self.tls_port}",
            f"static-auth-secret={self.secret}",
            "cert=certificate.pem",
            "pkey=key.pem",
            "userdb=users",
            f"log-file={self.folder / 'log'}",
            "simple-log",
        ]
        return "\n".join([*kept, *own, *self._more, ""])

    def _make_certificate(self) -> None:
        subprocess.run(
            shlex.split(CERTIFICATE),
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + ANSWERS_WITHIN
        while time.monotonic() < until:
            assert self._process is not None and self._process.poll() is None, self.log
            if self._answers():
                return
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"coturn did not answer within {ANSWERS_WITHIN} s:\n{self.log}")

    def _answers(self) -> bool:
        """To a STUN binding request by UDP, and to a connection by TLS, which it opens last."""
        request = struct.pack("!HHI12s", 1, 0, 0x2112A442, os.urandom(12))
        try:
            with socket.socket(type=socket.SOCK_DGRAM) as asking:
                asking.settimeout(0.2)
                asking.sendto(request, (HOST, self.port))
                asking.recv(2048)
            socket.create_connection((HOST, self.tls_port), timeout=0.2).close()
        except OSError:
            return False
        return True
