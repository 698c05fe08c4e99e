"""Circles and their seats."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.base.fields import DocumentField
from heard.circles.core.ways import LARGEST_CIRCLE, MEDIA, TABLE, VIDEO, VOICE


class Mode(models.TextChoices):
    VIDEO = VIDEO, _("with faces and voices")
    VOICE = VOICE, _("by voice, without faces")
    DEVICES = "devices", _("each on a device")
    TABLE = TABLE, _("around one table")
    ALONE = "alone", _("alone with companions")


class Circle(models.Model):
    """`format_document` is the format as it was on that day. `due_at` is when a clock of the
    circle runs out next, taken from its log. With `relay_only` nobody's page learns the network
    address of another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    format_id = models.SlugField(max_length=60)
    format_version = models.CharField(max_length=20)
    format_document = DocumentField()
    language = models.CharField(max_length=12)
    topic = models.CharField(max_length=200, blank=True)
    mode = models.CharField(max_length=10, choices=Mode)
    relay_only = models.BooleanField(default=False, db_default=False)
    is_practice = models.BooleanField(default=False)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="hosted_circles",
    )
    facilitator_seat = models.PositiveSmallIntegerField(null=True)
    split_id = models.UUIDField(null=True, db_index=True)
    table_number = models.PositiveSmallIntegerField(null=True)
    table_generation = models.PositiveSmallIntegerField(default=0)
    table_token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    table_device_hash = models.CharField(max_length=64, blank=True)
    table_heard_at = models.DateTimeField(null=True)
    age_band = models.CharField(max_length=10, default="adult", db_default="adult")
    community_id = models.UUIDField(null=True)
    community_kind = models.CharField(max_length=10, blank=True, db_default="")
    created_at = models.DateTimeField()
    links_end_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="circle_mode_is_known"),
            models.CheckConstraint(
                condition=Q(mode=Mode.TABLE, table_token_hash__isnull=False)
                | (~Q(mode=Mode.TABLE) & Q(table_token_hash=None, table_device_hash="")),
                name="only_a_table_has_a_table_link",
            ),
            models.CheckConstraint(
                condition=Q(relay_only=False) | Q(mode__in=MEDIA),
                name="only_faces_and_voices_are_relayed",
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.ALONE) | Q(is_practice=True),
                name="alone_is_practice",
            ),
            models.CheckConstraint(
                condition=Q(split_id=None, table_number=None)
                | Q(split_id__isnull=False, table_number__gte=1),
                name="tables_of_a_split_are_numbered",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(due_at=None), name="a_closed_circle_is_never_due"
            ),
            models.UniqueConstraint(
                fields=["split_id", "table_number"], name="one_circle_at_each_table"
            ),
        )
        indexes = (
            models.Index(fields=["due_at"], name="circles_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["host", "-created_at"], name="circles_of_host"),
            models.Index(fields=["mode"], name="circles_open", condition=Q(closed_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.format_id} {self.id}"


class Seat(models.Model):
    """One person's place. Its link follows from its id and `generation`; only a hash is kept.
    With `writes_captions` it may write down what whoever has the floor says. The device that held
    it when it was asked to leave, `removed_device_hash`, may still report, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    nickname = models.CharField(max_length=200)
    is_host = models.BooleanField(default=False)
    is_companion = models.BooleanField(default=False)
    writes_captions = models.BooleanField(default=False, db_default=False)
    generation = models.PositiveSmallIntegerField(default=0)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    device_hash = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="seats"
    )
    age_band = models.CharField(max_length=10, default="adult", db_default="adult")
    vetting_id = models.BigIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_device_hash = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        ordering = ("circle", "number")
        constraints = (
            models.UniqueConstraint(fields=["circle", "number"], name="one_seat_of_each_number"),
            models.UniqueConstraint(
                fields=["circle"], condition=Q(is_host=True), name="one_host_seat_in_a_circle"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=LARGEST_CIRCLE), name="seat_number_fits"
            ),
            models.CheckConstraint(
                condition=Q(device_hash="", taken_at=None)
                | (~Q(device_hash="") & Q(taken_at__isnull=False)),
                name="a_seat_is_taken_by_a_device",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(agreed_at__isnull=False),
                name="nobody_sits_without_agreeing",
            ),
            models.CheckConstraint(
                condition=Q(removed_device_hash="") | Q(removed_at__isnull=False),
                name="only_a_removed_seat_had_a_device",
            ),
            models.CheckConstraint(
                condition=Q(is_companion=False) | Q(is_host=False, token_hash=None, device_hash=""),
                name="companions_have_no_link_and_no_device",
            ),
            models.CheckConstraint(
                condition=Q(is_companion=False) | Q(writes_captions=False),
                name="companions_write_no_captions",
            ),
        )

    def __str__(self) -> str:
        return f"seat {self.number} of {self.circle_id}"
