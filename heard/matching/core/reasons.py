"""Why somebody has no place: the first reason that is true."""

from collections.abc import Mapping

import numpy as np

from heard.matching.core.arrays import Bools, Ints
from heard.matching.core.compiling import compiled
from heard.matching.core.crowd import Crowd, Units
from heard.matching.core.groupings import NoPlace
from heard.matching.core.pooling import Pools, count_heads, has
from heard.matching.core.problems import Problem

_REASONS = (NoPlace.TOO_FEW_LIKE_THEM, NoPlace.NO_FACILITATOR, NoPlace.NO_CIRCLE_FITS)


def why_without_place(
    problem: Problem, crowd: Crowd, units: Units, pools: Pools, waiting: Ints
) -> Mapping[int, NoPlace]:
    """`waiting`: who has no place."""
    if not len(waiting):
        return {}
    heads, leads = np.zeros(len(pools.number), np.int64), np.zeros(len(pools.number), np.int64)
    waiting = np.sort(waiting)
    count_heads(units, np.unique(units.unit_of[waiting]), pools.bands, heads, leads)
    stuck = (heads >= crowd.least) & (leads == 0)
    codes = np.zeros(len(waiting), np.int64)
    _reasons(units, pools, stuck, waiting, codes)
    why = {int(who): _REASONS[code] for who, code in zip(waiting, codes, strict=True)}
    for named, reason in (
        (problem.languages, NoPlace.NO_LANGUAGE),
        (problem.slots, NoPlace.NO_SLOT),
    ):
        if named is not None:
            why |= {int(who): reason for who in waiting[~named[waiting].any(axis=1)]}
    return why


@compiled(borrows=True)
def _reasons(units: Units, pools: Pools, stuck: Bools, waiting: Ints, codes: Ints) -> None:
    """For each: 0 too few in every pool of theirs; 1 enough in one, but nobody to facilitate."""
    for at in range(len(waiting)):
        unit = units.unit_of[waiting[at]]
        if not units.whole[unit] or pools.many[unit]:
            codes[at] = 2
        for slot in range(units.many_slots):
            if not has(units.slots, unit, slot) or not units.whole[unit]:
                continue
            for language in range(units.many_languages):
                if has(units.languages, unit, language):
                    cell = (slot * units.many_languages + language) * pools.bands
                    cell += units.bands[unit]
                    if stuck[cell] or (codes[at] == 0 and pools.crowded[cell]):
                        codes[at] = 1
