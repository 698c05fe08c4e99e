"""Which pages may open a WebSocket: only our own, compared whole."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def origin_is_ours(scope: Any) -> bool:
    """Exactly one Origin, and it is this very host with the scheme that people use."""
    origins = _values(scope["headers"], b"origin")
    hosts = _values(scope["headers"], b"host")
    if len(origins) != 1 or len(hosts) != 1:
        return False
    domain, _ = split_domain_port(hosts[0])
    return (
        bool(domain)
        and validate_host(domain, settings.ALLOWED_HOSTS)
        and origins[0] == f"{_scheme()}://{hosts[0].lower()}"
    )


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


def _scheme() -> str:
    # Behind a proxy the scope says ws though people use https, so the node's own address decides.
    return "https" if settings.HEARD_URL.startswith("https:") else "http"
