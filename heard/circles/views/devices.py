"""What a device keeps to show that a seat or a table is its own: a signed cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from heard.circles.actions.opening import LINKS_ARE_GOOD_FOR

SEAT = "seat"  # goes to /seats/<id>/ and /table/<id>/
LINK = "link"  # goes to the link that led there, so that it knows this device again
_SALT = "heard.circles.device"


def device_key(request: HttpRequest, name: str = SEAT) -> str:
    """The key that this device has for this address, "" if it has none or a forged one."""
    return str(request.get_signed_cookie(_named(name), default="", salt=_SALT) or "")


def keep_key(response: HttpResponse, key: str, *, name: str = SEAT, path: str) -> None:
    """Let the device show `key` at this address, and nowhere else."""
    response.set_signed_cookie(
        _named(name),
        key,
        salt=_SALT,
        max_age=LINKS_ARE_GOOD_FOR,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _named(name: str) -> str:
    """By such a name a browser takes a cookie over HTTPS only."""
    return f"__Secure-{name}" if settings.SESSION_COOKIE_SECURE else name
