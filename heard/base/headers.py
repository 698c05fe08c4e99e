"""Tells browsers what our pages may do: nothing from elsewhere, nothing inline without a nonce."""

import secrets
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin

PERMISSIONS = (
    "camera=(self), microphone=(self), fullscreen=(self), screen-wake-lock=(self), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self), "
    "geolocation=(), payment=(), usb=(), midi=(), display-capture=()"
)
# Whoever opens a file by itself sees it, and nothing runs.
OF_FILES = "script-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def guard_file(headers: Headers, path: str, url: str) -> None:
    """Tells browsers what a style, a script or a font may do as a page: nothing."""
    headers["Content-Security-Policy"] = OF_FILES


class ContentSecurityPolicy(MiddlewareMixin):
    """Gives each request a `csp_nonce` and each answer the policy that goes with it."""

    def process_request(self, request: HttpRequest) -> None:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Security-Policy", policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_personal(request):
            # Not for the next person at this device, who presses "back".
            add_never_cache_headers(response)
        return response


def _is_personal(request: HttpRequest) -> bool:
    # Some requests are answered before anybody asks who it is.
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def policy(request: HttpRequest) -> str:
    nonce = getattr(request, "csp_nonce", "")
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            f"connect-src 'self' {_socket_origin(request)}".rstrip(),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _socket_origin(request: HttpRequest) -> str:
    # Older Safari does not take 'self' to mean the WebSocket of the same host.
    host = request.META.get("HTTP_HOST", "")
    if not host or set(host) - set("abcdefghijklmnopqrstuvwxyz0123456789.-:[]"):
        return ""
    # The proxy in front may speak plain HTTP with us, so the node's own address decides.
    return f"{'wss' if settings.HEARD_URL.startswith('https:') else 'ws'}://{host}"
