"""Those with a place, in order of their circles, so that a sum over each circle is one call."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from heard.matching.core.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Seated:
    """`people` (k,): ordered by circle. `starts`, `sizes` (g,): where each circle stands there."""

    people: Ints
    starts: Ints
    sizes: Ints

    @property
    def circles(self) -> int:
        return len(self.sizes)

    def sums(self, values: Floats) -> Floats:
        """(k,) or (k, d), in the order of `people` → (g,) or (g, d)."""
        return np.add.reduceat(values, self.starts, axis=0) if self.circles else values[:0]

    def everyone_has(self, marks: Bools) -> Bools:
        """(n, k) marks of all people → (g, k): those that all members of a circle have."""
        mine = marks[self.people]
        return np.logical_and.reduceat(mine, self.starts, axis=0) if self.circles else mine

    def counts(self, marks: Bools) -> Ints:
        """(n,) or (n, f) marks of all people → (g,) or (g, f): how many members have each."""
        mine = marks[self.people].astype(np.int64)
        return np.add.reduceat(mine, self.starts, axis=0) if self.circles else mine

    def by_size(self) -> Iterator[tuple[Ints, Ints]]:
        """For each size m that occurs: the circles (c,) and where in `people` they sit (c, m)."""
        for size in np.unique(self.sizes):
            circles = np.flatnonzero(self.sizes == size)
            yield circles, self.starts[circles][:, None] + np.arange(size)


def seated(circle_of: Ints) -> Seated:
    """`circle_of` (n,): numbered without gaps; -1: no place."""
    sizes = np.bincount(circle_of[circle_of >= 0])
    order = np.argsort(circle_of, kind="stable")
    people = order[len(order) - int(sizes.sum()) :]
    return Seated(people=people, starts=np.cumsum(sizes) - sizes, sizes=sizes)
