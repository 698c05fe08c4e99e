"""Who may be heard now, who may act, and who could be asked: questions about one circle."""

from datetime import datetime

from heard.circles.core.formats import Gates
from heard.circles.core.state import Circle


def floor(circle: Circle) -> tuple[int, ...]:
    """The seats that may be heard now, in ring order."""
    if circle.is_paused or circle.is_closed:
        return ()
    return tuple(sorted((set(_floor(circle)) & set(circle.here)) - set(circle.hushed)))


def _floor(circle: Circle) -> tuple[int, ...]:
    if circle.stage == "waiting":
        return circle.here
    if circle.stage in ("together", "slider"):
        return circle.here if circle.phase.floor == "everyone" else ()
    if circle.stage in ("choosing", "asking"):
        return circle.holders or circle.here
    listener = (circle.listener,) if circle.listener else ()
    return {
        "speaker": (circle.speaker or 0,),
        "listener": listener,
        "both": (circle.speaker or 0, *listener),
        "holders": circle.holders,
        "everyone": circle.here,
        "nobody": (),
    }[circle.step.floor]


def owners(circle: Circle) -> tuple[int, ...]:
    """The seats that may end the running step."""
    if circle.step.by == "listener":
        return (circle.listener,) if circle.listener else ()
    if circle.step.floor == "holders":
        return circle.holders
    return (circle.speaker,) if circle.speaker else ()


def gates(circle: Circle) -> Gates:
    """What ends the running phase or step before its clock does."""
    if circle.stage == "together":
        return circle.phase.gates
    return circle.step.gates if circle.stage == "turn" else Gates()


def is_agreed(circle: Circle) -> bool:
    """Whether enough of those present are ready to go on."""
    present = [circle.seat(number) for number in circle.present]
    ready = sum(seat.ready for seat in present)
    asked = gates(circle)
    if asked.unanimous and present and ready == len(present):
        return True
    return asked.quorum is not None and ready > 0 and ready >= asked.quorum * len(present)


def unspoken(circle: Circle) -> tuple[int, ...]:
    """Who has not had a turn this round, in ring order, turns kept for the end left out."""
    ring = circle.ring_after(circle.last_speaker)
    able = circle.present or circle.taking_part
    done = circle.spoken | set(circle.kept)
    return tuple(number for number in ring if number in able and number not in done)


def still_to_speak(circle: Circle) -> tuple[int, ...]:
    """`unspoken`, then the kept turns of those who are present."""
    kept = (n for n in circle.kept if n in circle.present and n not in circle.spoken)
    return (*unspoken(circle), *kept)


def candidates(circle: Circle, speaker: int) -> tuple[int, ...]:
    """Who may be asked to reflect: in a chain those who have not spoken, if any is willing."""
    willing = [
        number
        for number in circle.ring_after(speaker)
        if number in circle.present
        and number != speaker
        and number not in circle.declined
        and not circle.seat(number).resting
        and not circle.seat(number).hushed
    ]
    fresh = [n for n in willing if n not in circle.spoken and n not in circle.kept]
    return tuple(fresh if fresh and circle.phase.order == "chain_choice" else willing)


def sliders_are_in(circle: Circle) -> bool:
    """Whether every blind answer is in, so that they may be compared."""
    return circle.stage == "slider" and all(
        circle.seat(number).slider_in for number in circle.present
    )


def keeps_process(circle: Circle, seat: int | None) -> bool:
    """The host's page and the table (None), the host's seat and the facilitator."""
    return seat is None or seat in (circle.host_seat, circle.facilitator)


def deadline(circle: Circle) -> tuple[datetime, str, int | None] | None:
    """The next moment at which the circle changes by itself: when, why, whose."""
    from_holds = [(hold.until, hold.reason, None) for hold in circle.holds]
    running = [] if circle.held_at else _running_deadlines(circle)
    return min((*from_holds, *running), key=lambda due: due[0], default=None)


def _running_deadlines(circle: Circle) -> list[tuple[datetime, str, int | None]]:
    boxes = (
        (circle.turn_box, "turn"),
        (circle.step_box, "step"),
        (circle.stage_box, "stage"),
    )
    due: list[tuple[datetime, str, int | None]] = [
        (box.ends_at, why, None) for box, why in boxes if box
    ]
    listener = circle.listener if circle.stage == "turn" else None
    if listener and (away_at := circle.seat(listener).away_at):
        due.append((away_at + circle.format.drop.listener_hold, "listener", listener))
    return due
