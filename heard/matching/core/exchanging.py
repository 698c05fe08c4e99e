"""People of circles on a matrix, who look around for a better place."""

from typing import Final, NamedTuple

import numpy as np

from heard.matching.core.arrays import Floats, Ints, Words
from heard.matching.core.compiling import compiled
from heard.matching.core.lots import draw

# Draws that people choose from, wherever they begin.
LUCK: Final = 16384
_BITS: Final = np.uint64(50)  # Of 64, that do not say where.


class Seats(NamedTuple):
    """Who sits where: n people, g circles.

    `circle_of` (n,); `size` (g,); `sums` (g, n): of the distances from each person to everyone in
    a circle; `own` (n,): the sum to the others of one's own circle. `lots` (1,): see lots.py.
    """

    circle_of: Words  # Without a sign, so that the busy loop looks up several at once.
    size: Ints
    sums: Floats
    own: Floats
    lots: Words

    @property
    def worth(self) -> float:
        """The sum of all pairs inside circles."""
        return float(self.own.sum()) / 2


def seats_of(distances: Floats, circle_of: Ints, circles: int, lots: Words) -> Seats:
    sums = np.stack([distances[circle_of == circle].sum(0) for circle in range(circles)])
    own = sums[circle_of, np.arange(len(circle_of))]
    size = np.bincount(circle_of, minlength=circles)
    return Seats(circle_of.astype(np.uint64), size, sums, own, lots)


@compiled(fastmath=True)
def look_around(
    distances: Floats, seats: Seats, least: Ints, most: Ints,
    luck: Floats, heat: float, first: int, many: int,
) -> int:  # fmt: skip
    """`many` people in turn, from `first` on, do what seems best to them; returns how many moved.

    Each looks at all swaps with somebody of another circle, at going to a circle that has room,
    and at staying. What each is worth is blurred by `heat` times a draw from `luck`, a Gumbel
    distribution (LUCK + n + g + 1,): so a choice is taken by the exponential of its worth over
    the heat, all at once for one person (Gumbel's trick for heat-bath annealing). At heat 0, the
    best, and nothing that is worth less than staying.
    """
    people, circles = len(seats.circle_of), len(seats.size)
    gains = np.empty(circles)
    moved = 0
    for one in range(first, first + many):
        me = one % people
        home = seats.circle_of[me]
        for circle in range(circles):
            gains[circle] = seats.sums[circle, me] - seats.sums[home, me]
        gains[home] = -1e300
        at = np.int64(draw(seats.lots) >> _BITS)
        blur = luck[at : at + people + circles + 1]
        bar = heat * blur[people + circles] + 1e-9
        other = -1
        if _somebody_is_better(distances[me], seats, home, gains, heat, blur, bar):
            other, bar = _best_other(distances[me], seats, home, gains, heat, blur)
        goal = -1
        if seats.size[home] > least[home]:
            goal = _best_room(seats, gains, most, heat, blur, bar)
        if goal >= 0:
            _go(distances, seats, me, np.uint64(goal))
        elif other >= 0:
            _go(distances, seats, me, seats.circle_of[other])
            _go(distances, seats, other, home)
        moved += goal >= 0 or other >= 0
    return moved


@compiled(fastmath=True, woven_in=True)
def _somebody_is_better(
    row: Floats, seats: Seats, home: np.uint64, gains: Floats, heat: float, blur: Floats, bar: float
) -> bool:
    """To count all of them is quicker than to find one: several at once."""
    circle_of, there, own = seats.circle_of, seats.sums[home], seats.own
    better = 0.0
    for j in range(len(row)):
        gain = gains[circle_of[j]] + there[j] - own[j] - 2.0 * row[j] + heat * blur[j]
        better += 1.0 if gain > bar else 0.0
    return better > 0.0


@compiled(fastmath=True, woven_in=True)
def _best_other(
    row: Floats, seats: Seats, home: np.uint64, gains: Floats, heat: float, blur: Floats
) -> tuple[int, float]:
    circle_of, there, own = seats.circle_of, seats.sums[home], seats.own
    best, other = -1e300, -1
    for j in range(len(row)):
        gain = gains[circle_of[j]] + there[j] - own[j] - 2.0 * row[j] + heat * blur[j]
        if gain > best:
            best, other = gain, j
    return other, best


@compiled(fastmath=True, woven_in=True)
def _best_room(
    seats: Seats, gains: Floats, most: Ints, heat: float, blur: Floats, bar: float
) -> int:
    """The circle with room that is worth more than `bar`; -1: none."""
    goal = -1
    for circle in range(len(gains)):
        gain = gains[circle] + heat * blur[len(seats.own) + circle]
        if gain > bar and seats.size[circle] < most[circle]:
            bar, goal = gain, circle
    return goal


@compiled(fastmath=True, woven_in=True)
def _go(distances: Floats, seats: Seats, one: int, goal: np.uint64) -> None:
    home, row = seats.circle_of[one], distances[one]
    left, joined, own, circle_of = seats.sums[home], seats.sums[goal], seats.own, seats.circle_of
    for j in range(len(row)):
        left[j] -= row[j]
        joined[j] += row[j]
    for j in range(len(row)):
        with_me = (1.0 if circle_of[j] == goal else 0.0) - (1.0 if circle_of[j] == home else 0.0)
        own[j] += with_me * row[j]
    seats.circle_of[one] = goal
    seats.own[one] = seats.sums[goal, one]
    seats.size[home] -= 1
    seats.size[goal] += 1
