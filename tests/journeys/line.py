"""The line between a browser and a node, which can be cut: by closing it, or by silence."""

import contextlib
import socket
import threading

from tests.nodes import Node


class Line:
    """Carries what both sides say, until it is cut."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._node_port = 0
        self._sockets: list[socket.socket] = []
        self._is_cut = False

    def lead_to(self, node: Node) -> None:
        self._node_port, node.url = node.port, f"http://localhost:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, *, silently: bool = False) -> None:
        """Silently: both sides believe that the line is there, and nothing comes through."""
        self._is_cut = True
        if not silently:
            self._hang_up()

    def mend(self) -> None:
        # What was said into the silence is lost, and so are the connections it was said in.
        self._hang_up()
        self._is_cut = False

    def close(self) -> None:
        self._server.close()
        self._hang_up()

    def _hang_up(self) -> None:
        while self._sockets:
            with contextlib.suppress(OSError):
                self._sockets.pop().shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _from = self._server.accept()
                try:
                    self._connect(here)
                except OSError:
                    here.close()

    def _connect(self, here: socket.socket) -> None:
        if self._is_cut:
            raise OSError
        there = socket.create_connection(("127.0.0.1", self._node_port))
        self._sockets += [here, there]
        for ends in ((here, there), (there, here)):
            threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := source.recv(65536):
                if not self._is_cut:
                    target.sendall(said)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
