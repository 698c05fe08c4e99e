"""What every page may say about the node it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def node(request: HttpRequest) -> dict[str, object]:
    return {
        "node_name": settings.HEARD_NODE_NAME,
        "node_is_secure": settings.HEARD_IS_SECURE,
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }
