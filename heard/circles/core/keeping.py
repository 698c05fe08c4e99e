"""What only who keeps the process may do: ask for quiet, pause for all, ask a seat to leave."""

from heard.circles.core import events as e
from heard.circles.core.floors import keeps_process
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.presence import decline, go_on_without
from heard.circles.core.state import Circle
from heard.circles.core.unfolding import Story, give_turn_away, replace_listener

GIVEN_AWAY_AT_MOST = 2
"""A turn that is passed is kept once; when nobody else is left to take it, it is then over."""


def hush(story: Story, move: Move) -> Refusal | None:
    """The voice of a seat rests until the running turn is over. A turn that it holds alone is
    passed, and kept for later as any other."""
    circle = story.circle
    refusal = _refuse(circle, move)
    if refusal:
        return refusal
    seat = move.target
    assert seat is not None
    if not circle.seat(seat).arrived or circle.seat(seat).left:
        return Refusal("not_here", seat=seat)
    _let_go(story, seat)
    # Told last, because it is the turn after the one given away that it lasts for.
    if not story.circle.is_closed and not story.circle.seat(seat).hushed:
        story.tell(e.SeatHushed, seat=seat, by=move.seat)
    return None


def unhush(story: Story, move: Move) -> Refusal | None:
    if not keeps_process(story.circle, move.seat):
        return Refusal("host_only")
    if move.target is None:
        return Refusal("not_a_seat")
    if story.circle.seat(move.target).hushed:
        story.tell(e.SeatUnhushed, seat=move.target, by=move.seat)
    return None


def remove(story: Story, move: Move) -> Refusal | None:
    """The seat is out for good, whether or not somebody sits in it."""
    before = story.circle
    refusal = _refuse(before, move)
    if refusal:
        return refusal
    seat = move.target
    assert seat is not None
    if before.seat(seat).removed:
        return None
    story.tell(e.SeatRemoved, seat=seat, by=move.seat)
    if before.seat(seat).arrived:
        go_on_without(story, before, seat)
    return None


def pause_all(story: Story, move: Move) -> Refusal | None:
    """A pause that only who keeps the process ends, or its time."""
    if not keeps_process(story.circle, move.seat):
        return Refusal("host_only")
    if not story.circle.is_paused:
        story.tell(e.ClockStopped, reason="pause", seat=move.seat)
    if not story.circle.pause_kept:
        story.tell(e.PauseKept, by=move.seat)
    return None


def powers(circle: Circle, seat: int | None) -> dict[str, list[int]]:
    """Whom this keeper may now hush, let be heard again, or ask to leave, by seat numbers."""
    if circle.is_closed:
        return {"hush": [], "unhush": [], "remove": []}
    others = [one for one in circle.seats if one.number not in (seat, circle.host_seat)]
    sitting = [one for one in others if one.arrived and not one.left]
    return {
        "hush": [one.number for one in sitting if not one.hushed],
        "unhush": list(circle.hushed),
        "remove": [one.number for one in others if not one.removed],
    }


def _refuse(circle: Circle, move: Move) -> Refusal | None:
    if not keeps_process(circle, move.seat):
        return Refusal("host_only")
    if move.target is None:
        return Refusal("not_a_seat")
    if move.target == move.seat:
        return Refusal("not_yourself", seat=move.target)
    return Refusal("not_the_host", seat=move.target) if move.target == circle.host_seat else None


def _let_go(story: Story, seat: int) -> None:
    """Of whatever part in the turn asks for a voice."""
    for _ in range(GIVEN_AWAY_AT_MOST):
        if _speaks_alone(story.circle, seat):
            if story.circle.hold("speaker_away"):
                story.tell(e.ClockStarted, reason="speaker_away")
            give_turn_away(story, "passed")
    circle = story.circle
    if circle.stage == "turn" and circle.listener == seat and circle.phase.group == "flat":
        replace_listener(story)
    elif circle.stage == "asking" and circle.asked == seat:
        decline(story, Move(MoveKind.DECLINE, seat))


def _speaks_alone(circle: Circle, seat: int) -> bool:
    """Where two speak in turns, or several at once, the others go on by themselves."""
    return not circle.is_closed and circle.holders == (seat,)
