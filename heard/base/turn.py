"""Lends a browser the node's TURN server, by credentials that end by themselves."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

# Longer than most circles. A page asks for new ones with each way in, and when these are refused.
GOOD_FOR = timedelta(hours=2)
_SALT = "heard.base.turn"


def turn_is_set_up() -> bool:
    return bool(settings.HEARD_TURN_URLS)


def ice_servers(holder: str, *, now: datetime) -> list[dict[str, Any]]:
    """What an `RTCPeerConnection` takes as `iceServers`; empty without a TURN server.

    `holder` says whose relayed lines count together towards the server's quota. The server
    learns only that two lines have the same holder, not who it is.
    """
    if not turn_is_set_up():
        return []
    username = f"{int((now + GOOD_FOR).timestamp())}:{_opaque(holder)}"
    relays = {
        "urls": list(settings.HEARD_TURN_URLS),
        "username": username,
        "credential": _credential(username),
    }
    finders = _stun_urls()
    return [{"urls": finders}, relays] if finders else [relays]


def _opaque(holder: str) -> str:
    return salted_hmac(_SALT, holder, algorithm="sha256").hexdigest()[:16]


def _credential(username: str) -> str:
    """By the TURN REST API (draft-uberti-behave-turn-rest-00), which coturn keeps."""
    secret = settings.HEARD_TURN_SECRET.encode()
    return base64.b64encode(hmac.digest(secret, username.encode(), hashlib.sha1)).decode()


def _stun_urls() -> list[str]:
    """Plain UDP only: what a browser asks for its own public address, without credentials."""
    plain = [url.partition("?") for url in settings.HEARD_TURN_URLS if url.startswith("turn:")]
    places = [place for place, _, transport in plain if transport != "transport=tcp"]
    return [place.replace("turn:", "stun:", 1) for place in dict.fromkeys(places)]
