"""The door through which communities are asked."""

from heard.communities.queries.invitations import (
    InvitationLine,
    InvitationShown,
    Way,
    invitation_by_token,
    open_invitations,
)
from heard.communities.queries.lines import CommunityLine
from heard.communities.queries.pages import (
    CommunityPage,
    MemberLine,
    communities_of,
    community_page,
    may_make_at_the_top,
    member_of,
    members_of,
    orphans_for,
)
from heard.communities.queries.rights import allows_minors, may_steward, role_in

__all__ = [
    "CommunityLine",
    "CommunityPage",
    "InvitationLine",
    "InvitationShown",
    "MemberLine",
    "Way",
    "allows_minors",
    "communities_of",
    "community_page",
    "invitation_by_token",
    "may_make_at_the_top",
    "may_steward",
    "member_of",
    "members_of",
    "open_invitations",
    "orphans_for",
    "role_in",
]
