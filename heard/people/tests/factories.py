"""Ada, Ben and Cleo, who are always the same people."""

import time

from django.test import Client

from heard.people.models import Person
from heard.people.views.stepping import AGAIN


def sign_in(client: Client, person: Person) -> None:
    """Just now; `force_login` alone counts as a sign-in of long ago."""
    client.force_login(person)
    session = client.session
    session[AGAIN] = session["signed_in_since"] = time.time()
    session.save()


def ada() -> Person:
    return _person("ada@example.org", "Ada", "en")


def ben() -> Person:
    return _person("ben@example.org", "Ben", "es")


def cleo() -> Person:
    return _person("cleo@example.org", "Cleo", "ar")


def _person(email: str, nickname: str, language: str) -> Person:
    details = {"nickname": nickname, "language": language}
    return Person.objects.get_or_create(email=email, defaults=details)[0]
