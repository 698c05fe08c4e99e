"""Circles, their seats, the log of what happened, and what may be erased from beside it."""

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.base.appending import AppendOnly
from heard.circles.core.ways import LARGEST_CIRCLE, MEDIA, TABLE, VIDEO, VOICE

LONGEST_CAPTION = 300


class Mode(models.TextChoices):
    VIDEO = VIDEO, _("with faces and voices")
    VOICE = VOICE, _("by voice, without faces")
    DEVICES = "devices", _("each on a device")
    TABLE = TABLE, _("around one table")
    ALONE = "alone", _("alone with companions")


class Side(models.TextChoices):
    SPEAKER = "speaker", _("speaker")
    LISTENER = "listener", _("listener")


class Circle(models.Model):
    """`format_document` is the format as it was on that day. `due_at` is when a clock of the
    circle runs out next, taken from its log. With `relay_only` nobody's page learns the network
    address of another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    format_id = models.SlugField(max_length=60)
    format_version = models.CharField(max_length=20)
    format_document = models.JSONField()
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
    With `writes_captions` it may write down what whoever has the floor says."""

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


class CircleEvent(models.Model):
    """One thing that happened: the truth about a circle is these rows in order of `seq`."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="log")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    data = models.JSONField()
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("circle", "seq")
        constraints = (
            models.UniqueConstraint(fields=["circle", "seq"], name="one_event_at_each_seq"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="seq_begins_at_one"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} in {self.circle_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("CircleEvent is a log; append to it, never change it.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("CircleEvent is a log; erase the whole circle instead.")


class Command(models.Model):
    """A move that was asked for under an id of its own, with the answer that it got."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="commands")
    command_id = models.UUIDField()
    seat = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["circle", "command_id"], name="a_command_is_answered_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.command_id} in {self.circle_id}"


class TurnRating(models.Model):
    """How heard someone felt in a turn, or how well they think they understood; 0 to 4."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="ratings")
    turn = models.PositiveSmallIntegerField()
    seat = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=Side)
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["circle", "turn", "seat", "side"], name="one_rating_of_each_side"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=4), name="rating_is_0_to_4"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="side_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.side} of turn {self.turn} in {self.circle_id}"


class SliderAnswer(models.Model):
    """A blind answer before the first turn."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="slider_answers")
    phase = models.PositiveSmallIntegerField()
    seat = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["circle", "phase", "seat"], name="one_slider_answer_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=10), name="slider_is_0_to_10"
            ),
        )

    def __str__(self) -> str:
        return f"slider of seat {self.seat} in {self.circle_id}"


class Concern(models.Model):
    """The words to a concern; that it was raised stands in the log."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="concerns")
    number = models.PositiveSmallIntegerField()
    seat = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["circle", "number"], name="one_text_to_a_concern"),
        )

    def __str__(self) -> str:
        return f"concern {self.number} in {self.circle_id}"


class Caption(models.Model):
    """What a seat says in the running turn, in words that the seat `by` typed or its device
    recognised. Erased when words of a later turn come, and when the circle closes."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="captions")
    number = models.PositiveIntegerField()
    phase = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    seat = models.PositiveSmallIntegerField()
    by = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST_CAPTION)
    at = models.DateTimeField()

    class Meta:
        ordering = ("circle", "number")
        constraints = (
            models.UniqueConstraint(fields=["circle", "number"], name="one_caption_of_each_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="captions_begin_at_one"),
            models.CheckConstraint(
                condition=Q(seat__gte=1, seat__lte=LARGEST_CIRCLE)
                & Q(by__gte=1, by__lte=LARGEST_CIRCLE),
                name="captions_are_of_seats_and_by_seats",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_caption_has_words"),
        )

    def __str__(self) -> str:
        return f"caption {self.number} in {self.circle_id}"


class Heartbeat(models.Model):
    """The last second in which this node was known to run."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    beat_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="there_is_one_heartbeat"),)

    def __str__(self) -> str:
        return f"{self.beat_at:%H:%M:%S}"
