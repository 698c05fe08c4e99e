"""Whose words a seat may write down."""

from heard.circles.core.floors import floor
from heard.circles.core.moves import Refusal
from heard.circles.core.state import Circle
from heard.circles.core.ways import TABLE


def whose_words(
    circle: Circle, by: int, *, of: int | None = None, writes_captions: bool = False
) -> int | Refusal:
    """The seat whose words `by` writes: its own, or with `writes_captions` also another's.

    Only of seats on the floor. Without `of`, its own, else those of the one who has the floor.
    """
    refused = _why_nobody_writes(circle, by)
    if refused:
        return Refusal(refused)
    speaking = floor(circle)
    if of is None and by not in speaking and writes_captions:
        return speaking[0] if len(speaking) == 1 else _unclear_whose(speaking)
    return _its_words(circle, by, of or by, writes_captions=writes_captions)


def _why_nobody_writes(circle: Circle, by: int) -> str | None:
    if circle.is_closed:
        return "closed"
    if circle.mode == TABLE:
        return "nothing_to_write"
    if by not in circle.here:
        return "not_here"
    return "paused" if circle.is_paused else None


def _its_words(circle: Circle, by: int, of: int, *, writes_captions: bool) -> int | Refusal:
    if of != by and not writes_captions:
        return Refusal("not_your_words", seat=of)
    if of not in floor(circle):
        return Refusal("no_floor" if of == by else "has_no_floor", seat=of)
    return of


def _unclear_whose(speaking: tuple[int, ...]) -> Refusal:
    return Refusal("whose_words" if speaking else "nobody_speaks")
