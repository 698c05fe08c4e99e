"""Frames from the room's page, checked at the door."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from heard.base.connections import BadFrame
from heard.circles.core.moves import Move, read_move

LONGEST_NAME: Final = 40
LONGEST_SIGNAL: Final = 12_000
HIGHEST_SEAT: Final = 8
HIGHEST_NUMBER: Final = 10_000
# 2100-01-01 in milliseconds: what lies beyond is no clock.
LATEST: Final = 4_102_444_800_000


@dataclass(frozen=True, slots=True)
class Enter:
    ticket: str


@dataclass(frozen=True, slots=True)
class Make:
    id: UUID
    move: Move
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rate:
    id: UUID
    seat: int | None
    turn: int
    side: str
    value: int


@dataclass(frozen=True, slots=True)
class Explain:
    """The words to a concern."""

    id: UUID
    seat: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Say:
    """Words of the running turn; `of` says whose, where the floor does not."""

    id: UUID
    of: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Signal:
    """From this page to the page of the seat `to`, or of every other seat. `data` is JSON that
    is none of our business; in ASCII, so its length is what it weighs on every wire."""

    to: int | None
    data: str


@dataclass(frozen=True, slots=True)
class Ping:
    sent: int


Asked = Make | Rate | Explain | Say
Spoken = Enter | Asked | Signal | Ping


def read_frame(frame: dict[str, Any]) -> Spoken:
    """What a frame says. Raises `BadFrame`; fields that nobody knows are left alone."""
    kind = frame.get("type")
    if not isinstance(kind, str) or kind not in _READERS:
        raise BadFrame("unknown", _("The room does not know that kind of message."))
    spoken: Spoken = _READERS[kind](frame)
    return spoken


def _enter(frame: dict[str, Any]) -> Enter:
    return Enter(_text(frame, "ticket", 2000))


def _make(frame: dict[str, Any]) -> Make:
    raw = frame.get("move")
    if not isinstance(raw, dict):
        raise _unclear()
    move = read_move(
        _text(raw, "move", LONGEST_NAME),
        seat=_seat(raw),
        target=_number(raw, "target", HIGHEST_SEAT),
        value=_number(raw, "value", HIGHEST_NUMBER),
        turn=_number(raw, "turn", HIGHEST_NUMBER),
        step=_text(raw, "step", LONGEST_NAME) if raw.get("step") is not None else None,
    )
    made_at = _number(frame, "made_at", LATEST)
    moment = None if made_at is None else datetime.fromtimestamp(made_at / 1000, UTC)
    return Make(_id(frame), move, moment)


def _rate(frame: dict[str, Any]) -> Rate:
    return Rate(
        _id(frame),
        _seat(frame),
        _needed(frame, "turn", HIGHEST_NUMBER),
        _text(frame, "side", LONGEST_NAME),
        _needed(frame, "value", HIGHEST_NUMBER),
    )


def _explain(frame: dict[str, Any]) -> Explain:
    return Explain(_id(frame), _seat(frame), _text(frame, "words", 4000))


def _say(frame: dict[str, Any]) -> Say:
    return Say(_id(frame), _seat(frame), _text(frame, "words", 4000))


def _signal(frame: dict[str, Any]) -> Signal:
    to, data = _number(frame, "to", HIGHEST_SEAT), frame.get("data")
    if to == 0 or not isinstance(data, dict):
        raise _unclear()
    try:
        text = json.dumps(data, allow_nan=False, separators=(",", ":"))
    except (ValueError, RecursionError):
        raise _unclear() from None
    if len(text) > LONGEST_SIGNAL:
        raise BadFrame("too_long", _("That was too long. Make it shorter."))
    return Signal(to, text)


def _ping(frame: dict[str, Any]) -> Ping:
    return Ping(_needed(frame, "sent", LATEST))


_READERS: Final[dict[str, Any]] = {
    "enter": _enter,
    "move": _make,
    "rate": _rate,
    "concern_words": _explain,
    "say": _say,
    "signal": _signal,
    "ping": _ping,
}


def _seat(raw: dict[str, Any]) -> int | None:
    return _number(raw, "seat", HIGHEST_SEAT)


def _text(raw: dict[str, Any], key: str, longest: int) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise _unclear()
    return value


def _number(raw: dict[str, Any], key: str, highest: int) -> int | None:
    value = raw.get(key)
    if value is None:
        return None
    # In Python True is a number; on the wire it is not.
    if type(value) is not int or not 0 <= value <= highest:
        raise _unclear()
    return value


def _needed(raw: dict[str, Any], key: str, highest: int) -> int:
    value = _number(raw, key, highest)
    if value is None:
        raise _unclear()
    return value


def _id(raw: dict[str, Any]) -> UUID:
    try:
        return UUID(_text(raw, "id", 36))
    except ValueError:
        raise _unclear() from None


def _unclear() -> BadFrame:
    return BadFrame("unclear", _("The room did not understand that."))
