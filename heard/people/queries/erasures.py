"""Whom this node has forgotten."""

from collections.abc import Iterable
from uuid import UUID

from heard.people.models import Erasure


def erased_among(seat_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these seats whose people have been forgotten."""
    subjects = [str(seat_id) for seat_id in seat_ids]
    found = Erasure.objects.filter(kind="seat", subject__in=subjects)
    return frozenset(UUID(subject) for subject in found.values_list("subject", flat=True))
