"""Tickets for WebSockets: signed, good for a minute, good once."""

import secrets
import threading
import time
from typing import Any

from django.core import signing
from django.core.cache import cache

GOOD_FOR = 60
_SALT = "heard.base.tickets"


class TicketRefused(Exception):
    """`code` is `expired`, `forged` or `used`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def issue_ticket(**claims: str) -> str:
    """A ticket that says `claims` to whoever redeems it within 60 seconds."""
    return signing.dumps({**claims, "once": secrets.token_urlsafe(9)}, salt=_SALT)


def redeem_ticket(ticket: str) -> dict[str, str]:
    """The claims of a ticket, which is used up by this. Raises `TicketRefused`."""
    claims = _read(ticket)
    once = claims.pop("once")
    if not _spent.add(once) or not cache.add(f"ticket:{once}", True, GOOD_FOR):
        raise TicketRefused("used")
    return claims


def _read(ticket: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = signing.loads(ticket, salt=_SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise TicketRefused("expired") from None
    except (signing.BadSignature, UnicodeEncodeError):
        # JSON can say half a letter, which nothing that we signed holds.
        raise TicketRefused("forged") from None
    return claims


class _Spent:
    """What this process has seen; the cache says it to other processes, but may forget."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def add(self, once: str) -> bool:
        """Whether it was not there yet."""
        now = time.monotonic()
        with self._lock:
            self._forget(now)
            if once in self._until:
                return False
            self._until[once] = now + GOOD_FOR + 1
            return True

    def _forget(self, now: float) -> None:
        # In order of arrival, so the oldest stands first.
        while self._until and next(iter(self._until.values())) < now:
            del self._until[next(iter(self._until))]


_spent = _Spent()
