"""Names the domain to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "heard.care"
    label = "care"
    verbose_name = _("Care")
