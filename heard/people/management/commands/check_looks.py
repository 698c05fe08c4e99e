"""`heard check-looks`: whether the chain of who looked at whose data is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heard.people.queries import first_broken_look, hash_of_newest


class Command(BaseCommand):
    help = "Check that no line was changed or taken out of who looked at whose data."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken_look()
        if broken is not None:
            raise CommandError(
                f"Line {broken} does not follow from the one before: lines were changed or taken "
                "out. Compare with a backup, and find out who could write to the database."
            )
        self.stdout.write("Every line follows from the one before.")
        self.stdout.write(
            f"The newest is {hash_of_newest() or 'none yet'}. Note it elsewhere: "
            "if it is gone later, lines were cut off at the end."
        )
