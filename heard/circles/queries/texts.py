"""The words of a circle's own format and topic, for the page of its room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from heard.circles import models
from heard.circles.core.formats import read_format


@dataclass(frozen=True, slots=True)
class RoomTexts:
    """Words as they were on the day when the circle was opened."""

    format_id: str
    name: str
    topic: str
    description: str
    agreements: tuple[str, ...]
    phases: Mapping[str, Any]


def room_texts(circle_id: UUID, language: str) -> RoomTexts:
    """In `language` if the format knows it. Raises `Circle.DoesNotExist`."""
    circle = models.Circle.objects.get(id=circle_id)
    texts = read_format(circle.format_document).texts(language)
    return RoomTexts(
        format_id=circle.format_id,
        name=texts["name"],
        topic=circle.topic,
        description=texts["description"],
        agreements=tuple(texts["agreements"]),
        phases=texts["phases"],
    )
