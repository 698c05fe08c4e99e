"""Parts two people for good, or no longer; neither is told by us."""

from datetime import datetime

from heard.care.models import Block


def block(*, blocker_id: int, blocked_id: int, now: datetime) -> None:
    """Never seated together again. To block twice is to have blocked; oneself, nobody can."""
    if blocker_id != blocked_id:
        Block.objects.get_or_create(
            blocker_id=blocker_id, blocked_id=blocked_id, defaults={"at": now}
        )


def unblock(*, blocker_id: int, block_id: int) -> None:
    """Only what one has blocked oneself; the other way round it may still hold."""
    Block.objects.filter(id=block_id, blocker_id=blocker_id).delete()
