"""Names the ground to Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "heard.base"
    label = "base"
