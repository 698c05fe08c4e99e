"""What someone who holds a link may know of a circle before anyone sees or hears them."""

from dataclasses import dataclass
from uuid import UUID

from heard.circles import models
from heard.circles.core.formats import Format
from heard.circles.queries.states import state_of


@dataclass(frozen=True, slots=True)
class Invitation:
    format: Format
    topic: str
    mode: str
    relay_only: bool
    people: int
    here: int
    is_closed: bool


def invitation(circle_id: UUID) -> Invitation:
    """Raises `Circle.DoesNotExist`."""
    circle = state_of(circle_id)
    row = models.Circle.objects.only("topic", "mode", "relay_only").get(id=circle_id)
    return Invitation(
        format=circle.format,
        topic=row.topic,
        mode=row.mode,
        relay_only=row.relay_only,
        people=len(circle.seats),
        here=len(circle.here),
        is_closed=circle.is_closed,
    )
