"""The one ledger of consents: who agreed to which words, for what, when, and took it back when."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from heard.base.appending import AppendOnly


class Consent(models.Model):
    """One line of the ledger: given, or taken back. The last line of a holder, purpose and scope
    is the one that holds. `scope` is what it is about, as "circle:<id>", or empty for all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="consents"
    )
    seat_id = models.UUIDField(null=True, db_index=True)
    purpose = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    scope = models.CharField(max_length=80, blank=True)
    is_given = models.BooleanField()
    how = models.SlugField(max_length=20)
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(seat_id__isnull=False),
                name="somebody_consents",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="consent_texts_are_numbered"),
        )
        indexes = (models.Index(fields=["person", "purpose"], name="consents_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} of {self.person_id or self.seat_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Consent is a log; append to it, never change it.")
        super().save(*args, **kwargs)
