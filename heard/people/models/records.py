"""Who looked at what is whose, and whom this node has forgotten."""

from typing import Any

from django.conf import settings
from django.db import models

from heard.base.appending import AppendOnly


class Look(models.Model):
    """Somebody looked at, or changed, personal data of somebody else. Each line carries the hash
    of the line before, so that none can be taken out unseen; it stays true when a person is
    erased, because only digests of who it was are hashed."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="looks"
    )
    actor_digest = models.CharField(max_length=64)
    subject_digest = models.CharField(max_length=64)
    what = models.SlugField(max_length=40)
    scope = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64, unique=True)
    hash_before = models.CharField(max_length=64, unique=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Look is a log; append to it, never change it.")
        super().save(*args, **kwargs)


class Erasure(models.Model):
    """Somebody asked to be forgotten: a backup that is brought back forgets them again."""

    kind = models.SlugField(max_length=20)
    subject = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "subject"], name="forgotten_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
