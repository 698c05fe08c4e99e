"""What someone who holds a link may see of a circle before sitting in it."""

from dataclasses import dataclass
from uuid import UUID

from heard.circles import models
from heard.circles.core.formats import Format
from heard.circles.queries.states import state_of


@dataclass(frozen=True, slots=True)
class Invitation:
    format: Format
    topic: str
    people: int
    here: int


def invitation(circle_id: UUID) -> Invitation:
    """Raises `Circle.DoesNotExist`."""
    circle = state_of(circle_id)
    topic = models.Circle.objects.values_list("topic", flat=True).get(id=circle_id)
    return Invitation(circle.format, topic, len(circle.seats), len(circle.here))
