"""Circles that are being put together, and what each of them is worth."""

from typing import NamedTuple

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd


class Table(NamedTuple):
    """n people, room for g circles of up to m people, d features, f flags.

    `circle_of` (n,), -1: waiting; `place_of` (n,): which of the circle's `members` (g, m), or which
    of those `waiting` (n,). `counts`: how many wait, how many circles were opened. `pool` (g,):
    where and how they meet. `sums` (g, d) and `power` (g,): sums of features and squares;
    `pairs` (g,): the sum of differences; `leaders` (g,); `flagged` (g, f) how many have a flag and
    `burden` (g, f) the sum of their weights; `worth` (g,).
    """

    circle_of: Ints
    place_of: Ints
    members: Ints
    size: Ints
    pool: Ints
    sums: Floats
    power: Floats
    pairs: Floats
    leaders: Ints
    flagged: Ints
    burden: Floats
    worth: Floats
    waiting: Ints
    counts: Ints


def empty_table(crowd: Crowd, pools: int) -> Table:
    """Nobody sits; everyone waits."""
    n, (_, d), (_, f) = len(crowd.leads), crowd.features.shape, crowd.alone.shape
    # Half as large as the middle, and one for each pool: more circles are never dealt.
    g = min(n // crowd.least, 4 * n // (crowd.least + crowd.most) + pools)
    return Table(
        circle_of=np.full(n, -1),
        place_of=np.arange(n),
        members=np.full((g, crowd.most), -1),
        size=np.zeros(g, np.int64),
        pool=np.full(g, -1),
        sums=np.zeros((g, d)),
        power=np.zeros(g),
        pairs=np.zeros(g),
        leaders=np.zeros(g, np.int64),
        flagged=np.zeros((g, f), np.int64),
        burden=np.zeros((g, f)),
        worth=np.zeros(g),
        waiting=np.arange(n),
        counts=np.array([n, 0]),
    )


def copied(table: Table) -> Table:
    return Table._make(each.copy() for each in table)


def restore(table: Table, kept: Table) -> None:
    for now, then in zip(table, kept, strict=True):
        now[...] = then


@compiled(fastmath=True, woven_in=True, borrows=True)
def difference(crowd: Crowd, table: Table, person: int, circle: int) -> float:
    """Of a person to all members of a circle, summed."""
    total = 0.0
    if len(crowd.distances):
        for place in range(table.size[circle]):
            total += crowd.distances[person, table.members[circle, place]]
        return total
    for axis in range(crowd.features.shape[1]):
        total += crowd.features[person, axis] * table.sums[circle, axis]
    return float(table.size[circle] * crowd.squares[person] + table.power[circle] - 2.0 * total)


@compiled(fastmath=True, woven_in=True, borrows=True)
def between(crowd: Crowd, one: int, other: int) -> float:
    if len(crowd.distances):
        return float(crowd.distances[one, other])
    total = 0.0
    for axis in range(crowd.features.shape[1]):
        apart = crowd.features[one, axis] - crowd.features[other, axis]
        total += apart * apart
    return total


@compiled(woven_in=True, borrows=True)
def diversity(crowd: Crowd, pairs: float, size: int) -> float:
    """What the differences of a circle are worth, less what it lacks below the floor."""
    if size < 2:
        return 0.0
    value = pairs / (size - 1) if crowd.per_person else pairs
    mean = 2.0 * pairs / (size * (size - 1))
    return value - crowd.worst * max(0.0, crowd.floor - mean)


@compiled(woven_in=True, borrows=True)
def discomfort(crowd: Crowd, table: Table, circle: int, leaving: int, coming: int) -> float:
    """What lone flags, and nothing in common, take away; -1: nobody leaves, or nobody comes."""
    cost = 0.0
    for flag in range(crowd.alone.shape[1]):
        many, burden = table.flagged[circle, flag], table.burden[circle, flag]
        if leaving >= 0 and crowd.alone[leaving, flag] > 0.0:
            many -= 1
            burden -= crowd.alone[leaving, flag]
        if coming >= 0 and crowd.alone[coming, flag] > 0.0:
            many += 1
            burden += crowd.alone[coming, flag]
        if many == 1:
            cost += crowd.lone * burden
    if crowd.common.shape[1] and not _share_something(crowd, table, circle, leaving, coming):
        cost += crowd.nothing_common
    return cost


@compiled(woven_in=True, borrows=True)
def _share_something(crowd: Crowd, table: Table, circle: int, leaving: int, coming: int) -> bool:
    for word in range(crowd.common.shape[1]):
        shared = ~np.uint64(0)
        if coming >= 0:
            shared &= crowd.common[coming, word]
        for place in range(table.size[circle]):
            member = table.members[circle, place]
            if member != leaving:
                shared &= crowd.common[member, word]
        if shared != np.uint64(0):
            return True
    return False


@compiled(woven_in=True, borrows=True)
def clashes(crowd: Crowd, table: Table, person: int, circle: int, leaving: int) -> bool:
    """Whether a person may not sit with a member other than the one who leaves."""
    start, end = crowd.foes_from[person], crowd.foes_from[person + 1]
    if start == end:
        return False
    for place in range(table.size[circle]):
        member = table.members[circle, place]
        if member == leaving:
            continue
        low, high = start, end
        while low < high:
            middle = (low + high) >> 1
            if crowd.foes[middle] < member:
                low = middle + 1
            else:
                high = middle
        if low < end and crowd.foes[low] == member:
            return True
    return False


@compiled(borrows=True)
def put(crowd: Crowd, table: Table, person: int, circle: int) -> None:
    """From those who wait into a circle."""
    table.counts[0] -= 1
    last = table.waiting[table.counts[0]]
    table.waiting[table.place_of[person]] = last
    table.place_of[last] = table.place_of[person]
    table.pairs[circle] += difference(crowd, table, person, circle)
    table.members[circle, table.size[circle]] = person
    table.circle_of[person] = circle
    table.place_of[person] = table.size[circle]
    table.size[circle] += 1
    _count(crowd, table, person, circle, 1)


@compiled(borrows=True)
def take(crowd: Crowd, table: Table, person: int) -> None:
    """Out of the circle, to those who wait."""
    circle, place = table.circle_of[person], table.place_of[person]
    table.size[circle] -= 1
    last = table.members[circle, table.size[circle]]
    table.members[circle, place] = last
    table.place_of[last] = place
    table.members[circle, table.size[circle]] = -1
    _count(crowd, table, person, circle, -1)
    table.pairs[circle] -= difference(crowd, table, person, circle)
    table.circle_of[person] = -1
    table.place_of[person] = table.counts[0]
    table.waiting[table.counts[0]] = person
    table.counts[0] += 1


@compiled(borrows=True)
def _count(crowd: Crowd, table: Table, person: int, circle: int, sign: int) -> None:
    for axis in range(crowd.features.shape[1]):
        table.sums[circle, axis] += sign * crowd.features[person, axis]
    table.power[circle] += sign * crowd.squares[person]
    table.leaders[circle] += sign * crowd.leads[person]
    for flag in range(crowd.alone.shape[1]):
        if crowd.alone[person, flag] > 0.0:
            table.flagged[circle, flag] += sign
            table.burden[circle, flag] += sign * crowd.alone[person, flag]


@compiled(borrows=True)
def weigh(crowd: Crowd, table: Table, circle: int) -> None:
    value = diversity(crowd, table.pairs[circle], table.size[circle])
    if table.size[circle]:
        value -= discomfort(crowd, table, circle, -1, -1)
    table.worth[circle] = value
