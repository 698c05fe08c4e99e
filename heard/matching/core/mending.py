"""Seats for those who wait: where there is room, or in a new circle that others help to fill."""

import numpy as np

from heard.matching.core.arrays import Ints, Words
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.dealing import close_circle, seat_unit, unit_fits_in
from heard.matching.core.lots import one_of
from heard.matching.core.pooling import Pools, fits
from heard.matching.core.table import Table, put, take


@compiled
def mend(crowd: Crowd, units: Units, pools: Pools, table: Table, tries: int, lots: Words) -> None:
    """Fills circles that are too small, or closes them; then seats who waits, as far as it goes.

    `tries`: how many new circles are tried at most.
    """
    moved, homes = np.zeros(crowd.most, np.int64), np.zeros(crowd.most, np.int64)
    for circle in range(table.counts[1]):
        if 0 < table.size[circle] < crowd.least:
            _complete(crowd, units, pools, table, circle, moved, homes, lots)
    seat_waiting(crowd, units, pools, table)
    for person in table.waiting[: table.counts[0]].copy():
        unit = units.unit_of[person]
        for option in range(min(pools.many[unit], pools.options.shape[1])):
            if table.circle_of[person] >= 0 or tries <= 0:
                break
            tries -= 1
            circle = _closed_circle(table)
            if circle >= 0:
                table.pool[circle] = pools.options[unit, option]
                seat_unit(crowd, units, table, unit, circle)
                _complete(crowd, units, pools, table, circle, moved, homes, lots)


@compiled
def seat_waiting(crowd: Crowd, units: Units, pools: Pools, table: Table) -> None:
    """Whoever fits into a circle with room sits down there; who has waited before goes first."""
    waiting = table.waiting[: table.counts[0]].copy()
    waiting = waiting[np.argsort(-crowd.first[waiting], kind="mergesort")]
    size = table.size[: table.counts[1]]
    roomy = np.flatnonzero((size > 0) & (size < crowd.most))
    for person in waiting:
        unit = units.unit_of[person]
        if table.circle_of[person] >= 0 or pools.many[unit] == 0:
            continue
        for circle in roomy:
            if _invite(crowd, units, pools, table, unit, int(circle)):
                break


@compiled
def _invite(crowd: Crowd, units: Units, pools: Pools, table: Table, unit: int, circle: int) -> bool:
    goes = fits(units, pools, unit, table.pool[circle]) and unit_fits_in(
        crowd, units, table, unit, circle, crowd.most
    )
    if goes:
        seat_unit(crowd, units, table, unit, circle)
    return goes


@compiled
def _closed_circle(table: Table) -> int:
    """A circle nobody sits in; -1: there cannot be more."""
    if table.counts[1] < len(table.size):
        table.counts[1] += 1
        return int(table.counts[1]) - 1
    for circle in range(len(table.size)):
        if table.size[circle] == 0:
            return int(circle)
    return -1


@compiled
def _complete(
    crowd: Crowd, units: Units, pools: Pools, table: Table, circle: int,
    moved: Ints, homes: Ints, lots: Words,
) -> None:  # fmt: skip
    """Finds a facilitator and enough others; or closes the circle, and all is as it was."""
    many = 0
    for leading in (True, False):
        if not _is_missing(crowd, table, circle, leading):
            continue
        for at in range(table.counts[0] - 1, -1, -1):
            if at < table.counts[0] and _is_missing(crowd, table, circle, leading):
                unit = units.unit_of[table.waiting[at]]
                if units.whole[unit] and (units.leads[unit] or not leading):
                    _invite(crowd, units, pools, table, unit, circle)
        many = _borrow(crowd, units, pools, table, circle, leading, moved, homes, many, lots)
        if _is_missing(crowd, table, circle, leading):
            close_circle(crowd, table, circle)
            for at in range(many):
                put(crowd, table, moved[at], homes[at])
            return


@compiled
def _is_missing(crowd: Crowd, table: Table, circle: int, leading: bool) -> bool:
    return bool(table.leaders[circle] == 0 if leading else table.size[circle] < crowd.least)


@compiled
def _borrow(
    crowd: Crowd, units: Units, pools: Pools, table: Table, circle: int, leading: bool,
    moved: Ints, homes: Ints, many: int, lots: Words,
) -> int:  # fmt: skip
    """People from circles that can spare them; notes who was moved from where."""
    start = one_of(lots, len(units.bands))
    for step in range(len(units.bands)):
        if not _is_missing(crowd, table, circle, leading):
            break
        unit = (start + step) % len(units.bands)
        person = units.members[units.start[unit]]
        home = table.circle_of[person]
        if home < 0 or home == circle or crowd.bound[person]:
            continue
        spare = table.size[home] > crowd.least and table.leaders[home] > crowd.leads[person]
        if not spare or (leading and not crowd.leads[person]):
            continue
        if fits(units, pools, unit, table.pool[circle]) and unit_fits_in(
            crowd, units, table, unit, circle, crowd.most
        ):
            take(crowd, table, person)
            put(crowd, table, person, circle)
            moved[many], homes[many] = person, home
            many += 1
    return many
