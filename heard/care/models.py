"""Reports of what troubled somebody, and who shall not sit together again."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    HURT = "hurt", _("Hurtful words")
    PRESSURE = "pressure", _("Pressure, or asking for contact outside")
    SEXUAL = "sexual", _("Something sexual")
    THREAT = "threat", _("A threat, or danger for somebody")
    RECORDING = "recording", _("Recording without asking")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """What somebody told us from inside a circle. Who told it is kept to weigh reports, and is
    never shown; `weight` is less for who reports much that comes to nothing. `is_from_table`: told
    on the one device of a table, so nobody knows who it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle_id = models.UUIDField(db_index=True)
    reporter_seat = models.UUIDField(null=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_from_table = models.BooleanField(default=False, db_default=False)
    about_seat = models.UUIDField(null=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_about_facilitator = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.TextField(max_length=1000, blank=True)
    weight = models.FloatField(default=1.0)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    was_upheld = models.BooleanField(null=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="report_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_from_table=False) | Q(reporter=None, reporter_seat=None),
                name="nobody_is_known_at_a_table",
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=1), name="a_report_weighs_something"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, was_upheld=None)
                | Q(settled_at__isnull=False, was_upheld__isnull=False),
                name="a_settled_report_has_an_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"report {self.id}"


class Block(models.Model):
    """`blocker` and `blocked` are never seated together again, either way; neither is told."""

    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["blocker", "blocked"], name="blocked_once"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="nobody_blocks_themselves"
            ),
        )

    def __str__(self) -> str:
        return f"block {self.pk}"
