"""The circles of a node."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "heard.circles"
    label = "circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """The one place with signals: Django drops triggers with the tables that it rebuilds."""
        guards: Any = self.models_module
        pre_migrate.connect(guards.let_migrations_pass, sender=self)
        post_migrate.connect(guards.keep_ages_apart, sender=self)
