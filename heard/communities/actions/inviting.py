"""Invites people into a community, by a personal link that is good once and for a time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from heard.communities.actions.belonging import NotYours, lock, note_role
from heard.communities.core.roles import Role, higher
from heard.communities.models import Community, Invitation, Membership
from heard.communities.queries.invitations import Way, invitation_by_token, still_open
from heard.communities.queries.rights import may_steward
from heard.people import queries as people

INVITATIONS_LAST: Final = timedelta(days=14)
# Letters to strangers in the name of a node: as many as a chapter needs, and no more.
MOST_A_DAY: Final = 100


class TooMany(Exception):
    """One person has invited so many within a day."""


@dataclass(frozen=True, slots=True)
class Invited:
    """The only moment at which the token is known."""

    token: str
    email: str
    role: str
    expires_at: datetime


@transaction.atomic
def invite(*, community_id: UUID, email: str, role: Role, by: int, now: datetime) -> Invited:
    """A new link for this address, which is cleaned; one from before is good no longer.

    Raises `NotYours` and `TooMany`.
    """
    lock(community_id)
    if not may_steward(by, community_id):
        raise NotYours
    before = Invitation.objects.filter(community_id=community_id, email=email)
    before.update(withdrawn_at=now, email="")
    if _invited_lately(by, now) >= MOST_A_DAY:
        raise TooMany
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        community_id=community_id,
        email=email,
        role=role,
        token_hash=people.hash_of(token),
        made_by_id=by,
        made_at=now,
        expires_at=now + INVITATIONS_LAST,
    )
    return Invited(token, email, role, made.expires_at)


@transaction.atomic
def withdraw_invitation(*, community_id: UUID, invitation_id: int, by: int, now: datetime) -> None:
    """From this moment the link opens nothing. Raises `NotYours`."""
    if not may_steward(by, community_id):
        raise NotYours
    made_here = still_open(now).filter(id=invitation_id, community_id=community_id)
    if not made_here.update(withdrawn_at=now, email=""):
        raise NotYours


@transaction.atomic
def accept_invitation(token: str, *, person_id: int, now: datetime) -> str:
    """Whoever has the address it was sent to is in, as what it says or as more. Returns the slug of
    the community. Raises `NotYours`."""
    found = invitation_by_token(token, person_id=person_id, now=now)
    if found.way is not Way.OPEN or found.community is None:
        raise NotYours
    community = lock(found.community.community_id)
    # One update decides who was first, should the link be sent twice at once.
    still = still_open(now).filter(id=found.invitation_id)
    role = still.values_list("role", flat=True).first()
    if role is None or not still.update(accepted_at=now, accepted_by=person_id, email=""):
        raise NotYours
    _belong(community, person_id, Role(role), now)
    return community.slug


def _invited_lately(person_id: int, now: datetime) -> int:
    """Also those that were withdrawn: their letters went out."""
    made = Invitation.objects.filter(made_by_id=person_id, made_at__gt=now - timedelta(days=1))
    return made.count()


def _belong(community: Community, person_id: int, role: Role, now: datetime) -> None:
    there = Membership.objects.filter(community=community, person_id=person_id).first()
    before = Role(there.role) if there else None
    after = higher(before, role)
    if there is None:
        Membership.objects.create(
            community=community, person_id=person_id, role=after, joined_at=now
        )
    elif after is not before:
        Membership.objects.filter(pk=there.pk).update(role=after)
    if after is not before:
        note_role(community.id, person_id, after, by=person_id, now=now)
