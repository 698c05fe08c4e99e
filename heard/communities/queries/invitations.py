"""Who is invited, and where a link of an invitation leads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from heard.communities.core.names import masked
from heard.communities.core.roles import Role, may_belong
from heard.communities.models import Invitation
from heard.communities.queries.lines import CommunityLine, line_of
from heard.people import queries as people


class Way(StrEnum):
    """What a link is to whoever opened it."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    SIGN_IN = "sign_in"
    ANOTHER = "another"
    TOO_YOUNG = "too_young"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """`address` is masked: whoever it belongs to knows it, and nobody else learns it."""

    way: Way
    invitation_id: int = 0
    community: CommunityLine | None = None
    welcome: str = ""
    role: str = ""
    address: str = ""
    inviter: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InvitationLine:
    invitation_id: int
    email: str
    role: str
    expires_at: datetime


def invitation_by_token(token: str, *, person_id: int | None, now: datetime) -> InvitationShown:
    """Where the link of this token leads for this person, or for somebody not signed in."""
    known = Invitation.objects.filter(token_hash=people.hash_of(token))
    found = known.select_related("community", "made_by").first()
    if found is None:
        return InvitationShown(Way.UNKNOWN)
    if not found.email or found.expires_at <= now:
        return InvitationShown(Way.CLOSED)
    return InvitationShown(
        _way(found, person_id),
        invitation_id=found.pk,
        community=line_of(found.community),
        welcome=found.community.welcome,
        role=str(found.get_role_display()),
        address=masked(found.email),
        inviter=str(found.made_by or ""),
        expires_at=found.expires_at,
    )


def open_invitations(community_id: UUID, *, now: datetime) -> tuple[InvitationLine, ...]:
    """Those that nobody has accepted yet, the newest first."""
    rows = still_open(now).filter(community_id=community_id)
    return tuple(
        InvitationLine(row.pk, row.email, str(row.get_role_display()), row.expires_at)
        for row in rows
    )


def still_open(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.exclude(email="").filter(expires_at__gt=now)


def _way(invitation: Invitation, person_id: int | None) -> Way:
    if person_id is None:
        return Way.SIGN_IN
    if people.address_of(person_id) != invitation.email:
        return Way.ANOTHER
    community = invitation.community
    belongs = may_belong(
        age_band=people.age_band_of(person_id),
        role=Role(invitation.role),
        kind=community.kind,
        bands=community.bands,
    )
    return Way.OPEN if belongs else Way.TOO_YOUNG
