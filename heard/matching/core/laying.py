"""Circles of one pool laid anew, layer by layer: the most unusual people first."""

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.assignments import assign
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd
from heard.matching.core.table import Table, clashes, difference, put, take


@compiled
def lay(crowd: Crowd, table: Table, circles: Ints, block: int) -> None:
    """`circles`: those of one pool beside one another; up to `block` of them are laid together.

    One who can facilitate stays in each; all others get up, and each circle is given one person
    more by each assignment of least cost (after Baumann, Goldschmidt, Hochbaum & Yang, arXiv
    2601.06351, 2026). Where rules leave no way, a block stays as it was. Nobody may be bound.
    """
    end = 0
    while end < len(circles):
        start = end
        while end < len(circles) and end - start < block:
            if table.pool[circles[end]] != table.pool[circles[start]]:
                break
            end += 1
        _lay_block(crowd, table, circles[start:end])


@compiled
def _lay_block(crowd: Crowd, table: Table, circles: Ints) -> None:
    people = np.empty(table.size[circles].sum() - len(circles), np.int64)
    _get_up(crowd, table, circles, people)
    homes = table.circle_of[people]
    for person in people:
        take(crowd, table, person)
    costs = np.empty((len(circles), len(circles)))
    order = np.argsort(-crowd.squares[people], kind="mergesort")
    for start in range(0, len(people), len(circles)):
        layer = people[order[start : start + len(circles)]]
        _price_layer(crowd, table, circles, layer, costs)
        who = assign(costs)
        if who[0] < 0:
            _as_it_was(crowd, table, people, homes)
            return
        for at in range(len(circles)):
            if who[at] < len(layer):
                put(crowd, table, layer[who[at]], circles[at])


@compiled(borrows=True)
def _get_up(crowd: Crowd, table: Table, circles: Ints, people: Ints) -> None:
    """Notes all members but the first of each circle who can facilitate."""
    many = 0
    for circle in circles:
        led = False
        for place in range(table.size[circle]):
            person = table.members[circle, place]
            if led or not crowd.leads[person]:
                people[many] = person
                many += 1
            else:
                led = True


@compiled(borrows=True)
def _price_layer(crowd: Crowd, table: Table, circles: Ints, layer: Ints, costs: Floats) -> None:
    """Where fewer people than circles are left, some circles get nobody."""
    for row in range(len(circles)):
        for column in range(len(circles)):
            costs[row, column] = 0.0
            if column >= len(layer):
                continue
            if clashes(crowd, table, layer[column], circles[row], -1):
                costs[row, column] = np.inf
            else:
                costs[row, column] = -difference(crowd, table, layer[column], circles[row])


@compiled(borrows=True)
def _as_it_was(crowd: Crowd, table: Table, people: Ints, homes: Ints) -> None:
    for at in range(len(people)):
        if table.circle_of[people[at]] >= 0:
            take(crowd, table, people[at])
    for at in range(len(people)):
        put(crowd, table, people[at], homes[at])
