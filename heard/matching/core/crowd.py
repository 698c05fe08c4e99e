"""A problem as kernels read it: people, and the units that sit together or not at all."""

from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from heard.matching.core.arrays import Bools, Floats, Ints, Words
from heard.matching.core.problems import Problem

Kind = TypeVar("Kind", bound=np.generic)


class Crowd(NamedTuple):
    """n people. Differences are scaled so that the mean over all pairs is 1.

    `features` (n, d), centred, and `squares` (n,), or else `distances` (n, n). `leads` (n,): 1 for
    who can facilitate. `foes` from `foes_from[i]` to `foes_from[i + 1]`, sorted: with whom i may
    not sit. `alone` (n, f): how much it weighs if i is alone with this flag; 0: has it not.
    `common` (n, w) as bits. `first` (n,): the higher, the sooner they get a place. `bound` (n,):
    comes with others. `least`, `most`, `even` (sizes stay even), `per_person` (the objective
    "each") and the wishes.
    """

    features: Floats
    squares: Floats
    distances: Floats
    leads: Ints
    foes_from: Ints
    foes: Ints
    alone: Floats
    common: Words
    first: Ints
    bound: Bools
    least: int
    most: int
    per_person: bool
    lone: float
    nothing_common: float
    worst: float
    floor: float


class Units(NamedTuple):
    """u units: one person, or people who are pinned together.

    Members of unit i: `members` from `start[i]` to `start[i + 1]`; `unit_of` (n,). `slots`
    (u, w) and `languages` (u, v) as bits that all members share, `many_slots` and `many_languages`
    in all; `bands` (u,), `leads` (u,) how many can facilitate, `first` (u,).
    """

    start: Ints
    members: Ints
    unit_of: Ints
    slots: Words
    languages: Words
    bands: Ints
    leads: Ints
    first: Ints
    whole: Bools
    many_slots: int
    many_languages: int


def crowd_of(problem: Problem, *, first: Ints, alone: Floats | None = None) -> Crowd:
    n, wishes = problem.people, problem.wishes
    features, distances = _differences(problem)
    foes_from, foes = _foes(problem)
    leads = np.ones(n, np.int64) if problem.facilitates is None else problem.facilitates
    flags = np.zeros((n, 0)) if problem.flags is None else problem.flags
    common = np.zeros((n, 0), np.uint64) if problem.common is None else as_words(problem.common)
    return Crowd(
        features=features,
        squares=np.einsum("ij,ij->i", features, features),
        distances=distances,
        leads=_plain(leads, np.int64),
        foes_from=foes_from,
        foes=foes,
        alone=_plain(flags if alone is None else alone, np.float64),
        common=common,
        first=_plain(first, np.int64),
        bound=_bound(problem),
        least=problem.sizes.least,
        most=min(problem.sizes.most, n),
        per_person=problem.objective == "each",
        lone=float(wishes.lone),
        nothing_common=float(wishes.common),
        worst=float(wishes.worst),
        floor=float(wishes.floor),
    )


def _differences(problem: Problem) -> tuple[Floats, Floats]:
    n = problem.people
    if problem.features is None:
        assert problem.distances is not None
        distances = np.array(problem.distances, np.float64, order="C")
        mean = distances.sum() / max(n * (n - 1), 1)
        return np.zeros((n, 0)), distances / (mean or 1.0)
    # By the largest of all, so that squares stay in the range of a float.
    features = problem.features / (np.abs(problem.features).max(initial=0.0) or 1.0)
    features -= features.mean(axis=0)
    # Over all pairs, the mean squared distance is twice the variance, summed over features.
    mean = 2 * np.square(features).sum() / max(n - 1, 1)
    return _plain(features / np.sqrt(mean or 1.0), np.float64), np.zeros((0, 0))


def _foes(problem: Problem) -> tuple[Ints, Ints]:
    n = problem.people
    given = [pairs for pairs in (problem.apart, problem.met) if pairs is not None and len(pairs)]
    if not given:
        return np.zeros(n + 1, np.int64), np.zeros(0, np.int64)
    pairs = np.concatenate(given).astype(np.int64)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    start = np.searchsorted(both[:, 0], np.arange(n + 1))
    return _plain(start, np.int64), _plain(both[:, 1], np.int64)


def _bound(problem: Problem) -> Bools:
    pins = problem.pins
    if pins is None or not (pins >= 0).any():
        return np.zeros(problem.people, np.bool_)
    many = np.bincount(np.unique(pins, return_inverse=True)[1])
    numbers = np.unique(pins, return_inverse=True)[1]
    return (pins >= 0) & (many[numbers] > 1)


def units_of(problem: Problem, crowd: Crowd) -> Units:
    n = problem.people
    slots = np.ones((n, 1), np.bool_) if problem.slots is None else problem.slots
    languages = np.ones((n, 1), np.bool_) if problem.languages is None else problem.languages
    bands = np.zeros(n, np.int64) if problem.age_bands is None else problem.age_bands
    bands = np.unique(bands, return_inverse=True)[1].reshape(n)
    each = np.arange(n)
    alone = Units(
        start=np.arange(n + 1),
        members=each,
        unit_of=each,
        slots=as_words(slots),
        languages=as_words(languages),
        bands=_plain(bands, np.int64),
        leads=crowd.leads,
        first=crowd.first,
        whole=np.ones(n, np.bool_),
        many_slots=slots.shape[1],
        many_languages=languages.shape[1],
    )
    return _joined(problem, crowd, alone) if crowd.bound.any() else alone


def _joined(problem: Problem, crowd: Crowd, alone: Units) -> Units:
    """One unit for each pin; `whole` is false where its people cannot sit together."""
    n = problem.people
    assert problem.pins is not None
    key = np.where(crowd.bound, problem.pins, problem.pins.max() + 1 + np.arange(n))
    unit_of = np.unique(key, return_inverse=True)[1].reshape(n).astype(np.int64)
    members = np.argsort(unit_of, kind="stable").astype(np.int64)
    start = np.searchsorted(unit_of[members], np.arange(unit_of.max() + 2)).astype(np.int64)
    heads = start[:-1]
    bands = alone.bands[members]
    low, high = np.minimum.reduceat(bands, heads), np.maximum.reduceat(bands, heads)
    return alone._replace(
        start=start,
        members=members,
        unit_of=unit_of,
        slots=np.bitwise_and.reduceat(alone.slots[members], heads),
        languages=np.bitwise_and.reduceat(alone.languages[members], heads),
        bands=low,
        leads=np.add.reduceat(crowd.leads[members], heads),
        first=np.maximum.reduceat(crowd.first[members], heads),
        whole=(low == high) & (np.diff(start) <= crowd.most) & ~_quarrels(crowd, unit_of),
    )


def _quarrels(crowd: Crowd, unit_of: Ints) -> Bools:
    """Units in which two may not sit together."""
    one = np.repeat(unit_of, np.diff(crowd.foes_from))
    inside = one[one == unit_of[crowd.foes]]
    return np.bincount(inside, minlength=unit_of.max() + 1) > 0


def as_words(table: Bools) -> Words:
    """(n, k) truths as (n, ceil(k / 64)) words; thing j is bit j % 64 of word j // 64."""
    n, things = table.shape
    bits = np.packbits(table, axis=1, bitorder="little")
    padded = np.zeros((n, -(-max(things, 1) // 64) * 8), np.uint8)
    padded[:, : bits.shape[1]] = bits
    return padded.view(np.dtype("<u8")).astype(np.uint64)


def _plain(array: npt.NDArray[Any], kind: type[Kind]) -> npt.NDArray[Kind]:
    return np.require(array, kind, ["C", "W"])
