"""Who shall not sit with whom."""

from dataclasses import dataclass
from datetime import datetime

from heard.care.models import Block


@dataclass(frozen=True, slots=True)
class BlockLine:
    """Somebody whom I never want to sit with again, known to me by the day only."""

    block_id: int
    at: datetime


def parted_from(person_id: int) -> frozenset[int]:
    """Those whom this person has blocked, and those who have blocked this person."""
    blocked = Block.objects.filter(blocker=person_id).values_list("blocked_id", flat=True)
    blockers = Block.objects.filter(blocked=person_id).values_list("blocker_id", flat=True)
    return frozenset(blocked) | frozenset(blockers)


def blocks_of(person_id: int) -> tuple[BlockLine, ...]:
    """The newest first."""
    mine = Block.objects.filter(blocker=person_id).order_by("-at").values_list("id", "at")
    return tuple(BlockLine(*row) for row in mine)
