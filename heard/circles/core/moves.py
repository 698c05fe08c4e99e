"""What a seat, the host or the house may ask of a circle."""

from dataclasses import dataclass
from enum import StrEnum


class MoveKind(StrEnum):
    ARRIVE = "arrive"
    READY = "ready"
    BEGIN = "begin"
    DONE = "done"
    CHOICE = "choice"
    CHOOSE = "choose"
    VOLUNTEER = "volunteer"
    ACCEPT = "accept"
    DECLINE = "decline"
    REST = "rest"
    PASS = "pass"  # noqa: S105  a move, no password
    MORE_TIME = "more_time"
    RAISE_HAND = "raise_hand"
    LOWER_HAND = "lower_hand"
    PAUSE = "pause"
    RESUME = "resume"
    RAISE_CONCERN = "raise_concern"
    SETTLE_CONCERN = "settle_concern"
    MOVE_ON = "move_on"
    SET_SLIDER = "set_slider"
    LEAVE = "leave"
    HUSH = "hush"
    UNHUSH = "unhush"
    REMOVE = "remove"
    PAUSE_ALL = "pause_all"
    TIME_PASSES = "time_passes"
    LOSE = "lose"
    COME_BACK = "come_back"
    HOLD_CLOCK = "hold_clock"
    LEAD_CHOSEN = "lead_chosen"


OF_THE_HOUSE = frozenset(
    {
        MoveKind.TIME_PASSES,
        MoveKind.LOSE,
        MoveKind.COME_BACK,
        MoveKind.HOLD_CLOCK,
        MoveKind.LEAD_CHOSEN,
        MoveKind.ARRIVE,
    }
)


@dataclass(frozen=True, slots=True)
class Move:
    """`seat` acts (None: the host's page, the table or the house), `target` is another seat,
    `value` a number (slider 0–10, milliseconds held, concern's number), `choice` a step's answer.
    `turn` and `step` say what was seen when the move was made: one that comes late moves nothing.
    """

    kind: MoveKind
    seat: int | None = None
    target: int | None = None
    value: int | None = None
    choice: str | None = None
    turn: int | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move is not made: a code, and the seats that a sentence about it names."""

    code: str
    seat: int | None = None
    speaker: int | None = None
    listener: int | None = None


def read_move(name: str, **details: int | str | None) -> Move:
    """A move by its name on the wire; a name that is no kind is a step's choice (`heard`)."""
    kinds = {kind.value: kind for kind in MoveKind}
    if name in kinds and name != MoveKind.CHOICE:
        return Move(kinds[name], **details)  # type: ignore[arg-type]
    return Move(MoveKind.CHOICE, choice=name, **details)  # type: ignore[arg-type]
