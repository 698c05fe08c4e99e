"""Frames of every kind, good but for some parts of them, and texts that are no frames at all."""

import json
from typing import Any, Final

from hypothesis import strategies as st

from tests.access.frames import ANOTHER, Row, _frame, kinds
from tests.fuzz.hostile import HEADERS, SIGN, json_values, texts

NO_FRAMES: Final = (
    *("", " ", "null", "[]", "7", '"enter"', "{", "{}}", '{"type":"ping"', "\ufeff{}", "\0"),
    *('{"type":"ping","sent":' + "9" * 4000 + "}", '{"type":"ping","sent":1e400}', '{"a":NaN}'),
    *("[" * 4000, '{"a":' * 700 + "1" + "}" * 700, '{"type":"\\ud800"}', "\ud800", '{"":{"":""}}'),
    *('{"type":"ping","sent":1,"type":"move"}', "x" * 4097, "👍" * 4000, "x" * 70_000, "\\u0000"),
    '{"type":"signal","data":{"a":"' + "x" * 11_990 + '"}}',
    '{"type":"signal","data":{"a":"' + "\\u0000" * 2_700 + '"}}',
    '{"type":"signal","data":' + '{"a":' * 900 + "1" + "}" * 900 + "}",
)
KEYS: Final = (
    *("type", "id", "ticket", "move", "made_at", "seat", "turn", "step", "side", "value", "words"),
    *("to", "data", "target", "sent", "since", "choice", "kind", "__class__", ""),
)


def frames() -> st.SearchStrategy[str]:
    """As text, as it comes over the wire."""
    return _frames().map(json.dumps) | _frames().map(json.dumps) | st.sampled_from(NO_FRAMES)


def first_frames() -> st.SearchStrategy[str]:
    """None of them opens a room."""
    tickets = texts() | st.sampled_from(("\ud800:a:b", "a:\ud800:b", "é:a:b", ".a:b:c", ":::"))
    return frames() | tickets.map(lambda ticket: json.dumps({"type": "enter", "ticket": ticket}))


def knocks() -> st.SearchStrategy[list[tuple[bytes, bytes]]]:
    """The headers of a request for a socket."""
    name = st.sampled_from((b"origin", b"host", b"Origin", b"cookie"))
    value = st.sampled_from((*HEADERS[b"origin"], *HEADERS[b"host"])) | st.binary(max_size=20)
    return st.lists(st.tuples(name, value), max_size=4)


@st.composite
def _frames(draw: st.DrawFn) -> dict[str, Any]:
    """A frame that could be good, with up to three of its parts replaced, added or left out."""
    kind, whose = draw(st.sampled_from(sorted(kinds()))), draw(st.sampled_from(("own", "another")))
    frame = _frame(Row(kind, whose, {}))
    if kind in ("say", "concern_words"):
        frame["words"] = draw(texts())
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 2, 3)))):
        part = (
            frame["move"] if isinstance(frame.get("move"), dict) and draw(st.booleans()) else frame
        )
        _change(draw, part)
    return frame


def _change(draw: st.DrawFn, part: dict[str, Any]) -> None:
    key = draw(st.sampled_from((*part, *KEYS)))
    if draw(st.integers(0, 3)) == 0:
        part.pop(key, None)
    else:
        part[key] = draw(json_values() | st.integers(0, ANOTHER) | st.just(SIGN))
