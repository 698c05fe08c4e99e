"""Ada, Ben and Cleo, who are always the same people."""

from heard.people.models import Person


def ada() -> Person:
    return _person("ada@example.org", "Ada", "en")


def ben() -> Person:
    return _person("ben@example.org", "Ben", "es")


def cleo() -> Person:
    return _person("cleo@example.org", "Cleo", "ar")


def _person(email: str, name: str, language: str) -> Person:
    details = {"name": name, "language": language}
    return Person.objects.get_or_create(email=email, defaults=details)[0]
