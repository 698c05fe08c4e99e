"""What only those who own the node see: who has an account here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.permissions import add_perm, perm_exists
from rules.predicates import predicate

from heard.people.models import Person


@dataclass(frozen=True, slots=True)
class PersonLine:
    person_id: int
    nickname: str
    email: str
    joined_at: datetime
    is_owner: bool
    is_active: bool


def owns_this_node(person: Any) -> bool:
    """Whoever came by the link for owners, or was made one, and may sign in."""
    return bool(getattr(person, "is_authenticated", False) and person.is_active and person.is_owner)


if not perm_exists("people.own"):
    add_perm("people.own", predicate(owns_this_node))


def is_owner(person_id: int) -> bool:
    """The same of somebody who is known by their number only."""
    return Person.objects.filter(id=person_id, is_active=True, is_owner=True).exists()


def address_of(person_id: int) -> str:
    """In the letters of `clean_address`."""
    return Person.objects.values_list("email", flat=True).get(id=person_id)


def may_sign_in(person_id: int) -> bool:
    return Person.objects.filter(id=person_id, is_active=True).exists()


def people_here(*, after: int = 0, most: int = 50) -> tuple[PersonLine, ...]:
    """Some of those with an account, in the order in which they came."""
    rows = Person.objects.filter(id__gt=after).order_by("id")[:most]
    return tuple(
        PersonLine(row.pk, row.nickname, row.email, row.joined_at, row.is_owner, row.is_active)
        for row in rows
    )
