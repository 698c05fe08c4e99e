"""The fonts' part of `heard prepare`."""

from typing import Any

from django.core.management.base import BaseCommand

from heard.ui.fonts import build_fonts


class Command(BaseCommand):
    help = "Cut the fonts down to the signs that pages use."

    def handle(self, *args: Any, **options: Any) -> None:
        build_fonts()
