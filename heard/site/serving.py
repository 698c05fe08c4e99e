"""Finds a free port, knows where people reach it, and runs the server."""

import os
import socket
from collections.abc import Callable

import uvicorn

from heard.site.reading import SettingFault

MOST_PORTS_TRIED = 20


def run_server(*, host: str, port: int, reload: bool = False) -> None:
    """Runs until it is told to stop."""
    uvicorn.run(
        "heard.site.asgi:application",
        host=host,
        port=port,
        reload=reload,
        reload_includes=["*.py", "*.yaml"] if reload else None,
        log_config=None,
        server_header=False,
        # A little more than the hub's longest frame, so that the hub can say what is wrong with it.
        ws_max_size=64 * 1024,
        ws_ping_interval=10,
        ws_ping_timeout=10,
        # 58 kB a socket with it, 20 kB without.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=5,
    )


def free_port(host: str, wanted: int, *, is_free: Callable[[str, int], bool] | None = None) -> int:
    """The wanted port, else the next free one."""
    is_free = is_free or port_is_free
    last = min(wanted + MOST_PORTS_TRIED, 65536)
    for port in range(wanted, last):
        if is_free(host, port):
            return port
    raise SettingFault(
        f"The ports {wanted} to {last - 1} are all in use; choose one with --port or HEARD_PORT."
    )


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def lan_address() -> str:
    """This machine's address in the local network, or 127.0.0.1 when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only chooses the way out.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def read_port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingFault(f'HEARD_PORT is "{value}"; write a number from 1 to 65535.')
    return int(value)


def where_people_come(*, host: str, port: int, lan: bool) -> str:
    """HEARD_URL when it is set, else an address that works from where people are."""
    if given := os.environ.get("HEARD_URL"):
        return given
    # Not 127.0.0.1: browsers allow passkeys to "localhost" but to no bare number.
    own = "localhost" if host in ("127.0.0.1", "0.0.0.0", "localhost") else host  # noqa: S104
    return f"http://{lan_address() if lan else own}:{port}"
