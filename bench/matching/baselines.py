"""What others do with vectors without rules, written anew from what the papers say.

Circles of equal size throughout. Features are centred; `spent` ends what could go on for ever.
"""

import numpy as np

from heard.matching.core.arrays import Floats, Ints, Words
from heard.matching.core.assignments import assign
from heard.matching.core.blocks import products
from heard.matching.core.budgets import Spent
from heard.matching.core.compiling import compiled
from heard.matching.core.lots import lots_from, one_of

# With how many random others exchange and greedy compare.
_PARTNERS = 100
_PEOPLE_AT_ONCE = 5_000


def by_chance(features: Floats, circles: int, *, rng: np.random.Generator) -> Ints:
    return rng.permutation(np.arange(len(features)) % circles)


def greedy(features: Floats, circles: int, *, rng: np.random.Generator) -> Ints:
    """One after the other, each to the best of 100 random circles that have room."""
    order = rng.permutation(len(features))
    return _greedy(features, order, circles, lots_from(rng))


@compiled
def _greedy(features: Floats, order: Ints, circles: int, lots: Words) -> Ints:
    size = len(features) // circles
    sums, filled = np.zeros((circles, features.shape[1])), np.zeros(circles, np.int64)
    open_ones, count = np.arange(circles), circles
    circle_of = np.empty(len(features), np.int64)
    for person in order:
        best, least = 0, np.inf
        for _ in range(min(_PARTNERS, count)):
            place = one_of(lots, count)
            circle = open_ones[place]
            product = 0.0
            for feature in range(features.shape[1]):
                product += features[person, feature] * sums[circle, feature]
            product += filled[circle] * 1e9  # Those with fewer people come first.
            if product < least:
                best, least = place, product
        circle = open_ones[best]
        circle_of[person] = circle
        sums[circle] += features[person]
        filled[circle] += 1
        if filled[circle] == size:
            count -= 1
            open_ones[best] = open_ones[count]
    return circle_of


def exchange(features: Floats, circles: int, *, rng: np.random.Generator, spent: Spent) -> Ints:
    """From chance: each person in turn swaps with the best of 100 random partners, if that helps.

    The exchange of anticlust (Papenberg & Klau 2021, doi 10.1037/met0000301), again
    and again until the budget is spent or a whole round changes nothing.
    """
    circle_of = by_chance(features, circles, rng=rng)
    sums = np.zeros((circles, features.shape[1]))
    np.add.at(sums, circle_of, features)
    lots, looked = lots_from(rng), 0
    while True:
        swaps = 0
        for first in range(0, len(features), _PEOPLE_AT_ONCE):
            last = min(first + _PEOPLE_AT_ONCE, len(features))
            swaps += _exchange(features, circle_of, sums, (first, last), lots)
            looked += last - first
            if spent(looked) >= 1:
                return circle_of
        if not swaps:
            return circle_of


@compiled
def _exchange(
    features: Floats, circle_of: Ints, sums: Floats, some: tuple[int, int], lots: Words
) -> int:
    swaps = 0
    for person in range(some[0], some[1]):
        mine, best, least = circle_of[person], -1, -1e-12
        for _ in range(_PARTNERS):
            other = one_of(lots, len(features))
            theirs = circle_of[other]
            if theirs == mine:
                continue
            change = 0.0
            for feature in range(features.shape[1]):
                apart = features[other, feature] - features[person, feature]
                change += (sums[mine, feature] - sums[theirs, feature] + apart) * apart
            if change < least:
                best, least = other, change
        if best >= 0:
            theirs = circle_of[best]
            apart = features[best] - features[person]
            sums[mine] += apart
            sums[theirs] -= apart
            circle_of[person], circle_of[best] = theirs, mine
            swaps += 1
    return swaps


def assigned(features: Floats, levels: tuple[int, ...]) -> Ints:
    """Assignment-based anticlustering (Baumann et al., arXiv 2601.06351, 2026).

    People in order of their distance to the centre, the farthest first; the first of them begin
    the circles, and each further layer is given by one assignment that makes the squared distances
    to the means of circles as large as can be. With several `levels`, each group is parted again:
    (40, 500) makes 20,000 circles.
    """
    circles, *deeper = levels
    circle_of = _assigned_flat(features - features.mean(axis=0), circles)
    if not deeper:
        return circle_of
    below = int(np.prod(deeper))
    parted = np.empty(len(features), np.int64)
    for circle in range(circles):
        people = np.flatnonzero(circle_of == circle)
        parted[people] = circle * below + assigned(features[people], tuple(deeper))
    return parted


def _assigned_flat(features: Floats, circles: int) -> Ints:
    order = np.argsort(-np.square(features).sum(axis=1), kind="stable")
    circle_of = np.empty(len(features), np.int64)
    sums = np.zeros((circles, features.shape[1]))
    for layer in order.reshape(-1, circles):
        # Everyone goes somewhere and each circle takes one: of |x - mean|² only x·sum matters.
        everyone = np.arange(circles)
        costs = products(features[layer], everyone, sums, everyone)
        to = assign(costs) if sums.any() else everyone
        circle_of[layer] = to
        sums[to] += features[layer]
    return circle_of
