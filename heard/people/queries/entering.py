"""Who may host, and whether a node is owned."""

import hashlib
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rules.permissions import add_perm, perm_exists
from rules.predicates import predicate

from heard.people.models import OwnerLink, Person


def can_host(person: Any) -> bool:
    """Whoever is signed in may open circles on this node."""
    return bool(getattr(person, "is_authenticated", False) and person.is_active)


if not perm_exists("people.host"):
    add_perm("people.host", predicate(can_host))


def someone_owns_this_node() -> bool:
    return Person.objects.filter(is_owner=True, is_active=True).exists()


def owner_link_is_open(token: str, *, now: datetime) -> bool:
    """True for a link that was made here, is not used and has not expired."""
    return open_owner_links(token, now=now).exists()


def open_owner_links(token: str, *, now: datetime) -> QuerySet[OwnerLink]:
    return OwnerLink.objects.filter(
        token_hash=hash_of(token), used_at__isnull=True, expires_at__gt=now
    )


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
