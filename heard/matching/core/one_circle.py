"""Can anybody sit together at all? A search for one single circle, exact but for its patience."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from heard.matching.core.arrays import Bools, Ints
from heard.matching.core.problems import Problem

# How many candidates are looked at before a search is given up.
_PATIENCE: Final = 500_000


@dataclass(frozen=True, eq=False)
class _Units:
    """Who comes together: a pinned block, or one person.

    `of` (n,): each person's unit; `sizes`, `leads` (u,): its people, and whether one of them
    facilitates; `foes`: the units that it must not sit with, itself if its own people must not.
    """

    of: Ints
    sizes: Ints
    leads: Bools
    foes: dict[int, set[int]]

    def foes_of(self, unit: int) -> set[int]:
        return self.foes.get(unit, set())


def may_be_a_circle(problem: Problem) -> bool:
    """False only if it was shown that no circle can be formed under the rules of the problem."""
    units, patience = _units(problem), _PATIENCE
    for inside in _pools(problem):
        patience = _patience_left(problem, units, inside, patience)
        if not patience:
            return True
    return False


def _units(problem: Problem) -> _Units:
    n = problem.people
    pins = np.full(n, -1) if problem.pins is None else problem.pins
    leads = np.ones(n) if problem.facilitates is None else problem.facilitates
    _, of = np.unique(np.where(pins >= 0, pins, -1 - np.arange(n)), return_inverse=True)
    foes = defaultdict[int, set[int]](set)
    for pairs in (problem.apart, problem.met):
        for one, other in () if pairs is None else of[pairs].tolist():
            foes[one].add(other)
            foes[other].add(one)
    return _Units(of, np.bincount(of), np.bincount(of, weights=leads) > 0, foes)


def _pools(problem: Problem) -> Iterator[Bools]:
    """(n,) masks: people who share one slot, one language and one age band. A circle is in one."""
    everyone = [np.ones(problem.people, dtype=np.bool_)]
    bands = problem.age_bands
    kinds = (
        everyone if problem.slots is None else list(problem.slots.T),
        everyone if problem.languages is None else list(problem.languages.T),
        everyone if bands is None else [bands == band for band in np.unique(bands)],
    )
    for slot, language, band in product(*kinds):
        inside = slot & language & band
        if inside.sum() >= problem.sizes.least:
            yield inside


def _patience_left(problem: Problem, units: _Units, inside: Bools, patience: int) -> int:
    """Grows a circle unit by unit, and goes back where it cannot grow. 0: one was found, or may be.

    Those who lead stand first, so that each circle begins with one of them.
    """
    whole = np.bincount(units.of, weights=inside) == units.sizes
    usable = [each for each in np.flatnonzero(whole).tolist() if each not in units.foes_of(each)]
    usable.sort(key=lambda unit: (not units.leads[unit], len(units.foes_of(unit))))
    growing = [_grown(problem, units, 0, usable, first=int(units.leads[usable].sum()))]
    while growing and patience > 0:
        size, candidates = next(growing[-1], (0, None))
        if candidates is None:
            growing.pop()
        elif size >= problem.sizes.least:
            return 0
        else:
            patience -= len(candidates) + 1
            growing.append(_grown(problem, units, size, candidates, first=len(candidates)))
    return max(0, patience)


def _grown(
    problem: Problem, units: _Units, size: int, candidates: list[int], *, first: int
) -> Iterator[tuple[int, list[int]]]:
    """Each way to add one of the first candidates: the new size, and who may come after it."""
    left = int(units.sizes[candidates].sum())
    for place, unit in enumerate(candidates[:first]):
        if size + left < problem.sizes.least:
            return
        own = int(units.sizes[unit])
        left -= own
        if size + own <= problem.sizes.most:
            foes = units.foes_of(unit)
            yield size + own, [each for each in candidates[place + 1 :] if each not in foes]
