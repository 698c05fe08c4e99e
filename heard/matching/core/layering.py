"""Who sits with whom without rules, from features: layer by layer, then one out of each circle.

No distance between two people is needed. In circles of m with members x and their sum s, the sum
over pairs is `m * sum |x|² - |s|²`; so a circle that lacks a person is given the one whose product
x·s with those whom it has is least, beside what |x|² alone is worth there.
"""

from typing import Final, Literal, TypeAlias

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.blocks import cut, give
from heard.matching.core.budgets import Spent
from heard.matching.core.lots import lots_from

Objective: TypeAlias = Literal["each", "sum"]

# How many people are given jointly. In the layers, more lose less; in sweeps, more sweeps do more.
_FEWEST, _MOST, _IN_SWEEPS = 48, 2048, 256
# How much of the budget is meant for the layers.
_FOR_LAYERS: Final = 0.8
# Steps between two looks at what is spent, and the least that such a part costs.
_AT_ONCE, _AT_LEAST = 1_000_000, 2_000
# After so many sweeps that changed nothing it begins anew.
_PATIENCE: Final = 60


def spread(
    features: Floats,
    sizes: Ints,
    *,
    rng: np.random.Generator,
    spent: Spent,
    objective: Objective = "each",
) -> Ints:
    """`features` (n, d), finite; `sizes` (g,) that add up to n → the circle of each person (n,).

    Circle 0 has `sizes[0]` people, and so on. Layers of one person for each circle, the most
    unusual people first, each given by least-cost assignments (assignment-based anticlustering:
    Baumann, Goldschmidt, Hochbaum & Yang, arXiv 2601.06351, 2026), but in blocks of those who lie
    near one another, as large as the budget has room for. Then sweeps: one out of each circle,
    given back in the same way, never for worse. A step is one pair of person and circle.
    """
    assert sizes.sum() == len(features), "Sizes add up to the people."
    table = _Table(_centred(features), sizes, objective)
    if len(sizes) < 2 or not table.features.any():
        return table.circle_of(table.people)
    search = _Search(table, rng, spent)
    best, most, order = table.people, -np.inf, table.unusual_first()
    while True:
        search.lay(order)
        search.sweep_until_it_rests()
        if (reached := table.difference()) > most:
            best, most = table.people.copy(), reached
        if search.share >= 1:
            return table.circle_of(best)
        order = rng.permutation(len(features))


def _centred(features: Floats) -> Floats:
    """Around zero and below 1, so that squares and sums of them stay in range."""
    largest = float(np.abs(features).max(initial=0.0))
    points = np.ldexp(features, -np.frexp(largest)[1])
    return np.ascontiguousarray(points - points.mean(axis=0)) if len(points) else points


class _Table:
    """Who sits where, with the circles in the order of their sizes, the largest first.

    `people` (n,): who has each seat, circle by circle. `sums` (g, d): of the features of those
    who sit in each circle.
    """

    def __init__(self, features: Floats, sizes: Ints, objective: Objective) -> None:
        self.features = features
        self.squares = np.square(features).sum(axis=1)
        self.each = objective == "each"
        self.numbers = np.argsort(-sizes, kind="stable")
        self.sizes = sizes[self.numbers]
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.weights = 1 / np.maximum(self.sizes - 1, 1) if self.each else np.ones(len(sizes))
        self.people = np.arange(len(features))
        self.sums = np.zeros((len(sizes), features.shape[1]))

    def unusual_first(self) -> Ints:
        return np.argsort(-self.squares, kind="stable")

    def layers(self) -> Ints:
        """How many circles each layer fills. In "each", small circles gain most by unusual people
        and go without the last layer; in "sum" large ones do, and the first layer is theirs."""
        layers: Ints = (self.sizes[:, None] > np.arange(self.sizes[0])).sum(axis=0)
        return layers if self.each else layers[::-1]

    def difference(self) -> float:
        """The objective, in units of its own."""
        squares = np.add.reduceat(self.squares[self.people], self.starts)
        pairs = self.sizes * squares - np.square(self.sums).sum(axis=1)
        return float((self.weights * pairs).sum())

    def circle_of(self, people: Ints) -> Ints:
        circle_of = np.empty(len(people), np.int64)
        circle_of[people] = np.repeat(self.numbers, self.sizes)
        return circle_of

    def factors(self, people: Ints, sums: Floats) -> tuple[Floats, Floats]:
        """(k, e), (k, e): each person's product with each of the first k circles is what they cost
        there; `sums` (k, d) are without the people."""
        count = len(people)
        points, lacking = self.features[people], sums * self.weights[:count, None]
        if self.each or self.sizes[0] == self.sizes[-1]:
            return points, lacking
        # "sum" only: |x|² counts once for each other person of the circle.
        worth = -0.5 * (self.sizes[:count] - 1)
        return np.column_stack((points, self.squares[people])), np.column_stack((lacking, worth))


class _Search:
    """Fills a table, and makes it better, for as long as the budget lasts."""

    def __init__(self, table: _Table, rng: np.random.Generator, spent: Spent) -> None:
        self.table, self.rng, self.spent = table, rng, spent
        self.lots = lots_from(rng)
        self.steps = 0
        self.share = spent(0)

    def lay(self, order: Ints) -> None:
        """Fills all seats, from none, with people in this order, one layer after the other."""
        table = self.table
        table.sums[:] = 0.0
        filled = np.zeros(len(table.sizes), np.int64)
        began, goal = (self.steps, self.share), self.share + _FOR_LAYERS * (1 - self.share)
        first = 0
        for count in table.layers():
            people = order[first : first + count]
            most = self._room(began, goal, waiting=len(order) - first)
            to = self._given_near(people, most)
            table.people[table.starts[to] + filled[to]] = people
            table.sums[to] += table.features[people]
            filled[to] += 1
            first += count

    def _room(self, began: tuple[int, float], goal: float, waiting: int) -> int:
        """With how many people a block can be, so that all who wait sit when the goal is spent."""
        steps, share = self.steps - began[0], self.share - began[1]
        if steps == 0:
            return _FEWEST
        pace = max(share, 1e-12) / steps
        return int(np.clip((goal - self.share) / pace / waiting, _FEWEST, _MOST))

    def _given_near(self, people: Ints, most: int) -> Ints:
        """(k,): to each of these people one of the first k circles."""
        sums = self.table.sums[: len(people)]
        if not sums.any():
            return np.arange(len(people))
        near = cut(self.table.features[people], sums, most, self.lots)
        return self._given(*self.table.factors(people, sums), near)

    def sweep_until_it_rests(self) -> None:
        resting = 0
        while self.share < 1 and resting < _PATIENCE:
            resting = 0 if self._sweep() else resting + 1

    def _sweep(self) -> bool:
        """One out of each circle, given back; whether that changed anything for the better."""
        table = self.table
        seats = table.starts + (self.rng.random(len(table.sizes)) * table.sizes).astype(np.int64)
        people = table.people[seats]
        points = table.features[people]
        sums = table.sums - points
        apart = points - sums
        near = cut(apart, -apart, _IN_SWEEPS, self.lots)
        factors = table.factors(people, sums)
        to = self._given(*factors, near)
        before = np.einsum("ij,ij->i", *factors)
        after = np.einsum("ij,ij->i", factors[0], factors[1][to])
        table.people[seats[to]] = people
        table.sums = sums
        table.sums[to] += points
        return bool((before - after).sum() > 1e-12 * np.abs(before).sum())

    def _given(self, people: Floats, circles: Floats, near: tuple[Ints, Ints, Ints]) -> Ints:
        """Block by block. In blocks without any change nobody is moved, should the end come."""
        to = np.arange(len(people))
        blocks = len(near[2]) - 1
        in_one = (len(people) // blocks) ** 2
        at_once = max(1, _AT_ONCE // in_one)
        for first in range(0, blocks, at_once):
            last = min(first + at_once, blocks)
            give(people, circles, near, (first, last), to)
            self.steps += max(in_one * (last - first), _AT_LEAST)
            self.share = self.spent(self.steps)
        return to
