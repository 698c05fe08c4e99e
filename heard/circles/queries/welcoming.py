"""Whether a free seat is free for the one who comes: their age, their guardian, their company."""

from uuid import UUID

from heard.care import queries as care
from heard.circles import models
from heard.circles.queries.minors import someone_answers_for
from heard.circles.queries.seats import Finding
from heard.people import queries as people


def why_not_free(seat_id: UUID, *, person_id: int | None) -> Finding | None:
    """None when it is. `not_free` says no reason: who has been parted from whom is not told."""
    seat = models.Seat.objects.get(id=seat_id)
    if not someone_answers_for(seat, person_id=person_id):
        return Finding.NO_GUARDIAN
    if person_id is None:
        return None
    if people.age_band_of(person_id) != seat.age_band or _sits_with_parted(seat, person_id):
        return Finding.NOT_FREE
    return None


def _sits_with_parted(seat: models.Seat, person_id: int) -> bool:
    others = models.Seat.objects.filter(circle_id=seat.circle_id, removed_at=None)
    return others.exclude(id=seat.id).filter(person_id__in=care.parted_from(person_id)).exists()
