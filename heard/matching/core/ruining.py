"""Seats for more: a few circles get up, and all who wait with them are seated anew."""

from typing import Final

import numpy as np

from heard.matching.core.arrays import Words
from heard.matching.core.budgets import Spent
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.dealing import close_circle
from heard.matching.core.mending import mend, seat_waiting
from heard.matching.core.pooling import Pools
from heard.matching.core.table import Table, copied, restore

_CIRCLES: Final = 4  # How many get up at once, at most.
_SHARE: Final = 0.3  # Of a budget that was given.
_LOOKS: Final = 20  # What one try costs, for each person, in steps.
_TRIES: Final = 1_000_000  # Where no budget was given, over the number of people.


def seat_more(
    crowd: Crowd, units: Units, pools: Pools, table: Table,
    rng: np.random.Generator, lots: Words, spent: Spent | None,
) -> None:  # fmt: skip
    """Ruin and recreate (Schrimpf et al., Journal of Computational Physics 159 (2000), 139-171).

    What seats no fewer stays, so that the search also walks where a step wins nothing. It ends
    when nobody waits whom any circle could take.
    """
    people, tried, kept = len(crowd.leads), 0, copied(table)
    while lacks(crowd, units, pools, kept)[0] and _may_try(people, tried, spent):
        tried += 1
        for circle in _some_circles(table, rng):
            close_circle(crowd, table, circle)
        _shuffle_waiting(table, rng)
        mend(crowd, units, pools, table, people, lots)
        seat_waiting(crowd, units, pools, table)
        if lacks(crowd, units, pools, table) > lacks(crowd, units, pools, kept):
            restore(table, kept)
        else:
            kept = copied(table)


def lacks(crowd: Crowd, units: Units, pools: Pools, table: Table) -> tuple[int, int]:
    """How many wait who could sit somewhere, and how often those had waited before."""
    waiting = table.waiting[: table.counts[0]]
    hoping = waiting[pools.many[units.unit_of[waiting]] > 0]
    return len(hoping), int(crowd.first[hoping].sum())


def _may_try(people: int, tried: int, spent: Spent | None) -> bool:
    if spent is None:
        return tried < min(1_000, _TRIES // people)
    return spent(_LOOKS * people * tried) < _SHARE


def _some_circles(table: Table, rng: np.random.Generator) -> list[int]:
    circles = np.flatnonzero(table.size)
    many = min(len(circles), int(rng.integers(1, _CIRCLES + 1)))
    return [int(each) for each in rng.choice(circles, many, replace=False)]


def _shuffle_waiting(table: Table, rng: np.random.Generator) -> None:
    many = table.counts[0]
    table.waiting[:many] = rng.permutation(table.waiting[:many])
    table.place_of[table.waiting[:many]] = np.arange(many)
