"""Changes what people are in a community; each change is noted, and counts at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from heard.communities.core.roles import Role, leaves_no_steward, may_belong
from heard.communities.models import Community, Membership
from heard.communities.queries.rights import may_steward, stewards_of
from heard.people import queries as people
from heard.people.actions import note_look


class NotYours(Exception):
    """Whoever asks is no steward here, or the one it is about is not here."""


class LastSteward(Exception):
    """Somebody must look after a community."""


@transaction.atomic
def become(
    *, community_id: UUID, person_id: int, role: Role | None, by: int, now: datetime
) -> None:
    """A steward gives somebody another role, or with None takes them out.

    Raises `NotYours`, and `LastSteward` where nobody would be left to look after it.
    """
    lock(community_id)
    if not may_steward(by, community_id):
        raise NotYours
    _change(community_id, person_id, role, by=by, now=now)


@transaction.atomic
def leave(*, community_id: UUID, person_id: int, now: datetime) -> None:
    """Everybody may, at any time, without a reason. Raises `NotYours` and `LastSteward`."""
    lock(community_id)
    _change(community_id, person_id, None, by=person_id, now=now)


def lock(community_id: UUID) -> Community:
    """Until the end of the transaction nobody else changes who is what in it, so that of two
    stewards who remove each other the second is none any more."""
    community = Community.objects.select_for_update().filter(id=community_id).first()
    if community is None:
        raise NotYours
    return community


def note_role(
    community_id: UUID, person_id: int, role: Role | None, *, by: int, now: datetime
) -> None:
    """In the chain of looks, which nobody changes unseen."""
    note_look(
        actor_id=by,
        subject_id=person_id,
        what=f"role-{role or 'gone'}",
        scope=f"community:{community_id}",
        now=now,
    )


def _change(
    community_id: UUID, person_id: int, role: Role | None, *, by: int, now: datetime
) -> None:
    member = Membership.objects.filter(community_id=community_id, person_id=person_id).first()
    if member is None:
        raise NotYours
    if leaves_no_steward(person_id, stewards_of(community_id), role):
        raise LastSteward
    if role is None:
        member.delete()
    else:
        _fit(member, role)
        Membership.objects.filter(pk=member.pk).update(role=role)
    if role != member.role:
        note_role(community_id, person_id, role, by=by, now=now)


def _fit(member: Membership, role: Role) -> None:
    """A minor stays a member."""
    community = member.community
    if not may_belong(
        age_band=people.age_band_of(member.person_id),
        role=role,
        kind=community.kind,
        bands=community.bands,
    ):
        raise NotYours
