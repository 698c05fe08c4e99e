"""Where a community stands in the tree: a path of ids from the top, its own last."""

from typing import Final
from uuid import UUID

# World, continent, country, region, town, group.
MOST_DEEP: Final = 6
STEP: Final = 33
LONGEST_PATH: Final = MOST_DEEP * STEP


class TooDeep(ValueError):
    """No community stands so far from the top."""


def path_below(above: str, community_id: UUID) -> str:
    """The path of a new community; `above` is the path of its parent, or "" at the top.

    A path holds each id once, so nothing stands below itself. Raises `TooDeep`.
    """
    assert community_id not in ids_on(above)
    if depth_of(above) >= MOST_DEEP:
        raise TooDeep(above)
    return f"{above}{community_id.hex}/"


def ids_on(path: str) -> tuple[UUID, ...]:
    """From the top down to the one whose path it is."""
    return tuple(UUID(hex=step) for step in path.split("/") if step)


def depth_of(path: str) -> int:
    """1 for a community at the top, 0 for no community."""
    return len(path) // STEP


def stands_in(path: str, above: str) -> bool:
    """Whether it is that community, or below it."""
    return bool(above) and path.startswith(above)
