"""Names the domain to Django, and keeps the tree whole by the database."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from heard.base import triggers


class CommunitiesConfig(AppConfig):
    name = "heard.communities"
    label = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        """As in circles: Django drops triggers with the tables that it rebuilds."""
        pre_migrate.connect(self._let_migrations_pass, sender=self)
        post_migrate.connect(self._keep_the_tree_whole, sender=self)

    def _keep_the_tree_whole(self, using: str = "default", **_migrated: Any) -> None:
        triggers.put_up(connections[using], self._in_their_places)

    def _let_migrations_pass(self, using: str = "default", **_planned: Any) -> None:
        triggers.take_down(connections[using], self._in_their_places)

    @property
    def _in_their_places(self) -> tuple[triggers.Trigger, ...]:
        models: Any = self.models_module
        places: tuple[triggers.Trigger, ...] = models.IN_THEIR_PLACES
        return places
