"""Notes that a host saw the names of those who sit in a circle."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from heard.circles import models
from heard.people.actions import note_look_once


@transaction.atomic
def note_host_looks(*, circle_id: UUID, host_id: int, now: datetime) -> None:
    """For each person who sits there, once an hour; for seats of nobody we know, one line."""
    seats = models.Seat.objects.filter(circle_id=circle_id).exclude(is_companion=True)
    people = set(seats.values_list("person_id", flat=True)) - {host_id}
    for person_id in sorted(people, key=lambda each: each or 0):
        note_look_once(
            actor_id=host_id,
            subject_id=person_id,
            what="host-page",
            scope=f"circle:{circle_id}",
            now=now,
        )
