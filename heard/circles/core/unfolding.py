"""How a circle unfolds: phases, rounds, turns and steps follow one another."""

import random
from datetime import datetime
from typing import Any

from heard.circles.core import events as e
from heard.circles.core.applying import apply
from heard.circles.core.floors import (
    candidates,
    deadline,
    is_agreed,
    still_to_speak,
    unspoken,
)
from heard.circles.core.formats import END
from heard.circles.core.state import WAITS_FOR_PEOPLE, Circle


class Story:
    """What has happened so far within one decision: `circles` before and after each event."""

    def __init__(self, circle: Circle, now: datetime, rng: random.Random) -> None:
        self.circle, self.now, self.rng = circle, now, rng
        self.events: list[e.Event] = []
        self.circles = [circle]

    def tell(self, kind: type[e.Event], **data: Any) -> None:
        event = kind(at=self.now, **data)
        self.circle = apply(self.circle, event)
        self.events.append(event)
        self.circles.append(self.circle)


def next_deadline(circle: Circle) -> datetime | None:
    """When the circle next changes by itself; None only when it is closed."""
    if circle.is_closed:
        return None
    due = deadline(circle)
    if circle.stage == "waiting" and due is None:
        return circle.created_at + WAITS_FOR_PEOPLE
    return due[0] if due else None


def let_time_pass(story: Story) -> None:
    until = story.now
    while not story.circle.is_closed:
        at = next_deadline(story.circle)
        if at is None or at > until:
            return
        story.now = at
        _meet_deadline(story)


def _meet_deadline(story: Story) -> None:
    due = deadline(story.circle)
    if due is None:
        story.tell(e.CircleClosed, how="nobody_came")
        return
    _, why, _ = due
    {
        "pause": lambda: story.tell(e.ClockStarted, reason="pause"),
        "speaker_away": lambda: _give_up_on_speaker(story),
        "too_few": lambda: story.tell(e.CircleClosed, how="too_few"),
        "turn": lambda: end_turn(story, "clock"),
        "step": lambda: enter_step(story, story.circle.step.next),
        "stage": lambda: _end_stage(story),
        "listener": lambda: replace_listener(story),
    }[why]()


def _give_up_on_speaker(story: Story) -> None:
    story.tell(e.ClockStarted, reason="speaker_away")
    give_turn_away(story, "away")


def _end_stage(story: Story) -> None:
    circle = story.circle
    if circle.stage == "asking":
        assert circle.asked is not None
        begin_turn(story, circle.holders, circle.asked)
    elif circle.stage == "choosing" and circle.speaker is not None:
        ask(story, candidates(circle, circle.speaker)[:1])
    elif circle.stage == "choosing" and (waiting := still_to_speak(circle)):
        name_speaker(story, waiting[0])
    elif circle.stage == "choosing":
        next_turn(story)
    else:
        next_phase(story)


def go_on_when_agreed(story: Story) -> None:
    if is_agreed(story.circle):
        go_on(story)


def go_on(story: Story) -> None:
    if story.circle.stage == "turn":
        enter_step(story, story.circle.step.next)
    else:
        next_phase(story)


def next_phase(story: Story, number: int | None = None) -> None:
    number = story.circle.phase_number + 1 if number is None else number
    if number == len(story.circle.format.phases):
        story.tell(e.CircleClosed, how="complete")
        return
    story.tell(e.PhaseBegan, phase=number)
    phase = story.circle.phase
    if phase.kind != "turns":
        return
    if phase.order == "draw" or phase.first == "draw":
        lots = list(story.circle.taking_part)
        story.rng.shuffle(lots)
        story.tell(e.LotsDrawn, order=tuple(lots))
    story.tell(e.RoundBegan, round=1)
    next_turn(story)


def next_turn(story: Story) -> None:
    circle = story.circle
    count = circle.phase.gates.count
    waiting = still_to_speak(circle)
    if count is not None and circle.turns_in_phase >= count:
        next_phase(story)
    elif not waiting and circle.round < circle.phase.rounds:
        story.tell(e.RoundBegan, round=circle.round + 1)
        if still_to_speak(story.circle):
            next_turn(story)
        else:
            next_phase(story)
    elif not waiting:
        next_phase(story)
    elif circle.phase.group != "flat":
        _begin_group_turn(story, waiting)
    else:
        _find_speaker(story, waiting)


def _begin_group_turn(story: Story, waiting: tuple[int, ...]) -> None:
    circle = story.circle
    if circle.phase.order == "draw":
        drawn = tuple(number for number in circle.lots if number in waiting)
        waiting = drawn + tuple(number for number in waiting if number not in drawn)
    if circle.phase.group == "inner_outer":
        half = (len(circle.present or circle.taking_part) + 1) // 2
        begin_turn(story, waiting[:half], None)
        return
    others = [n for n in circle.ring_after(waiting[0]) if n in circle.present]
    pair = (waiting + tuple(n for n in others if n not in waiting))[:2]
    begin_turn(story, pair, pair[1] if len(pair) > 1 else None)


def _find_speaker(story: Story, waiting: tuple[int, ...]) -> None:
    seat = _speaker_by_order(story.circle, waiting)
    if seat is None:
        story.tell(e.VolunteersAwaited)
    else:
        name_speaker(story, seat)


def _speaker_by_order(circle: Circle, waiting: tuple[int, ...]) -> int | None:
    """Whose turn it is, or None when whoever likes may take it."""
    fresh = unspoken(circle)
    if not fresh or len(waiting) == 1:
        return waiting[0]
    if circle.turn == 0 or circle.turns_in_phase == 0:
        return _first_speaker(circle, fresh)
    if circle.phase.order == "chain_choice" and circle.last_listener in fresh:
        return circle.last_listener
    return _by_order(circle, fresh)


def _first_speaker(circle: Circle, fresh: tuple[int, ...]) -> int | None:
    first = circle.phase.first
    if first in ("volunteer", "facilitator_listens"):
        return None
    wanted = {
        "facilitator": circle.facilitator,
        "slider": circle.lead,
        "draw": circle.lots[0] if circle.lots else None,
    }.get(first)
    return wanted if wanted in fresh else _by_order(circle, fresh)


def _by_order(circle: Circle, fresh: tuple[int, ...]) -> int | None:
    order = circle.phase.order
    if order == "queue":
        return next((hand for hand in circle.hands if hand in fresh), None)
    if order == "popcorn":
        return None
    if order == "draw":
        return next((n for n in circle.lots if n in fresh), fresh[0])
    return fresh[0]


def name_speaker(story: Story, seat: int) -> None:
    circle = story.circle
    if circle.phase.listener == "none":
        begin_turn(story, (seat,), None)
        return
    if circle.phase.listener in ("other", "next"):
        ring = [n for n in circle.ring_after(seat) if n in circle.present and n != seat]
        begin_turn(story, (seat,), ring[0] if ring else None)
        return
    if _facilitator_models(circle, seat):
        begin_turn(story, (seat,), circle.facilitator)
        return
    story.tell(e.SpeakerNamed, seat=seat)
    willing = candidates(story.circle, seat)
    if len(willing) < 2:
        ask(story, willing)
    stop_for_absent_speaker(story)


def _facilitator_models(circle: Circle, speaker: int) -> bool:
    return (
        circle.phase.first == "facilitator_listens"
        and circle.turns_in_phase == 0
        and circle.facilitator in candidates(circle, speaker)
    )


def ask(story: Story, willing: tuple[int, ...]) -> None:
    """Ask the first of the willing; around a table people ask with their eyes."""
    holders = story.circle.holders
    if not willing:
        begin_turn(story, holders, None)
    elif story.circle.mode == "table":
        begin_turn(story, holders, willing[0])
    else:
        story.tell(e.SeatAsked, seat=willing[0])


def begin_turn(story: Story, holders: tuple[int, ...], listener: int | None) -> None:
    turn = story.circle.turn + 1
    story.tell(e.TurnBegan, turn=turn, holders=holders, listener=listener)
    enter_step(story, story.circle.phase.rules.steps[0].id)
    stop_for_absent_speaker(story)


def enter_step(story: Story, step_id: str) -> None:
    """Begin a step, passing over those that nobody could do or that have been done enough."""
    circle = story.circle
    entered = dict(circle.entered)
    seen: set[str] = set()
    while step_id != END and step_id not in seen:
        step = circle.phase.rules.step(step_id)
        full = step.gates.count is not None and entered.get(step_id, 0) >= step.gates.count
        if not full and not (step.needs_listener and circle.listener is None):
            story.tell(e.StepBegan, step=step_id)
            return
        seen.add(step_id)
        step_id = step.next
    end_turn(story, "done")


def end_turn(story: Story, how: str) -> None:
    story.tell(e.TurnEnded, turn=story.circle.turn, how=how)
    next_turn(story)


def give_turn_away(story: Story, how: str) -> None:
    circle = story.circle
    if circle.stage == "turn":
        end_turn(story, how)
    elif circle.speaker is not None:
        story.tell(e.SpeakerPassed, seat=circle.speaker)
        next_turn(story)


def replace_listener(story: Story) -> None:
    """Someone else reflects, or nobody; a step that needs a listener is then passed over."""
    circle = story.circle
    assert circle.speaker is not None
    willing = [n for n in candidates(circle, circle.speaker) if n != circle.listener]
    successor = willing[0] if circle.phase.listener == "chosen" and willing else None
    story.tell(e.ListenerChanged, listener=successor)
    if successor is None and circle.step.needs_listener:
        enter_step(story, circle.step.next)


def stop_for_absent_speaker(story: Story) -> None:
    circle = story.circle
    if circle.is_closed or not circle.holders or circle.hold("speaker_away"):
        return
    if circle.stage in ("turn", "choosing", "asking") and not any(
        circle.seat(number).here for number in circle.holders
    ):
        story.tell(e.ClockStopped, reason="speaker_away", seat=circle.holders[0])
