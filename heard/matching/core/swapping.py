"""Annealing by swaps: two people change circles where all rules allow it."""

import numpy as np

from heard.matching.core.arrays import Floats, Ints, Words
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.lots import draw, one_of
from heard.matching.core.pooling import Pools, fits
from heard.matching.core.table import (
    Table,
    between,
    clashes,
    difference,
    discomfort,
    diversity,
    put,
    take,
    weigh,
)  # fmt: skip


@compiled(borrows=True)
def weigh_all(crowd: Crowd, table: Table) -> float:
    total = 0.0
    for circle in range(table.counts[1]):
        weigh(crowd, table, circle)
        total += table.worth[circle]
    return total


def circles_by_pool(table: Table, pools: int) -> tuple[Ints, Ints]:
    """Which circles each pool has: `circles` from `start[p]` to `start[p + 1]`."""
    open_ones = np.flatnonzero(table.size)
    circles = open_ones[np.argsort(table.pool[open_ones], kind="stable")]
    return np.searchsorted(table.pool[circles], np.arange(pools + 1)), circles


@compiled(fastmath=True, borrows=True)
def swap_people(
    crowd: Crowd, units: Units, pools: Pools, table: Table, luck: Floats,
    start: Ints, circles: Ints, heat: float, steps: int, lots: Words,
) -> None:  # fmt: skip
    """Proposes `steps` swaps at one heat.

    One proposal after the other, cheapest question first. `luck` (1024,): logarithms of chances.
    `start`, `circles`: see `circles_by_pool`.
    """
    people = len(crowd.leads)
    for _ in range(steps):
        one = _someone(table, people, lots)
        unit = units.unit_of[one]
        if crowd.bound[one] or pools.many[unit] == 0:
            continue
        home = table.circle_of[one]
        pool = _some_pool(pools, table, unit, home, lots)
        if start[pool] == start[pool + 1]:
            continue
        circle = circles[start[pool] + one_of(lots, start[pool + 1] - start[pool])]
        if circle == home:
            continue
        other = _someone_there(crowd, table, home, circle, lots)
        if not _may_change(crowd, units, pools, table, one, other, home, circle):
            continue
        enough = heat * luck[draw(lots) & np.uint64(1023)]
        if home < 0 and (other < 0 or crowd.first[one] > crowd.first[other]):
            enough = -1e300
        gain = _gain(crowd, table, one, other, home, circle, enough)
        if gain < enough:
            continue
        if clashes(crowd, table, one, circle, other):
            continue
        if home >= 0 and other >= 0 and clashes(crowd, table, other, home, one):
            continue
        _change(crowd, table, one, other, home, circle)


@compiled(woven_in=True, borrows=True)
def _someone(table: Table, people: int, lots: Words) -> int:
    if table.counts[0] and draw(lots) & np.uint64(15) == np.uint64(0):
        return int(table.waiting[one_of(lots, table.counts[0])])
    return one_of(lots, people)


@compiled(woven_in=True, borrows=True)
def _some_pool(pools: Pools, table: Table, unit: int, home: int, lots: Words) -> int:
    if home >= 0 and draw(lots) & np.uint64(1):
        return int(table.pool[home])
    many = min(pools.many[unit], pools.options.shape[1])
    return int(pools.options[unit, one_of(lots, many)])


@compiled(woven_in=True, borrows=True)
def _someone_there(crowd: Crowd, table: Table, home: int, circle: int, lots: Words) -> int:
    """A member, or -1: an empty place, where that leaves sizes as even as they were."""
    if table.size[circle] == crowd.most:
        return int(table.members[circle, one_of(lots, table.size[circle])])
    room = home < 0 or (
        table.size[home] > crowd.least
        and (table.size[home] > table.size[circle] or not crowd.per_person)
    )
    place = one_of(lots, table.size[circle] + room)
    if home < 0:
        return -1
    return int(table.members[circle, place]) if place < table.size[circle] else -1


@compiled(woven_in=True, borrows=True)
def _may_change(
    crowd: Crowd, units: Units, pools: Pools, table: Table,
    one: int, other: int, home: int, circle: int,
) -> bool:  # fmt: skip
    """What can be asked of each alone: pools, facilitators, who comes first, and pins."""
    if not fits(units, pools, units.unit_of[one], table.pool[circle]):
        return False
    if other < 0:
        return home < 0 or bool(table.leaders[home] > crowd.leads[one])
    if crowd.bound[other]:
        return False
    if table.leaders[circle] + crowd.leads[one] <= crowd.leads[other]:
        return False
    if home < 0:
        return bool(crowd.first[one] >= crowd.first[other])
    if table.leaders[home] + crowd.leads[other] <= crowd.leads[one]:
        return False
    same = table.pool[home] == table.pool[circle]
    return same or fits(units, pools, units.unit_of[other], table.pool[home])


@compiled(fastmath=True, woven_in=True, borrows=True)
def _gain(
    crowd: Crowd, table: Table, one: int, other: int, home: int, circle: int, enough: float
) -> float:
    """What the change adds to the worth; an upper bound of it where that is less than enough."""
    pairs = table.pairs[circle] + difference(crowd, table, one, circle)
    size = table.size[circle] + (other < 0)
    apart = 0.0
    if other >= 0:
        apart = between(crowd, one, other)
        pairs -= difference(crowd, table, other, circle) + apart
    gain = diversity(crowd, pairs, size) - table.worth[circle]
    if home >= 0:
        pairs = table.pairs[home] - difference(crowd, table, one, home)
        size = table.size[home] - (other < 0)
        if other >= 0:
            pairs += difference(crowd, table, other, home) - apart
        gain += diversity(crowd, pairs, size) - table.worth[home]
    if gain < enough:
        return float(gain)
    gain -= discomfort(crowd, table, circle, other, one)
    if home >= 0 and gain >= enough:
        gain -= discomfort(crowd, table, home, one, other)
    return float(gain)


@compiled(borrows=True)
def _change(crowd: Crowd, table: Table, one: int, other: int, home: int, circle: int) -> None:
    if other >= 0:
        take(crowd, table, other)
    if home >= 0:
        take(crowd, table, one)
        if other >= 0:
            put(crowd, table, other, home)
        weigh(crowd, table, home)
    put(crowd, table, one, circle)
    weigh(crowd, table, circle)
