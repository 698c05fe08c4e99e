"""Scripted companions: they fill seats for someone who practises alone, and say that they do."""

import random
from datetime import datetime, timedelta

from heard.circles.core.floors import candidates, gates, owners, still_to_speak
from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.state import Circle

SPEAKS_FOR = timedelta(seconds=14)
REFLECTS_FOR = timedelta(seconds=9)
THINKS_FOR = timedelta(seconds=3)
SCRIPTS = 3
"""How many different stories companions have; the words stand outside of the rules."""


def companion_move(circle: Circle, seat: int, now: datetime, rng: random.Random) -> Move | None:
    """What a companion does at `now`, or None while it waits. It takes its time as people do."""
    if circle.is_closed or circle.held_at or not circle.seat(seat).companion:
        return None
    since = _since(circle)
    if since is None or now - since < _patience(circle, seat):
        return None
    if circle.stage == "slider" and not circle.seat(seat).slider_in:
        return Move(MoveKind.SET_SLIDER, seat, value=rng.randint(3, 8))
    if circle.stage == "asking" and circle.asked == seat:
        return Move(MoveKind.ACCEPT, seat)
    if circle.stage == "choosing":
        return _choosing(circle, seat, rng)
    return _in_turn(circle, seat) if circle.stage == "turn" else None


def line_being_said(circle: Circle) -> str | None:
    """The key of the words that a companion is saying now: `speak.1.0`, `reflect.2`, `again.1`."""
    if circle.stage != "turn":
        return None
    step = circle.step
    voice = circle.listener if step.floor == "listener" else circle.speaker
    if voice is None or not circle.seat(voice).companion:
        return None
    script = (voice - 1) % SCRIPTS
    entered = dict(circle.entered).get(step.id, 1)
    if step.floor == "listener":
        return f"reflect.{script}" if _speaks_as_person(circle) else f"echo.{script}"
    if step.choices:
        return f"confirm.{script}"
    return f"speak.{script}" if entered == 1 else f"more.{script}"


def _speaks_as_person(circle: Circle) -> bool:
    """A companion cannot hear; what it gives back to a person is only how reflecting sounds."""
    return circle.speaker is not None and not circle.seat(circle.speaker).companion


def _since(circle: Circle) -> datetime | None:
    """When what happens now began."""
    box = circle.turn_box or circle.stage_box
    return circle.step_began_at or (box.started_at if box else None)


def _patience(circle: Circle, seat: int) -> timedelta:
    if circle.stage != "turn" or circle.step.choices:
        return THINKS_FOR
    return REFLECTS_FOR if seat == circle.listener else SPEAKS_FOR


def _choosing(circle: Circle, seat: int, rng: random.Random) -> Move | None:
    if circle.speaker == seat:
        willing = candidates(circle, seat)
        people = [n for n in willing if not circle.seat(n).companion]
        return Move(MoveKind.CHOOSE, seat, target=rng.choice(people or list(willing)))
    if circle.speaker is None and seat in still_to_speak(circle):
        return Move(MoveKind.VOLUNTEER, seat)
    return None


def _in_turn(circle: Circle, seat: int) -> Move | None:
    asked = gates(circle)
    if (asked.unanimous or asked.quorum) and not circle.seat(seat).ready:
        return Move(MoveKind.READY, seat)
    if seat not in owners(circle):
        return None
    choices = [choice for choice, _ in circle.step.choices]
    if choices:
        best = "heard" if "heard" in choices else choices[0]
        return Move(MoveKind.CHOICE, seat, choice=best)
    if asked.self_declared or asked.holder_passes:
        return Move(MoveKind.DONE, seat)
    return None
