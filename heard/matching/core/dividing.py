"""How large circles are, where large ones are worth more than they cost the others."""

import numpy as np

from heard.matching.core.arrays import Ints


def sizes_of_most_pairs(people: int, least: Ints, most: Ints) -> Ints:
    """`least`, `most` (g,): bounds of each circle → (g,): sizes that hold the most pairs.

    The sizes add up to `people`, which the bounds must allow. Where distances are much alike, the
    sum over all pairs in circles is largest for these sizes: as unequal as the bounds let them be.
    One step for each circle, each size it may have and each person beyond the least sizes.
    """
    spare = people - int(least.sum())
    assert 0 <= spare <= int((most - least).sum())
    worth = np.full(spare + 1, -1, np.int64)  # Of those so far, by how many spare people they took.
    worth[0] = 0
    taken = []
    for low, high in zip(least, most, strict=True):
        worth, takes = _with_one_more(worth, int(low), int(min(high - low, spare)))
        taken.append(takes)
    sizes = least.copy()
    for circle in reversed(range(len(least))):
        more = taken[circle][spare]
        sizes[circle] += more
        spare -= more
    return sizes


def _with_one_more(worth: Ints, low: int, room: int) -> tuple[Ints, Ints]:
    grown, takes = np.full_like(worth, -1), np.zeros_like(worth)
    for more in range(room + 1):
        before = worth[: len(worth) - more]
        better = (before >= 0) & (before + (low + more) ** 2 > grown[more:])
        grown[more:][better] = before[better] + (low + more) ** 2
        takes[more:][better] = more
    return grown, takes
