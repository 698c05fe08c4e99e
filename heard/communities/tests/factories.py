"""Communities for tests, and who is what in them."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from heard.communities.core.telling import Told
from heard.communities.core.trees import path_below
from heard.communities.models import Community, Membership
from heard.people.models import Person

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def told(**more: Any) -> Told:
    """What stands in the form of a chapter that everybody may see."""
    said: dict[str, Any] = {
        "kind": "chapter",
        "name": "Listeners of Leeds",
        "welcome": "",
        "languages": ["en"],
        "time_zone": "Europe/London",
        "colour": "lake",
        "is_public": True,
        "children_sit": False,
        "teens_sit": False,
    }
    return Told(**(said | more))


def typed(**more: Any) -> dict[str, Any]:
    """The same as a browser sends it: an empty box is not sent."""
    said = told(**more)
    fields = {name: getattr(said, name) for name in Told.__slots__}
    return {name: value for name, value in fields.items() if value is not False}


def a_community(parent: Community | None = None, **more: Any) -> Community:
    own = uuid4()
    said: dict[str, Any] = {"kind": "chapter", "name": "Leeds", "is_public": True}
    return Community.objects.create(
        id=own,
        parent=parent,
        path=path_below(parent.path if parent else "", own),
        made_at=START,
        **({"slug": f"c-{own.hex[:8]}"} | said | more),
    )


def belongs(person: Person, community: Community, role: str = "member") -> Membership:
    return Membership.objects.create(person=person, community=community, role=role, joined_at=START)
