"""What people need so that they can take part."""

from collections.abc import Iterable

from heard.people.models import Person


def access_needs_of(person_ids: Iterable[int]) -> dict[int, str]:
    """In their own words; of those only who wrote some."""
    people = Person.objects.filter(id__in=list(person_ids)).exclude(access_needs="")
    return dict(people.values_list("id", "access_needs"))
