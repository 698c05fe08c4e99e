"""What a table may need while its line is cut: the views that legal moves lead to.

The page walks this graph without knowing the rules. Times are left to the page: a node says only
how long its clocks are, an edge says which of them begin with it.
"""

import heapq
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from heard.circles.core.applying import replay
from heard.circles.core.deciding import decide
from heard.circles.core.moves import Move, MoveKind, Refusal, read_move
from heard.circles.core.state import Box, Circle
from heard.circles.core.viewing import view

_NOW = datetime(2000, 1, 1, tzinfo=UTC)
_BEFORE = timedelta(seconds=1)
_BOXES = ("turn", "step", "stage")
_TIMED = ("clock", "seq", "concerns")
_RARE = {"pass": 6, "more_time": 5, "raise_hand": 4, "lower_hand": 6, "choose": 3, "volunteer": 4}
_EVERYDAY = 2
_MILLISECOND = timedelta(milliseconds=1)


def look_ahead(circle: Circle, limit: int = 250, lots: str = "") -> dict[str, Any]:
    """The nearest `limit` states of a table circle, likely moves first.

    ``{"root": "0", "base": {…}, "nodes": {"0": {"view": {…}, "boxes": {…}, "moves": {…},
    "time_up": {…}}}}``. `base` is the view now; a node's `view` holds the top-level keys that
    differ from it (never `clock`, `seq` or `concerns`). `boxes` maps turn, step and stage to
    `[soft, whole]` lengths in ms. `moves` maps `kind:seat:target` (empty where there is none) and
    `time_up` maps a box that is over to `[node, [boxes that begin with it]]`. A move or a box
    without an entry leads beyond what was looked at. `lots` seeds what is drawn by lot, as the
    decision itself will be seeded.
    """
    base = _untimed(view(circle, None))
    root = _settled(circle)
    names = {root: "0"}
    nodes: dict[str, Any] = {}
    todo = [(0, 0, root)]
    while todo:
        cost, _, state = heapq.heappop(todo)
        nodes[names[state]] = node = _node(state, base)
        for kind, label, child in _next_states(state, lots):
            found = _settled(child)
            if found not in names and len(names) < limit:
                names[found] = str(len(names))
                dearer = cost + _RARE.get(label.partition(":")[0], _EVERYDAY)
                heapq.heappush(todo, (dearer, len(names), found))
            if found in names:
                node[kind][label] = [names[found], _fresh(child)]
    return {"root": "0", "base": base, "nodes": nodes}


def _untimed(shown: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if key not in _TIMED}


def _node(circle: Circle, base: dict[str, Any]) -> dict[str, Any]:
    shown = _untimed(view(circle, None))
    return {
        "view": {key: value for key, value in shown.items() if value != base[key]},
        "boxes": {name: _lengths(box) for name, box in _boxes(circle) if box},
        "moves": {},
        "time_up": {},
    }


def _boxes(circle: Circle) -> tuple[tuple[str, Box | None], ...]:
    boxes = (circle.turn_box, circle.step_box, circle.stage_box)
    return tuple(zip(_BOXES, boxes, strict=True))


def _lengths(box: Box) -> list[int]:
    ends = (box.soft_ends_at, box.ends_at)
    return [round((end - box.started_at) / _MILLISECOND) for end in ends]


def _settled(circle: Circle) -> Circle:
    """The same state with every clock begun just before now, so that equal states are equal."""
    began: dict[str, Any] = {
        f"{name}_box": box.moved(_NOW - _BEFORE - box.started_at)
        for name, box in _boxes(circle)
        if box
    }
    return replace(circle, seq=0, concerns=(), step_began_at=None, created_at=_NOW, **began)


def _fresh(circle: Circle) -> list[str]:
    """The clocks that begin with the edge that led here."""
    return [name for name, box in _boxes(circle) if box and box.started_at == _NOW]


def _next_states(circle: Circle, lots: str) -> Iterator[tuple[str, str, Circle]]:
    for move in view(circle, None)["moves"]:
        for target in move.get("targets", [None]):
            read = read_move(move["move"], seat=move["seat"], target=target)
            if read.kind not in (MoveKind.PAUSE, MoveKind.RESUME, MoveKind.SET_SLIDER):
                label = f"{move['move']}:{move['seat'] or ''}:{target or ''}"
                for child in _after(circle, read, lots):
                    yield "moves", label, child
    for name, box in _boxes(circle):
        if box:
            over: dict[str, Any] = {f"{name}_box": box.moved(_NOW - box.ends_at)}
            for child in _after(replace(circle, **over), Move(MoveKind.TIME_PASSES), lots):
                yield "time_up", name, child


def _after(circle: Circle, move: Move, lots: str) -> Iterator[Circle]:
    told = decide(circle, move, now=_NOW, rng=random.Random(lots))
    if not isinstance(told, Refusal):
        yield replay(circle, told)
