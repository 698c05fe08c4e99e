"""Names the domain to Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "heard.home"
    label = "home"
