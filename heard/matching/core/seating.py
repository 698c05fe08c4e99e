"""Who sits with whom under rules: pools, circles dealt out of them, then exchanges of people."""

from typing import Final

import numpy as np

from heard.matching.core.arrays import Floats, Ints, Words
from heard.matching.core.budgets import Spent, Steps
from heard.matching.core.crowd import Crowd, Units, crowd_of, units_of
from heard.matching.core.dealing import deal
from heard.matching.core.groupings import Grouping
from heard.matching.core.laying import lay
from heard.matching.core.lots import lots_from
from heard.matching.core.mending import mend, seat_at_other_times
from heard.matching.core.pooling import Pools, choose_pools, pools_of
from heard.matching.core.problems import Problem
from heard.matching.core.reasons import why_without_place
from heard.matching.core.reseating import blocks, reseat
from heard.matching.core.ruining import lacks, seat_more
from heard.matching.core.swapping import circles_by_pool, swap_people, weigh_all
from heard.matching.core.table import Table, copied, empty_table, restore

# Of the mean difference between two people; found by trying (bench/matching/lobby.py).
_HOT: Final = 0.02
_COLD: Final = 0.001
_JOINTLY: Final = 0.2  # The share of the budget before people swap in pairs too.
_BLOCK: Final = 64  # How many circles give and take jointly.
_LAYER: Final = 256  # How many circles are laid together at the start.
_AT_LEAST: Final = 1_000  # What an exchange costs at least, in steps.
_LUCK: Final = np.log((np.arange(1024) + 0.5) / 1024)
_TRIES: Final = 20_000_000  # How many people are looked at, at most, to fill new circles.


def seat(
    problem: Problem,
    *,
    rng: np.random.Generator,
    spent: Spent | None = None,
    first: Ints | None = None,
    alone: Floats | None = None,
) -> Grouping:
    """A grouping that keeps every rule, seats as many as it can, and then looks at difference.

    `first` (n,): who comes before others to a place, the higher the sooner. `alone` (n, f): what
    it weighs that somebody is alone with a flag, in units of `wishes.lone`; 0: has it not. Any n;
    time and memory grow with n, the features and the options of each person. A step is a look at
    one person in one circle. Annealing: Kirkpatrick, Gelatt & Vecchi, Science 220 (1983), 671-680.
    """
    n = problem.people
    crowd = crowd_of(problem, first=np.zeros(n, np.int64) if first is None else first, alone=alone)
    units, lots = units_of(problem, crowd), lots_from(rng)
    pools = pools_of(crowd, units, lots)
    table = empty_table(crowd, len(pools.slot))
    if len(pools.slot):
        table = _best_start(crowd, units, pools, rng, lots)
        seat_more(crowd, units, pools, table, rng, lots, spent)
        _improve(crowd, units, pools, table, rng, lots, spent or Steps(default_steps(n)))
        seat_at_other_times(crowd, units, pools, table)
    waiting = table.waiting[: table.counts[0]]
    why = why_without_place(problem, crowd, units, pools, waiting)
    return Grouping(numbered(table.circle_of), why)


def default_steps(people: int) -> int:
    """A millisecond for thirty people, a second for ten thousand, some more for many more."""
    return min(people * min(1_000, 300 + people), 10_000_000 + 300 * people)


def _best_start(
    crowd: Crowd, units: Units, pools: Pools, rng: np.random.Generator, lots: Words
) -> Table:
    """The first one in which nobody waits who could sit, or of several that with the fewest."""
    best = None
    for attempt in range(max(1, min(3, 3000 // len(crowd.leads)))):
        table = _start(crowd, units, pools, attempt, rng, lots)
        if best is None or table.counts[0] < best.counts[0]:
            best = table
        if lacks(crowd, units, pools, best)[0] == 0:
            break
    assert best is not None
    return best


def _start(
    crowd: Crowd, units: Units, pools: Pools, attempt: int, rng: np.random.Generator, lots: Words
) -> Table:
    order = np.lexsort((rng.random(len(units.bands)), pools.many, -units.first))
    order = order[pools.many[order] > 0]
    shake = 0.5 * (attempt > 0)
    chosen = choose_pools(crowd, units, pools, order, shake, lots)
    seated = order[chosen[order] >= 0]
    seated = seated[np.argsort(chosen[seated], kind="stable")]
    table = empty_table(crowd, len(pools.slot))
    deal(crowd, units, table, chosen, seated)
    mend(crowd, units, pools, table, _tries(crowd), lots)
    return table


def _tries(crowd: Crowd) -> int:
    return 1 + _TRIES // len(crowd.leads)


def _improve(
    crowd: Crowd, units: Units, pools: Pools, table: Table, rng: np.random.Generator,
    lots: Words, spent: Spent,
) -> None:  # fmt: skip
    """Joint exchanges, then annealing between them; leaves the best that was seen on the table."""
    start, circles = circles_by_pool(table, len(pools.slot))
    if not crowd.bound.any() and len(circles):
        lay(crowd, table, circles, _LAYER)
    best = weigh_all(crowd, table)
    kept, waited = copied(table), int(table.counts[0])
    swaps = int(np.clip(10 * len(crowd.leads), 3_000, 1_000_000))
    taken, share = 0, spent(0)
    while share < 1 and len(circles) > 1:
        reseat(crowd, units, pools, table, blocks(pools, table, circles, rng), _BLOCK, lots)
        taken += max(_AT_LEAST, len(circles) * min(_BLOCK, len(circles)))
        if share >= _JOINTLY:
            heat = _HOT * (_COLD / _HOT) ** ((share - _JOINTLY) / (1 - _JOINTLY))
            swap_people(crowd, units, pools, table, _LUCK, start, circles, heat, swaps, lots)
            taken += swaps
        share = spent(taken)
        worth, waits = weigh_all(crowd, table), int(table.counts[0])
        if (waits, -worth) < (waited, -best):
            kept, waited, best = copied(table), waits, worth
    restore(table, kept)


def numbered(circle_of: Ints) -> Ints:
    """Circles from 0 on without gaps, in the order of their first members."""
    seated = circle_of >= 0
    _, first, numbers = np.unique(circle_of[seated], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    result = np.full(len(circle_of), -1)
    result[seated] = rank[numbers]
    return result
