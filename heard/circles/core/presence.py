"""Coming, going, and what becomes of the turn of someone who is away."""

from datetime import datetime, timedelta

from heard.circles.core import events as e
from heard.circles.core.floors import candidates
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.state import Circle
from heard.circles.core.unfolding import (
    Story,
    ask,
    give_turn_away,
    go_on_when_agreed,
    next_phase,
    replace_listener,
    stop_for_absent_speaker,
)

SEAT_KEPT_FOR = timedelta(minutes=5)


def arrive(story: Story, move: Move) -> Refusal | None:
    assert move.seat is not None
    circle, seat = story.circle, story.circle.seat(move.seat)
    if seat.removed:
        return Refusal("removed", seat=move.seat)
    if seat.arrived and not seat.left:
        return come_back(story, move)
    if not _door_is_open(circle, seat.away_at, story.now):
        return Refusal("doors_closed", seat=move.seat)
    story.tell(e.SeatArrived, seat=move.seat)
    _go_on_when_enough(story)
    if circle.stage == "waiting" and len(story.circle.here) >= circle.format.min:
        next_phase(story, 0)
    return None


def _door_is_open(circle: Circle, left_at: datetime | None, now: datetime) -> bool:
    if left_at is not None and now - left_at <= SEAT_KEPT_FOR:
        return True
    if circle.phase_number > circle.format.doors_close_after:
        return False
    before = circle.stage in ("waiting", "together", "slider")
    return before or circle.format.latecomers_welcome


def come_back(story: Story, move: Move) -> Refusal | None:
    assert move.seat is not None
    if story.circle.seat(move.seat).here:
        return None
    story.tell(e.SeatReturned, seat=move.seat)
    if story.circle.hold("speaker_away") and move.seat in story.circle.holders:
        story.tell(e.ClockStarted, reason="speaker_away")
    _go_on_when_enough(story)
    return None


def lose(story: Story, move: Move) -> Refusal | None:
    assert move.seat is not None
    if not story.circle.seat(move.seat).here:
        return None
    story.tell(e.SeatAway, seat=move.seat)
    stop_for_absent_speaker(story)
    _miss(story)
    return None


def leave(story: Story, move: Move) -> Refusal | None:
    assert move.seat is not None
    before = story.circle
    story.tell(e.SeatLeft, seat=move.seat)
    go_on_without(story, before, move.seat)
    return None


def go_on_without(story: Story, before: Circle, seat: int) -> None:
    """What becomes of the part that a seat had in the turn, now that it is gone."""
    if seat in before.holders and not set(before.holders) & set(story.circle.taking_part):
        if story.circle.hold("speaker_away"):
            story.tell(e.ClockStarted, reason="speaker_away")
        give_turn_away(story, "left")
    elif seat == before.listener and before.stage == "turn":
        replace_listener(story)
    elif seat == before.asked:
        decline(story, Move(MoveKind.DECLINE, seat))
    _miss(story)


def _miss(story: Story) -> None:
    """Somebody fewer: maybe the others are all ready, maybe too few remain."""
    circle = story.circle
    if circle.stage == "waiting" or circle.is_closed:
        return
    if not any(seat.arrived and not seat.left for seat in circle.seats):
        story.tell(e.CircleClosed, how="too_few")
    elif len(circle.here) < circle.format.drop.min:
        if not circle.hold("too_few"):
            story.tell(e.ClockStopped, reason="too_few")
    else:
        go_on_when_agreed(story)


def _go_on_when_enough(story: Story) -> None:
    circle = story.circle
    if circle.hold("too_few") and len(circle.here) >= circle.format.drop.min:
        story.tell(e.ClockStarted, reason="too_few")


def decline(story: Story, move: Move) -> Refusal | None:
    """The next one in the ring is asked; nobody learns that somebody declined."""
    circle = story.circle
    if circle.stage != "asking" or circle.asked != move.seat:
        return Refusal("not_now")
    assert circle.speaker is not None
    story.tell(e.SeatDeclined, seat=move.seat)
    willing = candidates(story.circle, circle.speaker)
    after = [n for n in circle.ring_after(move.seat) if n in willing]
    ask(story, tuple(after[:1]))
    return None
