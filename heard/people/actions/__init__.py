"""The door through which people are changed."""

from heard.people.actions.entering import (
    OWNER_LINK_LASTS,
    UNCONFIRMED_KEPT,
    LinkIsClosed,
    become_owner,
    find_or_welcome,
    forget_unconfirmed_people,
    make_owner_link,
)

__all__ = [
    "OWNER_LINK_LASTS",
    "UNCONFIRMED_KEPT",
    "LinkIsClosed",
    "become_owner",
    "find_or_welcome",
    "forget_unconfirmed_people",
    "make_owner_link",
]
