"""The door through which communities are made and changed."""

from heard.communities.actions.belonging import LastSteward, NotYours, become, leave
from heard.communities.actions.inviting import (
    INVITATIONS_LAST,
    MOST_A_DAY,
    Invited,
    TooMany,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from heard.communities.actions.making import change_community, make_community

__all__ = [
    "INVITATIONS_LAST",
    "MOST_A_DAY",
    "Invited",
    "LastSteward",
    "NotYours",
    "TooMany",
    "accept_invitation",
    "become",
    "change_community",
    "invite",
    "leave",
    "make_community",
    "withdraw_invitation",
]
