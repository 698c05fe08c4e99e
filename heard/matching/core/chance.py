"""What circles drawn by lot would be like, so that a circle can be seen beside them."""

import numpy as np

from heard.matching.core.arrays import Floats, Ints

_DRAWS = 4000


def circles_by_lot(features: Floats, size: int, rng: np.random.Generator) -> Floats:
    """(4000,) sorted: the mean difference of two people in circles of `size`, drawn by lot.

    `features` (n, d) of those who have a place, n ≥ size ≥ 2. In units of the mean over all pairs,
    so their mean is about 1; all 1 where everyone is alike.
    """
    centred = features - features.mean(axis=0)
    everyone = 2.0 * float((centred**2).sum()) / (len(centred) - 1)
    if everyone == 0.0:
        return np.ones(_DRAWS)
    drawn = centred[_drawn(len(centred), size, rng)]
    within = drawn - drawn.mean(axis=1, keepdims=True)
    return np.asarray(np.sort(2.0 * (within**2).sum(axis=(1, 2)) / (size - 1) / everyone))


def _drawn(people: int, size: int, rng: np.random.Generator) -> Ints:
    """(4000, size): nobody twice in one row."""
    rows = rng.integers(people - np.arange(size), size=(_DRAWS, size))
    # The k-th is drawn from those who are left: it steps over who was drawn before (Floyd's way
    # with ranks), the lowest first.
    for place in range(1, size):
        for taken in np.sort(rows[:, :place], axis=1).T:
            rows[:, place] += rows[:, place] >= taken
    return rows
