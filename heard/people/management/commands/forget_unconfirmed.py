"""Said whenever a node starts: addresses that nobody confirmed are not kept."""

from typing import Any

from django.core.management.base import BaseCommand

from heard.base import clock
from heard.people.actions import forget_unconfirmed_people


class Command(BaseCommand):
    help = "Forget addresses that were typed but never confirmed."

    def handle(self, *args: Any, **options: Any) -> None:
        forget_unconfirmed_people(now=clock.now())
