"""What a socket is shown of a circle: frames made from a snapshot."""

import gzip
import json
from base64 import b64encode
from typing import Any

from heard.base.clock import now as time_now
from heard.circles.core.floors import keeps_process
from heard.circles.core.keeping import powers
from heard.circles.core.viewing import milliseconds, view
from heard.circles.queries import Snapshot


def picture_for(snapshot: Snapshot, seat: int | None) -> dict[str, Any]:
    frame: dict[str, Any] = {
        "type": "view",
        "view": view(snapshot.circle, seat),
        "names": snapshot.names,
        "sliders": snapshot.sliders,
        "captions": _captions(snapshot),
        "captioners": list(snapshot.captioners),
        "hushed": seat in snapshot.circle.hushed,
        "now": milliseconds(time_now()),
    }
    if seat is not None and keeps_process(snapshot.circle, seat):
        frame["keeping"] = powers(snapshot.circle, seat)
    if snapshot.circle.is_closed:
        frame["turns"] = _turns_to_rate(snapshot, seat)
    return frame


def seen_in(picture: dict[str, Any]) -> dict[str, Any]:
    """The picture without the numbers that go on by themselves."""
    return {**picture, "now": 0, "view": {**picture["view"], "seq": 0}}


def packed(ahead: dict[str, Any]) -> str:
    """Gzip in base64: 8 kB where the text has 250, since frames are sent as they are."""
    return b64encode(gzip.compress(json.dumps(ahead).encode())).decode()


def _captions(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [
        {"n": line.number, "seat": line.seat, "by": line.by, "words": line.words}
        for line in snapshot.captions
    ]


def _turns_to_rate(snapshot: Snapshot, seat: int | None) -> list[dict[str, int | None]]:
    """Those in which this seat spoke or reflected; at a table all of them."""
    return [
        {
            "turn": turn.number,
            "speaker": seat if seat in turn.speakers else turn.speakers[0],
            "listener": turn.listener,
        }
        for turn in snapshot.turns
        if seat is None or seat in turn.speakers or seat == turn.listener
    ]
