"""Django's door for pages; what it cannot read is answered there, instead of breaking on it."""

from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.http import HttpResponseBadRequest
from django.http.response import HttpResponseBase


class Unreadable(ValueError):
    """A part of the request that no browser sends."""


class Pages(ASGIHandler):
    """Asks each request for what would be read later, where nobody expects it to be broken."""

    def create_request(
        self, scope: Mapping[str, Any], body_file: IO[bytes]
    ) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        try:
            made = super().create_request(scope, body_file)
            if made[0] is not None:
                _check(made[0])
        # Django reads the head of a request here, and expects nothing but wrong letters in it.
        except (ValueError, SuspiciousOperation):
            return None, HttpResponseBadRequest()
        return made


def _check(request: ASGIRequest) -> None:
    if (request.encoding or "utf-8").lower() != "utf-8":
        # Python knows encodings that are none of text, and some that make half letters.
        raise Unreadable("charset")
    if any("\0" in value for value in request.COOKIES.values()):
        # PostgreSQL takes none, and a quoted cookie may hold some.
        raise Unreadable("cookie")
    # Asked for only by the few views that answer in several ways.
    _ = request.accepted_types
