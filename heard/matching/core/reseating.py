"""One person out of each of many circles, and all of them given back jointly at their best."""

import numpy as np

from heard.matching.core.arrays import Floats, Ints, Words
from heard.matching.core.assignments import assign
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.lots import one_of
from heard.matching.core.pooling import Pools, fits
from heard.matching.core.table import (
    Table,
    clashes,
    difference,
    discomfort,
    diversity,
    put,
    take,
    weigh,
)


def blocks(pools: Pools, table: Table, circles: Ints, rng: np.random.Generator) -> Ints:
    """Circles in an order in which those who could exchange people stand near one another.

    By lot from pools alone to slots and languages all mixed.
    """
    pool = table.pool[circles]
    hours = rng.random(len(circles)) * rng.choice((0, 4, 12, 1 + pools.slot.max()))
    languages = pools.language[pool] + 0.0
    if rng.random() < 0.2:
        languages = rng.permutation(languages)
    lot = rng.random(len(circles))
    return circles[np.lexsort((lot, pools.slot[pool] + hours, languages, pools.band[pool]))]


@compiled
def reseat(
    crowd: Crowd, units: Units, pools: Pools, table: Table, order: Ints, block: int, lots: Words
) -> None:
    """Goes once through all circles, `block` at a time. A rule is an entry that is forbidden."""
    people = np.empty(block, np.int64)
    for start in range(0, len(order), block):
        circles = order[start : start + block]
        _take_one_each(crowd, table, circles, people, lots)
        costs = np.empty((len(circles), len(circles)))
        _price(crowd, units, pools, table, circles, people, costs)
        _give_back(crowd, table, circles, people, assign(costs))


@compiled(borrows=True)
def _take_one_each(crowd: Crowd, table: Table, circles: Ints, people: Ints, lots: Words) -> None:
    """Fills in `people`; -1 where the lot falls on somebody who came with others."""
    for at in range(len(circles)):
        person = table.members[circles[at], one_of(lots, table.size[circles[at]])]
        people[at] = -1 if crowd.bound[person] else person
        if people[at] >= 0:
            take(crowd, table, person)


@compiled(fastmath={"nsz", "reassoc", "contract"}, borrows=True)
def _price(
    crowd: Crowd, units: Units, pools: Pools, table: Table,
    circles: Ints, people: Ints, costs: Floats,
) -> None:  # fmt: skip
    for row in range(len(circles)):
        circle = circles[row]
        for column in range(len(circles)):
            person = people[column]
            costs[row, column] = np.inf
            if person < 0 or people[row] < 0:
                if row == column:
                    costs[row, column] = 0.0
                continue
            if table.leaders[circle] + crowd.leads[person] == 0:
                continue
            if not fits(units, pools, units.unit_of[person], table.pool[circle]):
                continue
            if clashes(crowd, table, person, circle, -1):
                continue
            pairs = table.pairs[circle] + difference(crowd, table, person, circle)
            costs[row, column] = discomfort(crowd, table, circle, -1, person) - diversity(
                crowd, pairs, table.size[circle] + 1
            )


@compiled(borrows=True)
def _give_back(crowd: Crowd, table: Table, circles: Ints, people: Ints, who: Ints) -> None:
    for at in range(len(circles)):
        person = people[who[at]]
        if person >= 0:
            put(crowd, table, person, circles[at])
            weigh(crowd, table, circles[at])
