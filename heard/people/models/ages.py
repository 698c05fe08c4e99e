"""Grown-ups who may sit with minors, and the word of those who answer for a minor."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from heard.people.core.ages import CARING_PLACES


class Vetting(models.Model):
    """Somebody was looked at, by the rules of a school or hospital, and it holds for a time. The
    papers stay with those who looked."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="vettings"
    )
    place = models.CharField(max_length=10)
    holds_from = models.DateField()
    holds_until = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(place__in=CARING_PLACES), name="vetted_for_a_place"),
            models.CheckConstraint(
                condition=Q(holds_until__gte=F("holds_from")), name="a_vetting_holds_for_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(recorded_by=F("person")), name="nobody_vets_themselves"
            ),
        )

    def __str__(self) -> str:
        return f"vetting of person {self.person_id} until {self.holds_until}"


class GuardianConsent(models.Model):
    """Who answers for a minor has agreed. `reference` says where the paper lies, never a name."""

    seat_id = models.UUIDField(null=True, db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    scope = models.CharField(max_length=80)
    reference = models.CharField(max_length=60)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(seat_id__isnull=False),
                name="a_guardian_answers_for_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"guardian of {self.person_id or self.seat_id}"
