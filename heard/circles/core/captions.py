"""Whose words a seat may write down."""

from datetime import datetime, timedelta
from typing import Final

from heard.circles.core.floors import floor
from heard.circles.core.moves import Refusal
from heard.circles.core.state import Circle
from heard.circles.core.ways import TABLE

# A device, or a hand, ends a sentence a little after the voice has.
WORDS_COME_WITHIN: Final = timedelta(seconds=5)


def whose_words(
    circle: Circle,
    by: int,
    *,
    now: datetime,
    of: int | None = None,
    writes_captions: bool = False,
) -> int | Refusal:
    """The seat whose words `by` writes: its own, or with `writes_captions` also another's.

    Only of seats on the floor, or that a step of this turn has just taken it from. Without `of`,
    its own, else those of the one who has the floor.
    """
    refused = _why_nobody_writes(circle, by)
    if refused:
        return Refusal(refused)
    speaking = floor(circle)
    if of is None and by not in speaking and writes_captions:
        return speaking[0] if len(speaking) == 1 else _unclear_whose(speaking)
    whose = of or by
    if whose != by and not writes_captions:
        return Refusal("not_your_words", seat=whose)
    if whose not in (*speaking, *_who_may_have_spoken(circle, now)):
        return Refusal("no_floor" if whose == by else "has_no_floor", seat=whose)
    return whose


def _why_nobody_writes(circle: Circle, by: int) -> str | None:
    if circle.is_closed:
        return "closed"
    if circle.mode == TABLE:
        return "nothing_to_write"
    if by not in circle.here:
        return "not_here"
    if circle.is_paused:
        return "paused"
    return "hushed" if circle.seat(by).hushed else None


def _who_may_have_spoken(circle: Circle, now: datetime) -> tuple[int | None, ...]:
    """Whose turn it is, while the step before may still be on its way into writing."""
    began_at = circle.step_began_at
    if circle.stage != "turn" or began_at is None or now - began_at > WORDS_COME_WITHIN:
        return ()
    return (circle.speaker, circle.listener, *circle.holders)


def _unclear_whose(speaking: tuple[int, ...]) -> Refusal:
    return Refusal("whose_words" if speaking else "nobody_speaks")
