"""How long a circle can take at the least and at the most."""

from datetime import timedelta
from heapq import heappop, heappush

from heard.circles.core.linting.walks import NOTHING, Walk
from heard.circles.core.state import Circle


def shortest(walk: Walk) -> timedelta:
    """Dijkstra: moves take no time, clocks take theirs."""
    queue = [(NOTHING, 0)]
    done: set[int] = set()
    while queue:
        spent, number = heappop(queue)
        if walk.circles[number].is_closed:
            return spent
        if number not in done:
            done.add(number)
            for edge in walk.edges[number]:
                heappush(queue, (spent + edge.waits, edge.target))
    return NOTHING


def longest(walk: Walk, limit: timedelta) -> timedelta | None:
    """The longest way, each clock counted whole where it begins, all extensions asked for;
    no longer than `limit`.

    States are taken in the order in which circles go through them, so that each is nearly always
    final when it is taken; loops within a turn cost nothing, since its clock goes on.
    """
    first = walk.circles[0]
    box = first.stage_box
    spent = {0: box.ends_at - box.started_at if box else NOTHING}
    queue = [(_progress(first), 0)]
    while queue:
        _, number = heappop(queue)
        for edge in walk.edges[number]:
            total = spent[number] + edge.begins
            if total > spent.get(edge.target, -timedelta(seconds=1)):
                if total >= limit:
                    return limit
                spent[edge.target] = total
                heappush(queue, (_progress(walk.circles[edge.target]), edge.target))
    return max((spent[n] for n in spent if walk.circles[n].is_closed), default=None)


def _progress(circle: Circle) -> tuple[int, ...]:
    return (
        circle.is_closed,
        circle.phase_number,
        circle.round,
        len(circle.spoken),
        len(circle.passed),
        circle.stage == "turn",
    )
