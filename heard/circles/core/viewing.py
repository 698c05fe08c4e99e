"""What one seat, or the table, is shown: the only way in which state leaves the rules."""

from datetime import datetime, timedelta
from typing import Any

from heard.circles.core.companions import line_being_said
from heard.circles.core.floors import (
    candidates,
    floor,
    gates,
    keeps_process,
    owners,
    still_to_speak,
)
from heard.circles.core.formats import Clock
from heard.circles.core.state import Box, Circle, SeatState

_MILLISECOND = timedelta(milliseconds=1)


def view(circle: Circle, seat: int | None) -> dict[str, Any]:
    """One snapshot for `seat`, or for the table (None). Times are integer ms since the epoch."""
    shown_stage = _stage(circle, seat)
    return {
        "seq": circle.seq,
        "mode": circle.mode,
        "status": _status(circle),
        "stage": shown_stage,
        "me": seat,
        "host_seat": circle.host_seat,
        "facilitator": circle.facilitator,
        "phase": _phase(circle),
        "round": _round(circle),
        "turn": _turn(circle),
        "step": circle.step_id,
        "speaker": circle.speaker,
        "listener": circle.listener,
        "holders": list(circle.holders),
        "floor": list(floor(circle)),
        "seats": [_seat(circle, state) for state in circle.seats],
        "role": _role(circle, seat),
        "moves": _moves(circle, seat),
        # The clock of asking begins again when someone declines, so only who is asked sees it.
        "clock": _clock(circle) if shown_stage == circle.stage else None,
        "assist": _needs_help(circle),
        "not_quite": circle.not_quite,
        "asked": seat is not None and circle.asked == seat,
        "resting": seat is not None and circle.seat(seat).resting,
        "slider": _slider(circle, seat),
        "line": line_being_said(circle),
        "concerns": _concerns(circle, seat),
        "too_few": circle.hold("too_few") is not None,
        "ended": circle.ended,
    }


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _stage(circle: Circle, seat: int | None) -> str:
    """Who is being asked to reflect is between that seat and the house."""
    if circle.stage == "asking" and circle.asked != seat:
        return "choosing"
    return circle.stage


def _status(circle: Circle) -> str:
    if circle.stage in ("waiting", "closed"):
        return circle.stage
    return "paused" if circle.is_paused else "running"


def _phase(circle: Circle) -> dict[str, Any]:
    phase = circle.phase
    return {
        "id": phase.id,
        "kind": phase.kind,
        "show": phase.show,
        "order": phase.order if phase.turn else None,
        "group": phase.group,
        "number": circle.phase_number + 1,
        "of": len(circle.format.phases),
    }


def _round(circle: Circle) -> dict[str, int] | None:
    if circle.phase.turn is None:
        return None
    return {"number": circle.round, "of": circle.phase.rounds}


def _turn(circle: Circle) -> dict[str, int] | None:
    if circle.phase.turn is None:
        return None
    running = circle.stage == "turn"
    coming = [n for n in still_to_speak(circle) if not (running and n in circle.holders)]
    shares = max(1, len(circle.holders)) if running and circle.phase.group != "flat" else 1
    return {
        "number": circle.turn,
        "in_round": circle.turns_in_round,
        "of": circle.turns_in_round + -(-len(coming) // shares),
    }


def _seat(circle: Circle, seat: SeatState) -> dict[str, Any]:
    return {
        "n": seat.number,
        "state": _seat_state(circle, seat),
        "spoken": seat.number in circle.spoken,
        "ready": seat.ready,
        "companion": seat.companion,
        "hand": seat.number in circle.hands,
    }


def _seat_state(circle: Circle, seat: SeatState) -> str:
    if not seat.arrived:
        return "empty"
    if seat.left:
        return "left"
    if not seat.here:
        return "away"
    if seat.late:
        return "late"
    if circle.stage == "turn":
        if seat.number in _speaking(circle):
            return "speaking"
        return "reflecting" if seat.number == circle.listener else "witnessing"
    return "choosing" if seat.number in circle.holders else "witnessing"


def _speaking(circle: Circle) -> tuple[int, ...]:
    if circle.phase.group == "pair" and circle.listener:
        return (circle.speaker,) if circle.speaker else ()
    return circle.holders


def _role(circle: Circle, seat: int | None) -> str:
    if seat is None:
        return "table"
    if seat in _speaking(circle):
        return "speaker"
    return "listener" if seat == circle.listener else "witness"


def _clock(circle: Circle) -> dict[str, Any] | None:
    box = _shown_box(circle)
    if box is None:
        return None
    held = circle.held_at
    pause = circle.hold("pause")
    return {
        "started_at": milliseconds(box.started_at),
        "soft_ends_at": milliseconds(box.soft_ends_at),
        "ends_at": milliseconds(box.ends_at),
        "warn": [round(length / _MILLISECOND) for length in _rules(circle).warn],
        "held": held is not None,
        "held_at": milliseconds(held) if held else None,
        "held_until": milliseconds(pause.until) if pause else None,
    }


def _shown_box(circle: Circle) -> Box | None:
    """The clock that ends first: of the step, the turn, the phase or the choosing."""
    boxes = [box for box in (circle.step_box, circle.turn_box, circle.stage_box) if box]
    return min(boxes, key=lambda box: box.ends_at, default=None)


def _rules(circle: Circle) -> Clock:
    none = Clock(soft=timedelta(0))
    clock = circle.phase.rules.clock if circle.stage == "turn" else circle.phase.clock
    return clock or none


def _needs_help(circle: Circle) -> bool:
    after = circle.phase.turn.assist_after if circle.phase.turn else None
    return after is not None and circle.not_quite >= after


def _slider(circle: Circle, seat: int | None) -> dict[str, Any] | None:
    if circle.stage != "slider":
        return None
    present = [circle.seat(number) for number in circle.present]
    return {
        "mine": seat is not None and circle.seat(seat).slider_in,
        "in": sum(state.slider_in for state in present),
        "of": len(present),
    }


def _concerns(circle: Circle, seat: int | None) -> list[dict[str, int]]:
    keeper = seat is not None and keeps_process(circle, seat)
    return [
        {"n": concern.number, "seat": concern.seat, "at": milliseconds(concern.at)}
        for concern in circle.concerns
        if not concern.settled and (keeper or concern.seat == seat)
    ]


# ── what can be done now ────────────────────────────────────────────────────


def _moves(circle: Circle, seat: int | None) -> list[dict[str, Any]]:
    if circle.is_closed:
        return []
    if seat is None:
        return _moves_of_table(circle)
    state = circle.seat(seat)
    if not state.arrived or state.left:
        return []
    own = [] if state.late or circle.is_paused else _moves_of_seat(circle, seat)
    return [*own, *_moves_of_everyone(circle, seat)]


def _moves_of_table(circle: Circle) -> list[dict[str, Any]]:
    if circle.is_paused:
        return [{"move": "resume", "seat": None if circle.pause_kept else circle.present[0]}]
    shared: list[dict[str, Any]] = []
    if circle.stage == "waiting":
        shared.append({"move": "begin", "seat": None})
    if circle.stage in ("together", "slider"):
        shared.append({"move": "move_on", "seat": None})
    of_seats = [
        {**move, "seat": number}
        for number in circle.present
        for move in _moves_of_seat(circle, number)
        if move["move"] not in ("begin", "move_on")
        and not (move["move"] == "ready" and circle.stage == "together")
    ]
    anyone = circle.present[0] if circle.present else None
    common = [{**move, "seat": anyone} for move in _more_time(circle)]
    return [*shared, *of_seats, *common, {"move": "pause", "seat": anyone}]


def _moves_of_seat(circle: Circle, seat: int) -> list[dict[str, Any]]:
    """What only this seat can do now, the one thing first."""
    if circle.stage == "turn":
        return _moves_in_turn(circle, seat)
    if circle.stage == "choosing":
        return _moves_in_choosing(circle, seat)
    if circle.stage == "asking" and circle.asked == seat:
        return [{"move": "accept"}, {"move": "decline"}]
    if circle.stage == "slider" and not circle.seat(seat).slider_in:
        return [{"move": "set_slider"}]
    return _moves_together(circle, seat)


def _moves_together(circle: Circle, seat: int) -> list[dict[str, Any]]:
    keeps = keeps_process(circle, seat)
    moves: list[dict[str, Any]] = []
    if circle.stage == "together":
        asked = circle.phase.gates
        if (asked.unanimous or asked.quorum) and not circle.seat(seat).ready:
            moves.append({"move": "ready"})
        if asked.self_declared or asked.holder_passes:
            moves.append({"move": "done"})
        if keeps:
            moves.append({"move": "begin" if circle.phase_number == 0 else "move_on"})
    elif circle.stage == "waiting" and keeps and len(circle.here) >= circle.format.min:
        moves.append({"move": "begin"})
    return moves


def _moves_in_choosing(circle: Circle, seat: int) -> list[dict[str, Any]]:
    if circle.speaker == seat:
        targets = list(candidates(circle, seat))
        return [{"move": "choose", "targets": targets}, {"move": "pass"}]
    if circle.speaker is None and seat in still_to_speak(circle) and not circle.seat(seat).hushed:
        return [{"move": "volunteer"}]
    return []


def _moves_in_turn(circle: Circle, seat: int) -> list[dict[str, Any]]:
    asked = gates(circle)
    moves: list[dict[str, Any]] = []
    if seat in owners(circle):
        moves += [{"move": choice} for choice, _ in circle.step.choices]
        if asked.self_declared or asked.holder_passes:
            moves.append({"move": "done"})
    if (asked.unanimous or asked.quorum) and not circle.seat(seat).ready:
        moves.append({"move": "ready"})
    if asked.facilitator and keeps_process(circle, seat):
        moves.append({"move": "move_on"})
    if circle.phase.group != "inner_outer" and seat in (*circle.holders, circle.listener):
        moves.append({"move": "pass"})
    return moves


def _moves_of_everyone(circle: Circle, seat: int) -> list[dict[str, Any]]:
    moves = [] if circle.is_paused else _more_time(circle)
    state = circle.seat(seat)
    if _hands_are_asked(circle) and not (state.late or state.hushed):
        if seat in circle.hands:
            moves.append({"move": "lower_hand"})
        elif seat not in circle.spoken and seat not in circle.holders:
            moves.append({"move": "raise_hand"})
    if not circle.is_paused:
        moves.append({"move": "pause"})
    elif not circle.pause_kept or keeps_process(circle, seat):
        moves.append({"move": "resume"})
    if any(phase.listener == "chosen" for phase in circle.format.phases):
        moves.append({"move": "rest"})
    moves.append({"move": "raise_concern"})
    if _concerns(circle, seat):
        moves.append({"move": "settle_concern"})
    moves.append({"move": "leave"})
    return moves


def _hands_are_asked(circle: Circle) -> bool:
    by_hand = circle.phase.order in ("queue", "popcorn")
    return by_hand and circle.stage == "turn" and not circle.is_paused


def _more_time(circle: Circle) -> list[dict[str, Any]]:
    extend = circle.extend
    if extend is None or circle.extensions >= extend.max:
        return []
    left = extend.max - circle.extensions
    return [{"move": "more_time", "left": left, "by": round(extend.by / _MILLISECOND)}]
