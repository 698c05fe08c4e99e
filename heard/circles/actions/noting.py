"""Notes that a host saw the names of those who sit in a circle, and what they need."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from heard.circles import models
from heard.circles.queries.hosting import needs_in
from heard.people.actions import note_look_once


@transaction.atomic
def note_host_looks(*, circle_id: UUID, host_id: int, now: datetime) -> None:
    """For each person who sits there, once an hour; for seats of nobody we know, one line."""
    seats = models.Seat.objects.filter(circle_id=circle_id).exclude(is_companion=True)
    people = set(seats.values_list("person_id", flat=True)) - {host_id}
    looks = [(person_id, "host-page") for person_id in sorted(people, key=lambda each: each or 0)]
    looks += [(line.person_id, "access-needs") for line in needs_in(circle_id, host_id=host_id)]
    for person_id, what in looks:
        note_look_once(
            actor_id=host_id,
            subject_id=person_id,
            what=what,
            scope=f"circle:{circle_id}",
            now=now,
        )
