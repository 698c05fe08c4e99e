"""The one door to the open web: fetches over HTTPS, and reaches nothing that stands inside.

A name is looked up once, and what is connected to is the very address that was looked at.
"""

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit

LONGEST_ADDRESS: Final = 2000
LARGEST_ANSWER: Final = 1024 * 1024
LARGEST_HEAD: Final = 64 * 1024
WITHIN: Final = 5.0
REDIRECTS: Final = 3
PORT: Final = 443
_SENT_ON: Final = frozenset({301, 302, 303, 307, 308})

_NAME: Final = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}\.?"
)
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_OPEN: Final = IPv6Network("2000::/3")
# Python knows most of what is not open (`is_global`), but not all, and not in each version.
_CLOSED_4: Final = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")))
_CLOSED_6: Final = tuple(
    map(
        IPv6Network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)

Resolve = Callable[[str], Sequence[str]]
# An address, the name that its certificate must bear, and for how many seconds we are patient.
Connect = Callable[[str, str, float], socket.socket]


class NotFetched(Exception):
    """`code` says why: `address`, `closed`, `unknown`, `too_slow`, `too_large`, `redirects`,
    `no_answer`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came, and from which address after all redirects."""

    url: str
    status: int
    kind: str
    body: bytes


def look_up(name: str) -> Sequence[str]:
    found = socket.getaddrinfo(name, PORT, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_rest, place in found]


def connect_safely(address: str, name: str, patience: float) -> socket.socket:
    """Encrypted, with a certificate for `name` that this machine trusts."""
    line = socket.create_connection((address, PORT), timeout=patience)
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=name)
    except BaseException:
        line.close()
        raise


def fetch(url: str, *, resolve: Resolve = look_up, connect: Connect = connect_safely) -> Fetched:
    """Asks for `url`. At most 1 MB, 5 seconds and 3 redirects. Raises `NotFetched`."""
    until = time.monotonic() + WITHIN
    for _hop in range(REDIRECTS + 1):
        there = read_url(url)
        status, headers, body = _ask(there, until, resolve, connect)
        location = headers.get("location", "")
        if status not in _SENT_ON or not location:
            return Fetched(url, status, headers.get("content-type", ""), body)
        url = urljoin(url, location)
    raise NotFetched("redirects")


def read_url(url: str) -> SplitResult:
    """Only `https`, a name, and no port, user or secret of its own. Raises `NotFetched`."""
    if len(url) > LONGEST_ADDRESS or not re.fullmatch(r"[!-~]+", url) or "\\" in url:
        raise NotFetched("address")
    try:
        there = urlsplit(url)
        port = there.port
    except ValueError:
        raise NotFetched("address") from None
    name = there.hostname or ""
    if there.scheme != "https" or "@" in there.netloc or port not in (None, PORT):
        raise NotFetched("address")
    # A number in any spelling is no name: 2130706433, 0x7f.1 and [::1] stop here.
    if not _NAME.fullmatch(name):
        raise NotFetched("address")
    return there


def is_open(address: str) -> bool:
    """Whether this is one machine on the open internet, also behind what wraps addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return _is_open_4(found) if isinstance(found, IPv4Address) else _is_open_6(found)


def _is_open_4(found: IPv4Address) -> bool:
    closed = any(found in network for network in _CLOSED_4)
    return found.is_global and not found.is_multicast and not found.is_reserved and not closed


def _is_open_6(found: IPv6Address) -> bool:
    if found.scope_id is not None:
        return False
    if found in _MAPPED or found in _NAT64:
        return _is_open_4(IPv4Address(int(found) & 0xFFFFFFFF))
    # Tunnels such as 6to4 and Teredo lead to an IPv4 address that nobody has looked at.
    return found in _OPEN and found.is_global and not any(found in each for each in _CLOSED_6)


def _ask(
    there: SplitResult, until: float, resolve: Resolve, connect: Connect
) -> tuple[int, dict[str, str], bytes]:
    name = (there.hostname or "").removesuffix(".")
    address = _address_of(name, until, resolve)
    try:
        with connect(address, name, _left(until)) as line:
            _send(line, there, name, until)
            return _answer(line, until)
    except TimeoutError:
        raise NotFetched("too_slow") from None
    except (OSError, http.client.HTTPException):
        raise NotFetched("no_answer") from None


def _address_of(name: str, until: float, resolve: Resolve) -> str:
    """The first address; one that is closed among them closes all."""
    pool = ThreadPoolExecutor(1)
    try:
        addresses = pool.submit(resolve, name).result(timeout=_left(until))
    except TimeoutError:
        raise NotFetched("too_slow") from None
    except OSError:
        raise NotFetched("unknown") from None
    finally:
        # Who looks a name up cannot be stopped, but need not be waited for.
        pool.shutdown(wait=False)
    if not addresses:
        raise NotFetched("unknown")
    if not all(map(is_open, addresses)):
        raise NotFetched("closed")
    return addresses[0]


def _send(line: socket.socket, there: SplitResult, name: str, until: float) -> None:
    target = (there.path or "/") + (f"?{there.query}" if there.query else "")
    head = (
        f"GET {target} HTTP/1.1\r\nHost: {name}\r\nUser-Agent: Heard\r\n"
        "Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
    )
    line.settimeout(_left(until))
    line.sendall(head.encode("ascii"))


def _answer(line: socket.socket, until: float) -> tuple[int, dict[str, str], bytes]:
    answer = http.client.HTTPResponse(_Bounded(line, until))  # type: ignore[arg-type]
    answer.begin()
    body = answer.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise NotFetched("too_large")
    headers = {key.lower(): value for key, value in answer.getheaders()}
    return answer.status, headers, body


class _Bounded(io.RawIOBase):
    """A line that gives so much and so long, however slowly it drips; poses as a socket."""

    def __init__(self, line: socket.socket, until: float) -> None:
        super().__init__()
        self._line = line
        self._until = until
        self._left = LARGEST_ANSWER + LARGEST_HEAD

    def makefile(self, *_args: Any, **_kwargs: Any) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(_left(self._until))
        got = self._line.recv_into(buffer)
        self._left -= got
        if self._left < 0:
            raise NotFetched("too_large")
        return got


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NotFetched("too_slow")
    return left
