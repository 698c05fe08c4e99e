"""Seats for those who wait: where there is room, or in a new circle that others help to fill."""

import numpy as np

from heard.matching.core.arrays import Ints, Words
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.dealing import close_circle, seat_unit, unit_fits_in
from heard.matching.core.lots import one_of
from heard.matching.core.pooling import Pools, fits
from heard.matching.core.table import Table, put, take


def mend(crowd: Crowd, units: Units, pools: Pools, table: Table, tries: int, lots: Words) -> None:
    """Fills circles that are too small, or closes them; then seats who waits, as far as it goes.

    `tries`: how many new circles are tried at most.
    """
    moved = np.zeros((2, crowd.most), np.int64)
    complete_all(crowd, units, pools, table, moved, lots)
    seat_waiting(crowd, units, pools, table)
    open_circles(crowd, units, pools, table, _waiting(crowd, table), tries, moved, lots)


def seat_waiting(crowd: Crowd, units: Units, pools: Pools, table: Table) -> None:
    """Whoever fits into a circle with room sits down there; who has waited before goes first."""
    if table.counts[0]:
        fill(crowd, units, pools, table, _waiting(crowd, table), _roomy(crowd, table))


def seat_at_other_times(crowd: Crowd, units: Units, pools: Pools, table: Table) -> None:
    """The last of all: a circle may meet in another slot or language that everyone shares.

    From here on `table.pool` does not say any more when and how circles meet.
    """
    if table.counts[0]:
        fill_anyhow(crowd, units, pools, table, _waiting(crowd, table), _roomy(crowd, table))


def _roomy(crowd: Crowd, table: Table) -> Ints:
    return np.flatnonzero((table.size > 0) & (table.size < crowd.most))


def _waiting(crowd: Crowd, table: Table) -> Ints:
    waiting = table.waiting[: table.counts[0]].copy()
    return waiting[np.argsort(-crowd.first[waiting], kind="stable")]


@compiled(borrows=True)
def complete_all(
    crowd: Crowd, units: Units, pools: Pools, table: Table, moved: Ints, lots: Words
) -> None:
    """`moved` (2, most): room to note who was moved from where."""
    for circle in range(table.counts[1]):
        if 0 < table.size[circle] < crowd.least:
            _complete(crowd, units, pools, table, circle, moved, lots)


@compiled(borrows=True)
def fill(
    crowd: Crowd, units: Units, pools: Pools, table: Table, waiting: Ints, roomy: Ints
) -> None:
    for person in waiting:
        unit = units.unit_of[person]
        if table.circle_of[person] >= 0 or pools.many[unit] == 0:
            continue
        for circle in roomy:
            if _invite(crowd, units, pools, table, unit, int(circle)):
                break


@compiled(borrows=True)
def fill_anyhow(
    crowd: Crowd, units: Units, pools: Pools, table: Table, waiting: Ints, roomy: Ints
) -> None:
    for person in waiting:
        unit = units.unit_of[person]
        if table.circle_of[person] >= 0 or pools.many[unit] == 0:
            continue
        for circle in roomy:
            if (
                units.bands[unit] == pools.band[table.pool[circle]]
                and _all_share(units, table, units.slots, unit, int(circle))
                and _all_share(units, table, units.languages, unit, int(circle))
                and unit_fits_in(crowd, units, table, unit, int(circle), crowd.most)
            ):
                seat_unit(crowd, units, table, unit, int(circle))
                break


@compiled(borrows=True)
def _all_share(units: Units, table: Table, words: Words, unit: int, circle: int) -> bool:
    for word in range(words.shape[1]):
        shared = words[unit, word]
        for place in range(table.size[circle]):
            shared &= words[units.unit_of[table.members[circle, place]], word]
        if shared:
            return True
    return False


@compiled(borrows=True)
def open_circles(
    crowd: Crowd, units: Units, pools: Pools, table: Table,
    waiting: Ints, tries: int, moved: Ints, lots: Words,
) -> None:  # fmt: skip
    """Tries a new circle around each who waits, in each of the pools that are known of them."""
    for person in waiting:
        unit = units.unit_of[person]
        for option in range(min(pools.many[unit], pools.options.shape[1])):
            if table.circle_of[person] >= 0 or tries <= 0:
                break
            tries -= 1
            circle = _closed_circle(table)
            if circle >= 0:
                table.pool[circle] = pools.options[unit, option]
                seat_unit(crowd, units, table, unit, circle)
                _complete(crowd, units, pools, table, circle, moved, lots)


@compiled(borrows=True)
def _invite(crowd: Crowd, units: Units, pools: Pools, table: Table, unit: int, circle: int) -> bool:
    goes = fits(units, pools, unit, table.pool[circle]) and unit_fits_in(
        crowd, units, table, unit, circle, crowd.most
    )
    if goes:
        seat_unit(crowd, units, table, unit, circle)
    return goes


@compiled(borrows=True)
def _closed_circle(table: Table) -> int:
    """A circle nobody sits in; -1: there cannot be more."""
    if table.counts[1] < len(table.size):
        table.counts[1] += 1
        return int(table.counts[1]) - 1
    for circle in range(len(table.size)):
        if table.size[circle] == 0:
            return int(circle)
    return -1


@compiled(borrows=True)
def _complete(
    crowd: Crowd, units: Units, pools: Pools, table: Table, circle: int,
    moved: Ints, lots: Words,
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
        many = _borrow(crowd, units, pools, table, circle, leading, moved, many, lots)
        if _is_missing(crowd, table, circle, leading):
            close_circle(crowd, table, circle)
            for at in range(many):
                put(crowd, table, moved[0, at], moved[1, at])
            return


@compiled(borrows=True)
def _is_missing(crowd: Crowd, table: Table, circle: int, leading: bool) -> bool:
    return bool(table.leaders[circle] == 0 if leading else table.size[circle] < crowd.least)


@compiled(borrows=True)
def _borrow(
    crowd: Crowd, units: Units, pools: Pools, table: Table, circle: int, leading: bool,
    moved: Ints, many: int, lots: Words,
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
            moved[0, many], moved[1, many] = person, home
            many += 1
    return many
