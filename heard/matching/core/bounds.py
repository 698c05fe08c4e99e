"""How different circles are: the objective, the bound that no grouping can pass, and chance.

Features are moved to somebody of those with a place and scaled by a power of two before they are
squared, so that neither large nor tiny values spoil the sums, and people who are alike differ by
exactly nothing.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.problems import Problem
from heard.matching.core.seated import Seated, seated

# How many numbers of a matrix, or of differences inside circles, are looked at in one go.
_AT_ONCE = 4_000_000


def difference(problem: Problem, circle_of: Ints) -> float:
    """The objective, without wishes: the sum over circles of `pairs / (m - 1)`, or of `pairs`.

    `circle_of` (n,), numbered without gaps; `pairs` is the sum over unordered pairs of a circle.
    """
    placed = _placed(problem, seated(circle_of))
    return placed.reached() * placed.unit


def bound(problem: Problem, circle_of: Ints) -> float:
    """What no grouping of the same people into circles of the same sizes can pass.

    From features: everyone's squared distance to the centre times `m / (m - 1)` (or times m for
    "sum"), the larger coefficients with the larger distances; it would be reached if all circles
    had the same mean. From a matrix: half the sum, over people, of their m - 1 largest distances
    (over m - 1 for "each"), which is loose.
    """
    placed = _placed(problem, seated(circle_of))
    return placed.bound() * placed.unit


def share(problem: Problem, circle_of: Ints) -> float:
    """Difference over bound, 0 to 1; 1 where all who have a place are alike, 0 where nobody has."""
    placed = _placed(problem, seated(circle_of))
    return placed.share(placed.reached())


def share_by_chance(problem: Problem, circle_of: Ints) -> float:
    """What share of the bound a random grouping of the same people and sizes has on average."""
    placed = _placed(problem, seated(circle_of))
    return placed.share(placed.by_chance())


def expected_by_chance(problem: Problem, circle_of: Ints) -> float:
    """The mean difference of all groupings of the same people into circles of the same sizes."""
    placed = _placed(problem, seated(circle_of))
    return placed.by_chance() * placed.unit


def mean_by_chance(problem: Problem, circle_of: Ints) -> float:
    """The mean difference of two people of a circle in such a random grouping."""
    placed = _placed(problem, seated(circle_of))
    return placed.mean() * placed.unit


def circle_differences(problem: Problem, circle_of: Ints) -> Floats:
    """(g,): of each circle, the mean difference of two of its people; 0 for somebody alone."""
    placed = _placed(problem, seated(circle_of))
    return placed.pair_sums() / np.maximum(placed.pairs, 1) * placed.unit


def mean_difference(problem: Problem) -> float:
    """The mean difference over all pairs of the problem: the unit of wishes."""
    everyone = _placed(problem, seated(np.zeros(problem.people, dtype=np.int64)))
    return everyone.mean() * everyone.unit


def differences_inside(problem: Problem, circle_of: Ints) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Some circles of the same size m at a time: their numbers (c,), members (c, m), and the
    differences of each two members (c, m, m)."""
    placed = _placed(problem, seated(circle_of))
    for circles, places in placed.circles_at_once():
        yield circles, placed.who.people[places], placed.between(places) * placed.unit


@dataclass(frozen=True, eq=False)
class _Placed:
    """Those with a place. `points` (k, d), in their order, are features without their `unit`."""

    problem: Problem
    who: Seated
    points: Floats
    unit: float

    @property
    def pairs(self) -> Ints:
        return self.who.sizes * (self.who.sizes - 1) // 2

    def shared_by(self, sizes: Ints) -> Ints:
        """What the pairs of a circle of each size are divided by in the objective."""
        one = np.ones_like(sizes)
        return np.maximum(sizes - 1, one) if self.problem.objective == "each" else one

    def reached(self) -> float:
        return float((self.pair_sums() / self.shared_by(self.who.sizes)).sum())

    def by_chance(self) -> float:
        """Any two of those with a place are as likely to meet as any other two."""
        return self.mean() * float((self.pairs / self.shared_by(self.who.sizes)).sum())

    def share(self, reached: float) -> float:
        if not self.who.circles:
            return 0.0
        most = self.bound()
        return reached / most if most > 0 else 1.0

    def pair_sums(self) -> Floats:
        """(g,): the sum over unordered pairs of each circle."""
        if self.problem.distances is None:
            means = self.who.sums(self.points) / self.who.sizes[:, None]
            return self.who.sizes * self.who.sums(
                _squares(self.points - np.repeat(means, self.who.sizes, axis=0))
            )
        sums = np.zeros(self.who.circles)
        for circles, places in self.circles_at_once():
            sums[circles] = self.between(places).sum(axis=(1, 2)) / 2
        return sums

    def circles_at_once(self) -> Iterator[tuple[Ints, Ints]]:
        """As many circles of one size as fit into memory well, and where they sit."""
        for circles, places in self.who.by_size():
            step = max(1, _AT_ONCE // (places.shape[1] ** 2 * self.points.shape[1]))
            for start in range(0, len(circles), step):
                yield circles[start : start + step], places[start : start + step]

    def between(self, places: Ints) -> Floats:
        """(c, m) → (c, m, m): the differences of each two of the same circle."""
        if self.problem.distances is not None:
            members = self.who.people[places]
            return np.asarray(self.problem.distances[members[:, :, None], members[:, None, :]])
        points = self.points[places]
        apart = points[:, :, None, :] - points[:, None, :, :]
        return np.asarray(np.einsum("cijd,cijd->cij", apart, apart))

    def mean(self) -> float:
        """The mean difference of two of those with a place."""
        k = len(self.who.people)
        if k < 2:
            return 0.0
        if self.problem.distances is None:
            return 2.0 * float(_squares(self.points - self.points.mean(axis=0)).sum()) / (k - 1)
        return float(sum(rows.sum() for rows in self.rows_at_once())) / (k * (k - 1))

    def bound(self) -> float:
        """Everyone sits in one size; which one is open, but how many sit in each is not.

        Going from each size to the next changes what people are worth, and each such change comes
        to a fixed number of people: at best to those where it is largest. For features that is
        the rearrangement inequality.
        """
        if not self.who.circles:
            return 0.0
        sizes, seats = np.unique(np.repeat(self.who.sizes, self.who.sizes), return_counts=True)
        worth = self.worth(sizes)
        total = float(worth[:, 0].sum())
        for number, change in enumerate(np.diff(worth, axis=1).T, start=1):
            total += float(np.sort(change)[::-1][: seats[number:].sum()].sum())
        return total

    def worth(self, sizes: Ints) -> Floats:
        """(k, s): the most that each person can add to the objective in each of the sizes."""
        if self.problem.distances is not None:
            return self.farthest(sizes) / 2 / self.shared_by(sizes)
        squares = _squares(self.points - self.points.mean(axis=0))
        return squares[:, None] * (sizes / self.shared_by(sizes))

    def farthest(self, sizes: Ints) -> Floats:
        """(k, s): the sum of each person's m - 1 largest distances, for each size m."""
        # A zero before all, for somebody alone.
        last = sizes - 1
        return np.concatenate(
            [
                np.pad(np.cumsum(np.sort(rows, axis=1)[:, ::-1], axis=1), ((0, 0), (1, 0)))[:, last]
                for rows in self.rows_at_once()
            ]
        )

    def rows_at_once(self) -> Iterator[Floats]:
        """Rows of the matrix of those with a place."""
        assert self.problem.distances is not None
        people = self.who.people
        step = max(1, _AT_ONCE // len(people))
        for start in range(0, len(people), step):
            yield self.problem.distances[people[start : start + step]][:, people]


def _placed(problem: Problem, who: Seated) -> _Placed:
    """Of a matrix nothing needs to be changed."""
    if problem.features is None or not who.circles:
        return _Placed(problem, who, points=np.zeros((len(who.people), 1)), unit=1.0)
    points = problem.features[who.people] - problem.features[who.people[0]]
    _, exponent = math.frexp(float(np.abs(points).max(initial=0.0)))
    return _Placed(problem, who, np.ldexp(points, -exponent), math.ldexp(1.0, 2 * exponent))


def _squares(points: Floats) -> Floats:
    """(k, d) → (k,): squared lengths."""
    return np.asarray(np.einsum("ij,ij->i", points, points))
