"""Who can meet when and how: pools of people who share a slot, a language and an age band."""

from typing import NamedTuple

import numpy as np

from heard.matching.core.arrays import Bools, Ints, Words
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.lots import one_of

_REMEMBERED = 8  # How many of their pools a search knows of each person.


class Pools(NamedTuple):
    """p pools in which a circle could be, by headcount and facilitators alone.

    `slot`, `language`, `band` (p,); `number` (slots * languages * bands,): which pool, or -1;
    `crowded` of the same length: enough people, with or without a facilitator.
    `heads` and `leads` (p,): how many people fit, and how many of them can facilitate.
    `options` (u, 8): some pools of each unit, by lot where they have more; `many` (u,): how many.
    """

    slot: Ints
    language: Ints
    band: Ints
    number: Ints
    crowded: Bools
    bands: int
    heads: Ints
    leads: Ints
    options: Ints
    many: Ints


def pools_of(crowd: Crowd, units: Units, lots: Words) -> Pools:
    languages, bands = units.many_languages, int(units.bands.max(initial=0)) + 1
    cells = units.many_slots * languages * bands
    heads, leads = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    count_heads(units, np.arange(len(units.bands)), bands, heads, leads)
    viable = np.flatnonzero((heads >= crowd.least) & (leads > 0))
    number = np.full(cells, -1)
    number[viable] = np.arange(len(viable))
    pools = Pools(
        slot=viable // (languages * bands),
        language=viable // bands % languages,
        band=viable % bands,
        number=number,
        crowded=heads >= crowd.least,
        bands=bands,
        heads=heads[viable],
        leads=leads[viable],
        options=np.full((len(units.bands), _REMEMBERED), -1),
        many=np.zeros(len(units.bands), np.int64),
    )
    _remember_options(units, pools, lots)
    return pools


@compiled(woven_in=True, borrows=True)
def has(words: Words, row: int, thing: int) -> bool:
    word = words[row, thing >> 6]
    return bool((word >> np.uint64(thing & 63)) & np.uint64(1))


@compiled(woven_in=True, borrows=True)
def fits(units: Units, pools: Pools, unit: int, pool: int) -> bool:
    return (
        units.bands[unit] == pools.band[pool]
        and has(units.slots, unit, pools.slot[pool])
        and has(units.languages, unit, pools.language[pool])
    )


@compiled(borrows=True)
def count_heads(units: Units, among: Ints, bands: int, heads: Ints, leads: Ints) -> None:
    """Adds up, for each slot, language and band, the people of the units `among`."""
    languages = units.many_languages
    for unit in among:
        if not units.whole[unit]:
            continue
        size = units.start[unit + 1] - units.start[unit]
        for slot in range(units.many_slots):
            if not has(units.slots, unit, slot):
                continue
            for language in range(languages):
                if has(units.languages, unit, language):
                    cell = (slot * languages + language) * bands + units.bands[unit]
                    heads[cell] += size
                    leads[cell] += units.leads[unit]


@compiled(borrows=True)
def _remember_options(units: Units, pools: Pools, lots: Words) -> None:
    kept = pools.options.shape[1]
    for unit in range(len(units.bands)):
        if not units.whole[unit]:
            continue
        for slot in range(units.many_slots):
            if not has(units.slots, unit, slot):
                continue
            for language in range(units.many_languages):
                if not has(units.languages, unit, language):
                    continue
                cell = (slot * units.many_languages + language) * pools.bands + units.bands[unit]
                pool = pools.number[cell]
                if pool < 0:
                    continue
                # Each pool is kept with the same chance (reservoir sampling).
                seen = pools.many[unit]
                place = seen if seen < kept else one_of(lots, seen + 1)
                if place < kept:
                    pools.options[unit, place] = pool
                pools.many[unit] += 1


def choose_pools(
    crowd: Crowd, units: Units, pools: Pools, order: Ints, shake: float, lots: Words
) -> Ints:
    """(u,): the pool of each unit, or -1.

    The pool with the most seats takes all who fit it, as far as facilitators reach, in the given
    order; then the next among those who are left, until no circle comes together any more.
    """
    chosen = np.full(len(units.bands), -1)
    heads, leads = pools.heads.copy(), pools.leads.copy()
    share_out(crowd, units, pools, chosen, order.copy(), heads, leads, shake, lots)
    return chosen


@compiled(borrows=True)
def share_out(
    crowd: Crowd, units: Units, pools: Pools, chosen: Ints,
    left: Ints, heads: Ints, leads: Ints, shake: float, lots: Words,
) -> None:  # fmt: skip
    """`left`, `heads`, `leads`: who and what is left; they are used up."""
    many = len(left)
    while True:
        pool = _fullest(crowd, heads, leads, shake, lots)
        if pool < 0:
            return
        kept = 0
        # Who can facilitate always comes along: each brings more seats than they take.
        spare = leads[pool] * (crowd.most - 1)
        for at in range(many):
            unit = left[at]
            size = units.start[unit + 1] - units.start[unit]
            others = size - min(units.leads[unit], size)
            if fits(units, pools, unit, pool) and (units.leads[unit] > 0 or size <= spare):
                spare -= others
                chosen[unit] = pool
                _leave_other_pools(units, pools, heads, leads, unit)
            else:
                left[kept] = unit
                kept += 1
        many = kept
        heads[pool] = 0


@compiled(borrows=True)
def _fullest(crowd: Crowd, heads: Ints, leads: Ints, shake: float, lots: Words) -> int:
    best, most = -1, 0.0
    for pool in range(len(heads)):
        if heads[pool] < crowd.least or leads[pool] == 0:
            continue
        seats = float(min(heads[pool], leads[pool] * crowd.most))
        if shake > 0.0:
            seats *= 1.0 + shake * one_of(lots, 1024) / 1024.0
        if seats > most:
            best, most = pool, seats
    return best


@compiled(borrows=True)
def _leave_other_pools(units: Units, pools: Pools, heads: Ints, leads: Ints, unit: int) -> None:
    size = units.start[unit + 1] - units.start[unit]
    for slot in range(units.many_slots):
        if not has(units.slots, unit, slot):
            continue
        for language in range(units.many_languages):
            if has(units.languages, unit, language):
                cell = (slot * units.many_languages + language) * pools.bands + units.bands[unit]
                pool = pools.number[cell]
                if pool >= 0:
                    heads[pool] -= size
                    leads[pool] -= units.leads[unit]
