"""How old somebody is, as far as we know it, who may sit with minors, and who agreed for one."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from heard.people.models import GuardianConsent, Person, Vetting

# The purpose under which it is told that who answers for a minor has taken back their word.
BY_GUARDIAN: Final = "guardian"


def age_band_of(person_id: int) -> str:
    return Person.objects.values_list("age_band", flat=True).get(pk=person_id)


def vetting_for(person_id: int, *, place: str, on: date) -> int | None:
    """The vetting by which this person may sit with minors of such a place on that day."""
    holding = Vetting.objects.filter(
        person_id=person_id,
        place=place,
        holds_from__lte=on,
        holds_until__gte=on,
        withdrawn_at=None,
        person__is_active=True,
    )
    return holding.order_by("-holds_until").values_list("id", flat=True).first()


def vetted_among(person_ids: Iterable[int], *, place: str, on: date) -> frozenset[int]:
    """Those of these who may sit with minors of such a place on that day."""
    return frozenset(
        person_id
        for person_id in person_ids
        if vetting_for(person_id, place=place, on=on) is not None
    )


def vettings_run_out(vetting_ids: Iterable[int], *, on: date) -> frozenset[int]:
    """Those of these that no longer hold on that day."""
    asked = frozenset(vetting_ids)
    holding = Vetting.objects.filter(
        id__in=asked, holds_from__lte=on, holds_until__gte=on, withdrawn_at=None
    )
    return asked - frozenset(holding.values_list("id", flat=True))


def guardian_agrees(*, scope: str, seat_id: UUID, person_id: int | None) -> bool:
    """For this seat, or for whoever sits in it, and for this scope or for all."""
    of_whom = Q(seat_id=seat_id)
    if person_id is not None:
        of_whom |= Q(person_id=person_id)
    holding = GuardianConsent.objects.filter(of_whom, scope__in=(scope, ""), withdrawn_at=None)
    return holding.exists()
