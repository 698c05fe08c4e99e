"""The log of what happened in a circle, the answers that commands got, and the heartbeat."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from heard.base.appending import AppendOnly
from heard.circles.models.circles import Circle


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


class Heartbeat(models.Model):
    """The last second in which this node was known to run."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    beat_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="there_is_one_heartbeat"),)

    def __str__(self) -> str:
        return f"{self.beat_at:%H:%M:%S}"
