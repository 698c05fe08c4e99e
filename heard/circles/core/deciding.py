"""What a move leads to: events, or a refusal. Pure: time and dice are arguments."""

import random
from collections.abc import Callable
from datetime import datetime

from heard.circles.core import events as e
from heard.circles.core.floors import (
    candidates,
    gates,
    keeps_process,
    owners,
    still_to_speak,
)
from heard.circles.core.formats import END
from heard.circles.core.keeping import hush, pause_all, remove, unhush
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.presence import arrive, come_back, decline, leave, lose
from heard.circles.core.state import Circle
from heard.circles.core.unfolding import (
    Story,
    ask,
    begin_turn,
    end_turn,
    enter_step,
    give_turn_away,
    go_on,
    go_on_when_agreed,
    let_time_pass,
    name_speaker,
    next_phase,
    replace_listener,
)

SLIDER_TOP = 10


def decide(
    circle: Circle, move: Move, *, now: datetime, rng: random.Random
) -> tuple[e.Event, ...] | Refusal:
    """The events that `move` leads to at `now` (aware UTC), those of passed deadlines first.

    `rng` is asked only where a format draws lots. A refusal changes nothing.
    """
    story = unfold(circle, move, now=now, rng=rng)
    return story if isinstance(story, Refusal) else tuple(story.events)


def unfold(circle: Circle, move: Move, *, now: datetime, rng: random.Random) -> Story | Refusal:
    """`decide`, with the circle after each event beside the events."""
    story = Story(circle, now, rng)
    if circle.is_closed:
        return story if move.kind is MoveKind.TIME_PASSES else Refusal("closed")
    if move.kind is not MoveKind.HOLD_CLOCK:  # an outage takes nobody's time
        let_time_pass(story)
    story.now = now
    if story.circle.is_closed and move.kind is not MoveKind.TIME_PASSES:
        return Refusal("closed")
    refusal = _refuse_stranger(story.circle, move) or _MOVES[move.kind](story, move)
    return refusal or story


def _refuse_stranger(circle: Circle, move: Move) -> Refusal | None:
    """Only seats of the circle act, and only those who sit in them."""
    for number in (move.seat, move.target):
        if number is not None and not 1 <= number <= len(circle.seats):
            return Refusal("not_a_seat", seat=number)
    if move.seat is None:
        needs_seat = move.kind not in _WITHOUT_SEAT
        return Refusal("not_a_seat") if needs_seat else None
    seat = circle.seat(move.seat)
    if move.kind is not MoveKind.ARRIVE and (not seat.arrived or seat.left):
        return Refusal("not_here", seat=move.seat)
    if seat.late and move.kind in _OF_THE_TURN:
        return Refusal("late", seat=move.seat)
    if circle.is_paused and move.kind in _OF_THE_TURN:
        return Refusal("paused")
    if seat.hushed and move.kind in _WITH_A_VOICE:
        return Refusal("hushed", seat=move.seat)
    if move.turn is not None and (move.turn, move.step) != (circle.turn, circle.step_id):
        return Refusal("not_now") if move.kind in _OF_THE_STEP else None
    return None


def _ready(story: Story, move: Move) -> Refusal | None:
    assert move.seat is not None
    asked = gates(story.circle)
    if not (asked.unanimous or asked.quorum is not None):
        return Refusal("not_now")
    if not story.circle.seat(move.seat).ready:
        story.tell(e.SeatReady, seat=move.seat)
    go_on_when_agreed(story)
    return None


def _begin(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    if not keeps_process(circle, move.seat):
        return Refusal("host_only")
    if circle.stage == "waiting":
        if len(circle.here) < circle.format.min:
            return Refusal("too_few")
        next_phase(story, 0)
        return None
    if circle.phase_number == 0 and circle.stage == "together":
        next_phase(story)
        return None
    return Refusal("not_now")


def _move_on(story: Story, move: Move) -> Refusal | None:
    if not keeps_process(story.circle, move.seat):
        return Refusal("host_only")
    if not (story.circle.stage in ("together", "slider") or gates(story.circle).facilitator):
        return Refusal("not_now")
    go_on(story)
    return None


def _done(story: Story, move: Move) -> Refusal | None:
    circle, asked = story.circle, gates(story.circle)
    if not (asked.self_declared or asked.holder_passes):
        return Refusal("not_now")
    if circle.stage == "turn" and move.seat not in owners(circle):
        return _not_yours(circle)
    go_on(story)
    return None


def _choice(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    choices = dict(circle.step.choices) if circle.stage == "turn" else {}
    if move.choice not in choices:
        return Refusal("not_now")
    if move.seat not in owners(circle):
        return _not_yours(circle)
    story.tell(e.ChoiceMade, choice=move.choice)
    target = choices[move.choice]
    if target == END:
        end_turn(story, "heard" if move.choice == "heard" else "done")
    else:
        enter_step(story, target)
    return None


def _not_yours(circle: Circle) -> Refusal:
    return Refusal("not_your_turn", speaker=circle.speaker, listener=circle.listener)


def _choose(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    if circle.stage != "choosing" or circle.speaker is None:
        return Refusal("not_now")
    if move.seat != circle.speaker:
        return _not_yours(circle)
    if move.target not in candidates(circle, circle.speaker):
        return Refusal("not_a_candidate", seat=move.target)
    ask(story, (move.target,))
    return None


def _volunteer(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    assert move.seat is not None
    if circle.stage != "choosing" or circle.speaker is not None:
        return Refusal("not_now")
    if move.seat not in still_to_speak(circle):
        return Refusal("already_spoken", seat=move.seat)
    name_speaker(story, move.seat)
    return None


def _accept(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    if circle.stage != "asking" or circle.asked != move.seat:
        return Refusal("not_now")
    begin_turn(story, circle.holders, move.seat)
    return None


def _rest(story: Story, move: Move) -> Refusal | None:
    story.tell(e.RestToggled, seat=move.seat)
    return None


def _pass(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    if move.seat in circle.holders and circle.phase.group != "inner_outer":
        give_turn_away(story, "passed")
        return None
    if move.seat == circle.listener and circle.stage == "turn" and circle.phase.group == "flat":
        replace_listener(story)
        return None
    return Refusal("nothing_to_pass")


def _more_time(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    extend = circle.extend
    if extend is None or circle.extensions >= extend.max:
        return Refusal("no_more_time")
    story.tell(e.TimeAdded, seat=move.seat)
    return None


def _raise_hand(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    assert move.seat is not None
    if circle.phase.kind != "turns" or circle.phase.order not in ("queue", "popcorn"):
        return Refusal("not_now")
    if circle.stage == "choosing" and circle.speaker is None:
        return _volunteer(story, move)
    if move.seat in circle.spoken or move.seat in circle.holders:
        return Refusal("already_spoken", seat=move.seat)
    if move.seat not in circle.hands:
        story.tell(e.HandRaised, seat=move.seat)
    return None


def _lower_hand(story: Story, move: Move) -> Refusal | None:
    if move.seat in story.circle.hands:
        story.tell(e.HandLowered, seat=move.seat)
    return None


def _pause(story: Story, move: Move) -> Refusal | None:
    if not story.circle.is_paused:
        story.tell(e.ClockStopped, reason="pause", seat=move.seat)
    return None


def _resume(story: Story, move: Move) -> Refusal | None:
    if story.circle.pause_kept and not keeps_process(story.circle, move.seat):
        return Refusal("pause_kept")
    if story.circle.is_paused:
        story.tell(e.ClockStarted, reason="pause")
    return None


def _raise_concern(story: Story, move: Move) -> Refusal | None:
    number = len(story.circle.concerns) + 1
    story.tell(e.ConcernRaised, number=number, seat=move.seat)
    return None


def _settle_concern(story: Story, move: Move) -> Refusal | None:
    circle = story.circle
    found = next((c for c in circle.concerns if c.number == move.value), None)
    if found is None or not (keeps_process(circle, move.seat) or found.seat == move.seat):
        return Refusal("not_now")
    if not found.settled:
        story.tell(e.ConcernSettled, number=found.number)
    return None


def _set_slider(story: Story, move: Move) -> Refusal | None:
    assert move.seat is not None
    if story.circle.stage != "slider" or story.circle.seat(move.seat).slider_in:
        return Refusal("not_now")
    if move.value is None or not 0 <= move.value <= SLIDER_TOP:
        return Refusal("not_a_value")
    story.tell(e.SliderSet, seat=move.seat)
    return None


def _lead_chosen(story: Story, move: Move) -> Refusal | None:
    if story.circle.stage != "slider" or move.target is None:
        return Refusal("not_now")
    story.tell(e.LeadChosen, seat=move.target)
    next_phase(story)
    return None


def _time_passes(story: Story, move: Move) -> Refusal | None:
    del story, move
    return None


def _hold_clock(story: Story, move: Move) -> Refusal | None:
    assert move.value is not None
    story.tell(e.ClockHeld, by_ms=move.value)
    return None


_MOVES: dict[MoveKind, Callable[[Story, Move], Refusal | None]] = {
    MoveKind.ARRIVE: arrive,
    MoveKind.READY: _ready,
    MoveKind.BEGIN: _begin,
    MoveKind.DONE: _done,
    MoveKind.CHOICE: _choice,
    MoveKind.CHOOSE: _choose,
    MoveKind.VOLUNTEER: _volunteer,
    MoveKind.ACCEPT: _accept,
    MoveKind.DECLINE: decline,
    MoveKind.REST: _rest,
    MoveKind.PASS: _pass,
    MoveKind.MORE_TIME: _more_time,
    MoveKind.RAISE_HAND: _raise_hand,
    MoveKind.LOWER_HAND: _lower_hand,
    MoveKind.PAUSE: _pause,
    MoveKind.RESUME: _resume,
    MoveKind.RAISE_CONCERN: _raise_concern,
    MoveKind.SETTLE_CONCERN: _settle_concern,
    MoveKind.MOVE_ON: _move_on,
    MoveKind.SET_SLIDER: _set_slider,
    MoveKind.LEAVE: leave,
    MoveKind.HUSH: hush,
    MoveKind.UNHUSH: unhush,
    MoveKind.REMOVE: remove,
    MoveKind.PAUSE_ALL: pause_all,
    MoveKind.TIME_PASSES: _time_passes,
    MoveKind.LOSE: lose,
    MoveKind.COME_BACK: come_back,
    MoveKind.HOLD_CLOCK: _hold_clock,
    MoveKind.LEAD_CHOSEN: _lead_chosen,
}
_OF_THE_STEP = frozenset({MoveKind.DONE, MoveKind.CHOICE, MoveKind.PASS, MoveKind.READY})
_WITHOUT_SEAT = frozenset(
    {
        MoveKind.BEGIN,
        MoveKind.MOVE_ON,
        MoveKind.SETTLE_CONCERN,
        MoveKind.HUSH,
        MoveKind.UNHUSH,
        MoveKind.REMOVE,
        MoveKind.PAUSE_ALL,
        MoveKind.RESUME,
        MoveKind.TIME_PASSES,
        MoveKind.HOLD_CLOCK,
        MoveKind.LEAD_CHOSEN,
    }
)
_WITH_A_VOICE = frozenset({MoveKind.VOLUNTEER, MoveKind.ACCEPT, MoveKind.RAISE_HAND})
_OF_THE_TURN = frozenset(
    {
        MoveKind.READY,
        MoveKind.DONE,
        MoveKind.CHOICE,
        MoveKind.CHOOSE,
        MoveKind.VOLUNTEER,
        MoveKind.ACCEPT,
        MoveKind.DECLINE,
        MoveKind.PASS,
        MoveKind.RAISE_HAND,
        MoveKind.SET_SLIDER,
    }
)
