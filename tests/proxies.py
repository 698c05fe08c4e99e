"""Starts Caddy from the documented Caddyfile before a node, and stops it for sure."""

import os
import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heard.base.tests.children import any_free_port
from tests.nodes import ROOT, Node

DOCUMENTED = ROOT / "docs" / "running" / "Caddyfile"
ANSWERS_WITHIN = 20.0


@contextmanager
def proxy_before(folder: Path) -> Iterator["Proxy"]:
    """One that runs, with a node of its own behind it."""
    proxy = Proxy(folder)
    try:
        yield proxy.start()
    finally:
        proxy.stop()


class Proxy:
    """As documented, but at ports of its own and with a certificate that it made itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.plain_port = any_free_port(), any_free_port()
        self.url = f"https://localhost:{self.port}"
        self.node = Node(folder / "node", HEARD_URL=self.url)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Proxy":
        """Returns when it answers."""
        self.node.start()
        (self.folder / "Caddyfile").write_text(self._configuration())
        # With `setpriv` it ends also when the tests are killed.
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "caddy", "run"],
            cwd=self.folder,
            env=os.environ | {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("wb"),
        )
        self._wait_until_it_answers()
        return self

    def stop(self) -> None:
        self.node.stop()
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)
            self._process = None

    def context(self) -> ssl.SSLContext:
        """Trusts the one that signed the certificate, as a browser would trust a public one."""
        return ssl.create_default_context(
            cafile=self.folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        )

    def _configuration(self) -> str:
        sites = DOCUMENTED.read_text().partition("# Only with a TURN")[0]
        ports = f"\thttp_port {self.plain_port}\n\thttps_port {self.port}\n"
        own = f"{{\n\tadmin off\n\tskip_install_trust\n{ports}"
        sites = sites.replace("{\n", own, 1)
        sites = sites.replace("127.0.0.1:8000", f"127.0.0.1:{self.node.port}")
        return re.sub(r"^heard\.example\.org {", "localhost {\n\ttls internal", sites, flags=re.M)

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + ANSWERS_WITHIN
        while time.monotonic() < until:
            assert self._process is not None and self._process.poll() is None, self._log()
            try:
                ssl.get_server_certificate(("localhost", self.port), timeout=2)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"Caddy did not answer within {ANSWERS_WITHIN} s:\n{self._log()}")

    def _log(self) -> str:
        return (self.folder / "log").read_text()
