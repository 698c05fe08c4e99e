"""Circles of grown-ups and of minors, seat by seat, as only the database could refuse them."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from heard.circles import models
from heard.people.models import Person, Vetting

NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def today() -> Any:
    return datetime.now(UTC).date()


def somebody(band: str) -> Person:
    return Person.objects.create(email=f"{uuid.uuid4().hex}@example.org", age_band=band)


def a_circle(band: str = "adult", kind: str = "") -> models.Circle:
    return models.Circle.objects.create(
        format_id="empathy-circle",
        format_version="1",
        format_document={},
        language="en",
        mode="devices",
        age_band=band,
        community_id=uuid.uuid4() if kind else None,
        community_kind=kind,
        created_at=NOW,
        links_end_at=NOW,
    )


def a_seat(circle: models.Circle, number: int, band: str, **more: Any) -> models.Seat:
    return models.Seat.objects.create(
        circle=circle, number=number, nickname="x", age_band=band, **more
    )


def a_vetting(person: Person, place: str = "school", **more: Any) -> Vetting:
    holds: dict[str, Any] = {
        "holds_from": today() - timedelta(days=1),
        "holds_until": today() + timedelta(days=30),
        "recorded_at": NOW,
    }
    return Vetting.objects.create(person=person, place=place, **(holds | more))


def a_class(minors: int = 2, kind: str = "school") -> models.Circle:
    """A circle of teens, without a grown-up."""
    circle = a_circle("teen", kind)
    for number in range(1, minors + 1):
        a_seat(circle, number, "teen")
    return circle


def a_vetted_seat(circle: models.Circle, *, number: int = 8, place: str = "school") -> models.Seat:
    person = somebody("adult")
    vetting = a_vetting(person, place)
    return a_seat(circle, number, "adult", person=person, vetting_id=vetting.id)
