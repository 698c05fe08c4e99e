"""`heard prepare`, after the fonts."""

from typing import Any

from django.core.management.base import BaseCommand

from heard.base.preparing import prepare


class Command(BaseCommand):
    help = "Bring tables, words and files for browsers up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare()
