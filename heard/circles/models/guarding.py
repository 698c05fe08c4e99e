"""Puts up what keeps ages apart after each migration, and whenever the node starts."""

from typing import Any

from django.db import connections

from heard.base import triggers
from heard.circles.models.ages import AGES_APART


def keep_ages_apart(using: str = "default", **_migrated: Any) -> None:
    triggers.put_up(connections[using], AGES_APART)


def let_migrations_pass(using: str = "default", **_planned: Any) -> None:
    """SQLite refuses to build a table anew while a trigger elsewhere speaks of it."""
    triggers.take_down(connections[using], AGES_APART)
