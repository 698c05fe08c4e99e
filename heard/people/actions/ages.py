"""Records who was looked at before they sit with minors, and who answers for a minor."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from heard.base.reactions import tell
from heard.people.actions.looks import note_look
from heard.people.events import ConsentWithdrawn, VettingWithdrawn
from heard.people.models import GuardianConsent, Vetting
from heard.people.queries.ages import BY_GUARDIAN


@transaction.atomic
def record_vetting(
    *,
    person_id: int,
    place: str,
    holds_from: date,
    holds_until: date,
    recorded_by: int,
    now: datetime,
) -> int:
    """A school or hospital has looked at somebody; nobody records it of themselves."""
    vetting = Vetting.objects.create(
        person_id=person_id,
        place=place,
        holds_from=holds_from,
        holds_until=holds_until,
        recorded_by_id=recorded_by,
        recorded_at=now,
    )
    note_look(actor_id=recorded_by, subject_id=person_id, what="vetting", now=now)
    return int(vetting.pk)


@transaction.atomic
def withdraw_vetting(*, vetting_id: int, now: datetime) -> None:
    """From this moment the database lets go the seats that stood on it; circles are told."""
    if Vetting.objects.filter(id=vetting_id, withdrawn_at=None).update(withdrawn_at=now):
        tell(VettingWithdrawn(vetting_id, now))


def record_guardian(
    *,
    scope: str,
    reference: str,
    recorded_by: int,
    now: datetime,
    person_id: int | None = None,
    seat_id: UUID | None = None,
) -> None:
    """Who answers for a minor agrees. `reference` says where the paper lies, never a name."""
    GuardianConsent.objects.create(
        person_id=person_id,
        seat_id=seat_id,
        scope=scope,
        reference=reference,
        recorded_by_id=recorded_by,
        given_at=now,
    )


@transaction.atomic
def withdraw_guardian(
    *, scope: str, now: datetime, person_id: int | None = None, seat_id: UUID | None = None
) -> None:
    """Whoever agreed for a minor takes it back, also in the middle of a circle."""
    held = GuardianConsent.objects.filter(
        Q(person=person_id), seat_id=seat_id, scope=scope, withdrawn_at=None
    )
    if held.update(withdrawn_at=now):
        tell(ConsentWithdrawn(person_id, seat_id, BY_GUARDIAN, scope, now))
