"""A community in one line, as lists and invitations show it."""

from dataclasses import dataclass
from uuid import UUID

from heard.communities.models import Community


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """`role` is that of whoever reads it, in words, or ""."""

    community_id: UUID
    slug: str
    name: str
    kind: str
    colour: str
    role: str = ""


def line_of(community: Community, role: str = "") -> CommunityLine:
    return CommunityLine(
        community_id=community.id,
        slug=community.slug,
        name=community.name,
        kind=str(community.get_kind_display()),
        colour=community.colour,
        role=str(role),
    )
