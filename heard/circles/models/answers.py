"""What people tell beside the log, and what may be erased: ratings, answers, words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.circles.core.ways import LARGEST_CIRCLE
from heard.circles.models.circles import Circle

LONGEST_CAPTION = 300


class Side(models.TextChoices):
    SPEAKER = "speaker", _("speaker")
    LISTENER = "listener", _("listener")


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
