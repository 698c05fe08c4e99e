"""How often somebody may write, and how often a link may be guessed.

Counted by all processes of a node together: for one network address, of which nothing else is kept,
and for whoever is signed in by themselves.
"""

import time
from datetime import timedelta
from ipaddress import IPv6Network, ip_address
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.deprecation import MiddlewareMixin

WITHIN: Final = timedelta(minutes=1)
# A whole school sits behind one address, and after a restart all of it comes back at once.
WRITES: Final = 600
WRITES_OF_A_PERSON: Final = 120
GUESSES: Final = 60
_SECRET_LINKS: Final = ("/sit/", "/table/", "/owner/", "/invitation/")
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SlowDown(MiddlewareMixin):
    """Asks to wait a little, by status 429 and a sentence."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.method not in _READS and spend("write", request) > _most(request):
            return _wait(request)
        if _is_secret(request) and spent("guess", request) >= GUESSES:
            return _wait(request)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code == 404 and _is_secret(request):
            spend("guess", request)
        return response


def spend(what: str, request: HttpRequest) -> int:
    """Counts one more; returns how many there are in this minute."""
    key = _key(what, request)
    cache.add(key, 0, _left() + 1)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It was forgotten between the two.
        return 1


def spent(what: str, request: HttpRequest) -> int:
    return int(cache.get(_key(what, request), 0))


def _most(request: HttpRequest) -> int:
    return WRITES_OF_A_PERSON if request.user.is_authenticated else WRITES


def _is_secret(request: HttpRequest) -> bool:
    return request.path.startswith(_SECRET_LINKS)


def _wait(request: HttpRequest) -> HttpResponse:
    seconds = _left()
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _key(what: str, request: HttpRequest) -> str:
    minute = int(time.time() // WITHIN.total_seconds())
    who = f"person {request.user.pk}" if _is_person(what, request) else _network(request)
    digest = salted_hmac("heard.base.limits", who, algorithm="sha256").hexdigest()
    return f"limit:{what}:{minute}:{digest[:32]}"


def _is_person(what: str, request: HttpRequest) -> bool:
    # Guesses count for the network: signing in is no way to guess on.
    return what == "write" and request.user.is_authenticated


def _left() -> int:
    """Seconds until counting begins anew."""
    length = int(WITHIN.total_seconds())
    return length - int(time.time()) % length


def _network(request: HttpRequest) -> str:
    """The address; in IPv6 the network, because there each device has addresses without end."""
    try:
        found = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    return str(found if found.version == 4 else IPv6Network((int(found), 64), strict=False))
