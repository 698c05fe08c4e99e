"""`heard owner-link`, also said when a node starts that nobody owns yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from heard.base import clock
from heard.people.actions import make_owner_link
from heard.people.queries import someone_owns_this_node


class Command(BaseCommand):
    help = "Print a one-time link that makes whoever opens it an owner of this node."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-nobody", action="store_true", help="Only when there is no owner.")

    def handle(self, *args: Any, if_nobody: bool = False, **options: Any) -> None:
        if if_nobody and someone_owns_this_node():
            return
        link = f"{settings.HEARD_URL}/owner/{make_owner_link(now=clock.now())}/"
        self.stdout.write(f"Become its owner (once, within 24 hours): {link}")
