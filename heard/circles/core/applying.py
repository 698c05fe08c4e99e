"""What an event changes: one small function per kind of event, none of which can refuse."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from heard.circles.core import events as e
from heard.circles.core.formats import Clock
from heard.circles.core.state import ASKED_FOR, PAUSES_FOR, Box, Circle, Concern, Hold


def apply(circle: Circle, event: e.Event) -> Circle:
    """The circle after `event`; `seq` counts the events."""
    changed = _APPLIERS[type(event)](circle, event)
    return replace(changed, seq=circle.seq + 1)


def replay(circle: Circle, events: Iterable[e.Event]) -> Circle:
    return reduce(apply, events, circle)


def _box(circle: Circle, clock: Clock, at: datetime) -> Box:
    """A span that begins now; while the clock is held it begins where the clock stands."""
    start = circle.held_at or at
    return Box(start, start + clock.soft, start + clock.soft + clock.grace)


def _span(circle: Circle, length: timedelta, at: datetime) -> Box:
    return _box(circle, Clock(soft=length), at)


def _moved(box: Box | None, by: timedelta) -> Box | None:
    return box.moved(by) if box else None


def _shifted(circle: Circle, by: timedelta) -> Circle:
    return replace(
        circle,
        stage_box=_moved(circle.stage_box, by),
        turn_box=_moved(circle.turn_box, by),
        step_box=_moved(circle.step_box, by),
        step_began_at=circle.step_began_at + by if circle.step_began_at else None,
    )


def _without_turn(circle: Circle) -> Circle:
    return replace(
        circle,
        speaker=None,
        holders=(),
        listener=None,
        asked=None,
        declined=frozenset(),
        step_id=None,
        step_began_at=None,
        entered=(),
        extensions=0,
        not_quite=0,
        stage_box=None,
        turn_box=None,
        step_box=None,
    )


def _nobody_ready(circle: Circle) -> Circle:
    if not any(seat.ready and not seat.companion for seat in circle.seats):
        return circle
    return replace(
        circle,
        seats=tuple(replace(seat, ready=seat.companion) for seat in circle.seats),
    )


def _seat_arrived(circle: Circle, event: e.SeatArrived) -> Circle:
    late = circle.stage not in ("waiting", "together", "slider")
    return circle.with_seat(
        event.seat, arrived=True, here=True, left=False, late=late, away_at=None
    )


def _seat_away(circle: Circle, event: e.SeatAway) -> Circle:
    return circle.with_seat(event.seat, here=False, away_at=event.at)


def _seat_returned(circle: Circle, event: e.SeatReturned) -> Circle:
    return circle.with_seat(event.seat, here=True, away_at=None)


def _seat_left(circle: Circle, event: e.SeatLeft) -> Circle:
    left = circle.with_seat(
        event.seat, here=False, left=True, hushed=False, away_at=event.at, ready=False
    )
    return replace(left, hands=tuple(hand for hand in left.hands if hand != event.seat))


def _seat_removed(circle: Circle, event: e.SeatRemoved) -> Circle:
    """As if they had left, but for good. A facilitator no longer keeps the process."""
    gone = circle.with_seat(
        event.seat,
        here=False,
        left=True,
        removed=True,
        hushed=False,
        away_at=event.at,
        ready=False,
    )
    keeper = None if circle.facilitator == event.seat else circle.facilitator
    hands = tuple(hand for hand in circle.hands if hand != event.seat)
    return replace(gone, hands=hands, facilitator=keeper)


def _seat_hushed(circle: Circle, event: e.SeatHushed) -> Circle:
    quiet = circle.with_seat(event.seat, hushed=True)
    return replace(quiet, hands=tuple(hand for hand in circle.hands if hand != event.seat))


def _seat_unhushed(circle: Circle, event: e.SeatUnhushed) -> Circle:
    return circle.with_seat(event.seat, hushed=False)


def _nobody_hushed(circle: Circle) -> Circle:
    if not circle.hushed:
        return circle
    return replace(circle, seats=tuple(replace(seat, hushed=False) for seat in circle.seats))


def _seat_ready(circle: Circle, event: e.SeatReady) -> Circle:
    return circle.with_seat(event.seat, ready=True)


def _hand_raised(circle: Circle, event: e.HandRaised) -> Circle:
    return replace(circle, hands=(*circle.hands, event.seat))


def _hand_lowered(circle: Circle, event: e.HandLowered) -> Circle:
    return replace(circle, hands=tuple(hand for hand in circle.hands if hand != event.seat))


def _rest_toggled(circle: Circle, event: e.RestToggled) -> Circle:
    return circle.with_seat(event.seat, resting=not circle.seat(event.seat).resting)


def _slider_set(circle: Circle, event: e.SliderSet) -> Circle:
    return circle.with_seat(event.seat, slider_in=True)


def _lead_chosen(circle: Circle, event: e.LeadChosen) -> Circle:
    return replace(circle, lead=event.seat)


def _phase_began(circle: Circle, event: e.PhaseBegan) -> Circle:
    phase = circle.format.phases[event.phase]
    clear = _nobody_hushed(_nobody_ready(_without_turn(circle)))
    stage = {"together": "together", "slider": "slider", "turns": "choosing"}[phase.kind]
    return replace(
        clear,
        phase_number=event.phase,
        stage=stage,
        stage_box=_box(circle, phase.clock, event.at) if phase.clock else None,
        round=0,
        turns_in_round=0,
        turns_in_phase=0,
        spoken=frozenset(),
        kept=(),
        passed=frozenset(),
        hands=(),
        last_speaker=None,
        last_listener=None,
    )


def _round_began(circle: Circle, event: e.RoundBegan) -> Circle:
    return replace(
        circle,
        round=event.round,
        turns_in_round=0,
        spoken=frozenset(),
        kept=(),
        passed=frozenset(),
    )


def _lots_drawn(circle: Circle, event: e.LotsDrawn) -> Circle:
    return replace(circle, lots=event.order)


def _volunteers_awaited(circle: Circle, event: e.VolunteersAwaited) -> Circle:
    clear = _without_turn(circle)
    return replace(clear, stage="choosing", stage_box=_span(circle, circle.phase.choose, event.at))


def _speaker_named(circle: Circle, event: e.SpeakerNamed) -> Circle:
    return replace(
        _without_turn(circle),
        stage="choosing",
        speaker=event.seat,
        holders=(event.seat,),
        stage_box=_span(circle, circle.phase.choose, event.at),
    )


def _seat_asked(circle: Circle, event: e.SeatAsked) -> Circle:
    box = _span(circle, ASKED_FOR, event.at)
    return replace(circle, stage="asking", asked=event.seat, stage_box=box)


def _seat_declined(circle: Circle, event: e.SeatDeclined) -> Circle:
    return replace(circle, declined=circle.declined | {event.seat}, asked=None)


def _turn_began(circle: Circle, event: e.TurnBegan) -> Circle:
    clock = circle.phase.rules.clock
    return replace(
        _nobody_ready(_without_turn(circle)),
        stage="turn",
        turn=event.turn,
        turns_in_round=circle.turns_in_round + 1,
        turns_in_phase=circle.turns_in_phase + 1,
        speaker=event.holders[0],
        holders=event.holders,
        listener=event.listener,
        turn_box=_box(circle, clock, event.at) if clock else None,
        hands=tuple(hand for hand in circle.hands if hand not in event.holders),
    )


def _listener_changed(circle: Circle, event: e.ListenerChanged) -> Circle:
    return replace(circle, listener=event.listener)


def _step_began(circle: Circle, event: e.StepBegan) -> Circle:
    clock = circle.phase.rules.step(event.step).clock
    counts = dict(circle.entered)
    counts[event.step] = counts.get(event.step, 0) + 1
    return replace(
        _nobody_ready(circle),
        step_id=event.step,
        step_began_at=circle.held_at or event.at,
        entered=tuple(sorted(counts.items())),
        step_box=_box(circle, clock, event.at) if clock else None,
    )


def _choice_made(circle: Circle, event: e.ChoiceMade) -> Circle:
    return replace(circle, not_quite=circle.not_quite + (event.choice == "not_quite"))


def _time_added(circle: Circle, event: e.TimeAdded) -> Circle:
    del event
    extend = circle.extend
    assert extend is not None
    assert circle.turn_box is not None
    return replace(
        circle,
        extensions=circle.extensions + 1,
        turn_box=circle.turn_box.longer(extend.by),
        step_box=circle.step_box.longer(extend.by) if circle.step_box else None,
    )


def _turn_ended(circle: Circle, event: e.TurnEnded) -> Circle:
    given_away = event.how in ("passed", "away")
    heard = _nobody_hushed(circle)
    return replace(
        _given_up(heard) if given_away else _spent(heard),
        last_speaker=circle.speaker,
        last_listener=circle.listener,
        seats=tuple(replace(seat, late=False) if seat.late else seat for seat in heard.seats),
    )


def _speaker_passed(circle: Circle, event: e.SpeakerPassed) -> Circle:
    return replace(_given_up(circle), last_speaker=event.seat, last_listener=None)


def _spent(circle: Circle) -> Circle:
    spoken = circle.spoken | frozenset(circle.holders)
    return replace(_without_turn(circle), stage="choosing", spoken=spoken)


def _given_up(circle: Circle) -> Circle:
    """A turn given up is kept for the end of the round, once."""
    holders = frozenset(circle.holders)
    if holders & circle.passed:
        return _spent(circle)
    return replace(
        _without_turn(circle),
        stage="choosing",
        kept=(*circle.kept, *circle.holders),
        passed=circle.passed | holders,
    )


def _clock_stopped(circle: Circle, event: e.ClockStopped) -> Circle:
    length = {
        "pause": PAUSES_FOR,
        "speaker_away": circle.format.drop.hold,
        "too_few": circle.format.drop.too_few_for,
    }[event.reason]
    hold = Hold(event.reason, event.at + length)
    return replace(circle, holds=(*circle.holds, hold), held_at=circle.held_at or event.at)


def _pause_kept(circle: Circle, event: e.PauseKept) -> Circle:
    del event
    return replace(circle, pause_kept=True)


def _clock_started(circle: Circle, event: e.ClockStarted) -> Circle:
    if event.reason == "pause":
        circle = replace(circle, pause_kept=False)
    holds = tuple(hold for hold in circle.holds if hold.reason != event.reason)
    if holds or circle.held_at is None:
        return replace(circle, holds=holds)
    moved = _shifted(circle, event.at - circle.held_at)
    return replace(moved, holds=(), held_at=None)


def _clock_held(circle: Circle, event: e.ClockHeld) -> Circle:
    by = timedelta(milliseconds=event.by_ms)
    moved = _shifted(circle, by)
    return replace(
        moved,
        held_at=circle.held_at + by if circle.held_at else None,
        holds=tuple(replace(hold, until=hold.until + by) for hold in circle.holds),
        seats=tuple(
            replace(seat, away_at=seat.away_at + by if seat.away_at else None)
            for seat in circle.seats
        ),
    )


def _concern_raised(circle: Circle, event: e.ConcernRaised) -> Circle:
    concern = Concern(event.number, event.seat, event.at)
    return replace(circle, concerns=(*circle.concerns, concern))


def _concern_settled(circle: Circle, event: e.ConcernSettled) -> Circle:
    return replace(
        circle,
        concerns=tuple(
            replace(concern, settled=concern.settled or concern.number == event.number)
            for concern in circle.concerns
        ),
    )


def _circle_closed(circle: Circle, event: e.CircleClosed) -> Circle:
    closed = _without_turn(circle)
    return replace(
        closed, stage="closed", ended=event.how, holds=(), held_at=None, pause_kept=False
    )


_APPLIERS: dict[type[e.Event], Callable[[Circle, Any], Circle]] = {
    e.SeatArrived: _seat_arrived,
    e.SeatAway: _seat_away,
    e.SeatReturned: _seat_returned,
    e.SeatLeft: _seat_left,
    e.SeatRemoved: _seat_removed,
    e.SeatHushed: _seat_hushed,
    e.SeatUnhushed: _seat_unhushed,
    e.PauseKept: _pause_kept,
    e.SeatReady: _seat_ready,
    e.HandRaised: _hand_raised,
    e.HandLowered: _hand_lowered,
    e.RestToggled: _rest_toggled,
    e.SliderSet: _slider_set,
    e.LeadChosen: _lead_chosen,
    e.PhaseBegan: _phase_began,
    e.RoundBegan: _round_began,
    e.LotsDrawn: _lots_drawn,
    e.VolunteersAwaited: _volunteers_awaited,
    e.SpeakerNamed: _speaker_named,
    e.SpeakerPassed: _speaker_passed,
    e.SeatAsked: _seat_asked,
    e.SeatDeclined: _seat_declined,
    e.TurnBegan: _turn_began,
    e.ListenerChanged: _listener_changed,
    e.StepBegan: _step_began,
    e.ChoiceMade: _choice_made,
    e.TimeAdded: _time_added,
    e.TurnEnded: _turn_ended,
    e.ClockStopped: _clock_stopped,
    e.ClockStarted: _clock_started,
    e.ClockHeld: _clock_held,
    e.ConcernRaised: _concern_raised,
    e.ConcernSettled: _concern_settled,
    e.CircleClosed: _circle_closed,
}
