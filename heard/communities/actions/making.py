"""Makes communities and changes what they say of themselves."""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import slugify

from heard.communities.actions.belonging import NotYours, lock, note_role
from heard.communities.core.roles import Role
from heard.communities.core.telling import Told
from heard.communities.core.trees import path_below
from heard.communities.models import Community, Membership
from heard.communities.queries.rights import may_steward
from heard.people import queries as people

LONGEST_WORDS: Final = 48
# It would stand where the page for making one does.
_TAKEN: Final = "make"


@transaction.atomic
def make_community(*, told: Told, parent_id: UUID | None, by: int, now: datetime) -> str:
    """Returns its slug; whoever makes it is its steward.

    At the top owners of the node do, below the stewards of what stands there. Raises `NotYours`,
    and `TooDeep` below the sixth.
    """
    above = _above(parent_id, by)
    own = uuid4()
    community = Community.objects.create(
        id=own,
        slug=_free_slug(told),
        path=path_below(above, own),
        parent_id=parent_id,
        made_at=now,
        **asdict(told),
    )
    Membership.objects.create(
        community=community, person_id=by, role=Role.STEWARD.value, joined_at=now
    )
    note_role(own, by, Role.STEWARD, by=by, now=now)
    return community.slug


@transaction.atomic
def change_community(*, community_id: UUID, told: Told, by: int) -> None:
    """Its address stays, whatever its name becomes. Raises `NotYours`."""
    lock(community_id)
    if not may_steward(by, community_id):
        raise NotYours
    Community.objects.filter(id=community_id).update(**asdict(told))


def _above(parent_id: UUID | None, by: int) -> str:
    if parent_id is None:
        if not people.is_owner(by):
            raise NotYours
        return ""
    parent = lock(parent_id)
    if not may_steward(by, parent_id):
        raise NotYours
    return parent.path


def _free_slug(told: Told) -> str:
    """From the name where it has letters for it, else from the kind; with a few signs by chance
    where somebody has it already, and where it would say nothing."""
    words = slugify(told.name)[:LONGEST_WORDS].strip("-")
    if words and words != _TAKEN and not Community.objects.filter(slug=words).exists():
        return words
    return f"{words or told.kind}-{secrets.token_hex(4)}"
