"""`heard erase-again`, said after a backup was brought back."""

from typing import Any

from django.core.management.base import BaseCommand

from heard.base import clock
from heard.people.actions import erase_again


class Command(BaseCommand):
    help = "Forget again whoever had been forgotten."

    def handle(self, *args: Any, **options: Any) -> None:
        done = erase_again(now=clock.now())
        self.stdout.write(f"Forgotten again: {done.people} people and {done.seats} seats.")
        for person_id in done.last_owners:
            self.stdout.write(
                f"Person {person_id} is the only owner now and is still here. "
                "Make another owner with heard owner-link, then run this again."
            )
