"""Circles out of pools: one person who can facilitate in each, then the others, round and round."""

from heard.matching.core.arrays import Ints
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.table import Table, clashes, put, take


@compiled(borrows=True)
def deal(crowd: Crowd, units: Units, table: Table, chosen: Ints, order: Ints) -> None:
    """`chosen` (u,): the pool of each unit, or -1; `order`: of those units that have one.

    Units of one pool stand together in `order`. Who finds no seat waits.
    """
    end = 0
    while end < len(order):
        start = end
        while end < len(order) and chosen[order[end]] == chosen[order[start]]:
            end += 1
        _deal_pool(crowd, units, table, order[start:end], chosen[order[start]])


@compiled(borrows=True)
def circles_for(least: int, most: int, people: int, leads: int) -> int:
    """How many circles seat the most; among those, of the size nearest the middle."""
    fewest = -(-people // most)
    wished = int(2.0 * people / (least + most) + 0.5)
    return int(min(max(wished, fewest), people // least, leads))


@compiled(borrows=True)
def _deal_pool(crowd: Crowd, units: Units, table: Table, order: Ints, pool: int) -> None:
    people, leads = 0, 0
    for unit in order:
        people += units.start[unit + 1] - units.start[unit]
        leads += units.leads[unit] > 0
    first = table.counts[1]
    circles = circles_for(crowd.least, crowd.most, people, leads)
    circles = min(circles, len(table.size) - first)
    if circles == 0:
        return
    table.counts[1] += circles
    table.pool[first : first + circles] = pool
    opened = 0
    for unit in order:
        if opened < circles and units.leads[unit] > 0:
            seat_unit(crowd, units, table, unit, first + opened)
            opened += 1
    people = min(people, circles * crowd.most)
    turn = 0
    for unit in order:
        if table.circle_of[units.members[units.start[unit]]] >= 0:
            continue
        for tried in range(2 * circles):
            at = (turn + tried) % circles
            # First round: up to the even share; then whoever still has room.
            share = (people + circles - 1 - at) // circles if tried < circles else crowd.most
            if unit_fits_in(crowd, units, table, unit, first + at, share):
                seat_unit(crowd, units, table, unit, first + at)
                turn = at + 1
                break


@compiled(borrows=True)
def unit_fits_in(
    crowd: Crowd, units: Units, table: Table, unit: int, circle: int, most: int
) -> bool:
    """Whether there is room for all, and nobody clashes. The pool is not looked at."""
    start, end = units.start[unit], units.start[unit + 1]
    if table.size[circle] + end - start > most:
        return False
    clash = False
    for at in range(start, end):
        clash |= clashes(crowd, table, units.members[at], circle, -1)
    return not clash


@compiled(borrows=True)
def seat_unit(crowd: Crowd, units: Units, table: Table, unit: int, circle: int) -> None:
    for at in range(units.start[unit], units.start[unit + 1]):
        put(crowd, table, units.members[at], circle)


@compiled(borrows=True)
def close_circle(crowd: Crowd, table: Table, circle: int) -> None:
    while table.size[circle]:
        take(crowd, table, table.members[circle, 0])
