"""Links: made from an id and a generation, so they can be shown again, and called back."""

import hashlib
from base64 import urlsafe_b64encode
from uuid import UUID

from django.utils.crypto import salted_hmac


def seat_token(seat_id: UUID, generation: int) -> str:
    """The secret part of a seat's link."""
    return _token(f"seat {seat_id} {generation}")


def table_token(circle_id: UUID, generation: int) -> str:
    """The secret part of a table's link."""
    return _token(f"table {circle_id} {generation}")


def hashed(secret: str) -> str:
    """What is kept of a token or a device key."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _token(words: str) -> str:
    digest = salted_hmac("heard.circles.links", words, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:24]).decode()
