"""The door through which people are asked."""

from heard.people.queries.entering import (
    can_host,
    hash_of,
    open_owner_links,
    owner_link_is_open,
    someone_owns_this_node,
)

__all__ = [
    "can_host",
    "hash_of",
    "open_owner_links",
    "owner_link_is_open",
    "someone_owns_this_node",
]
