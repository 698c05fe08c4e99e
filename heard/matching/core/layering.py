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

# How many people are given jointly. Later layers undo what earlier ones could not know, so their
# blocks are larger, each time by this much.
_FEWEST, _MOST, _IN_SWEEPS = 48, 2048, 512
_GROWTH: Final = 1.5
# How much of the budget is meant for the layers: sweeps do more where there are many blocks.
_FOR_LAYERS, _FOR_LAYERS_OF_FEW = 0.4, 0.9
# The last layer is worth most sweeps; each so many sweeps, anyone in a circle may move.
_ANYONE: Final = 8
# Steps between two looks at what is spent, and the least that such a part costs.
_AT_ONCE, _AT_LEAST = 1_000_000, 2_000
# After so many sweeps that changed hardly anything it begins anew.
_PATIENCE, _HARDLY = 60, 1e-6


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
        order = table.unusual_first(rng.uniform(0.5, 2.0, len(features)))


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

    def unusual_first(self, weights: Floats | float = 1.0) -> Ints:
        return np.argsort(-self.squares * weights, kind="stable")

    def layers(self) -> Ints:
        """How many circles each layer fills: always the largest ones.

        In "each", small circles gain most by unusual people, and go without the last layer; in
        "sum" large ones gain most, and the first layer is theirs alone.
        """
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
        for_layers = _FOR_LAYERS if len(table.sizes) > _MOST else _FOR_LAYERS_OF_FEW
        began, goal = (self.steps, self.share), self.share + for_layers * (1 - self.share)
        first, layers = 0, table.layers()
        for number, count in enumerate(layers):
            people = order[first : first + count]
            if number == 1 and self.steps == 0:
                self._given_near(people, _FEWEST)  # Thrown away; it tells the pace.
            room = self._room(began, goal) / (_GROWTH ** (len(layers) - number) - 1)
            most = int(np.clip(room * (_GROWTH - 1) / count, _FEWEST, _MOST))
            to = self._given_near(people, most)
            table.people[table.starts[to] + filled[to]] = people
            table.sums[to] += table.features[people]
            filled[to] += 1
            first += count

    def _room(self, began: tuple[int, float], goal: float) -> float:
        """How many steps are left before the goal, at the pace so far."""
        steps, share = self.steps - began[0], self.share - began[1]
        return max(goal - self.share, 0.0) * steps / max(share, 1e-12)

    def _given_near(self, people: Ints, most: int) -> Ints:
        """(k,): to each of these people one of the first k circles."""
        sums = self.table.sums[: len(people)]
        if not sums.any():
            return np.arange(len(people))
        near = cut(self.table.features[people], sums, most, self.lots)
        return self._given(*self.table.factors(people, sums), near, in_time=False)

    def sweep_until_it_rests(self) -> None:
        resting = sweeps = 0
        while self.share < 1 and resting < _PATIENCE:
            sweeps += 1
            anyone = resting > 0 or sweeps % _ANYONE == 0
            resting = 0 if self._sweep(anyone=anyone) else resting + 1

    def _sweep(self, *, anyone: bool) -> bool:
        """One out of each circle, given back; whether that changed anything for the better."""
        table = self.table
        sizes, chance = table.sizes, self.rng.random(len(table.sizes))
        seats = table.starts + ((sizes * chance).astype(np.int64) if anyone else sizes - 1)
        people = table.people[seats]
        points = table.features[people]
        sums = table.sums - points
        apart = points - sums
        # A block has the circles that its people come from, so that nothing can get worse.
        order, _, starts = cut(apart, -apart, _IN_SWEEPS, self.lots)
        factors = table.factors(people, sums)
        to = self._given(*factors, (order, order, starts), in_time=True)
        before = np.einsum("ij,ij->i", *factors)
        after = np.einsum("ij,ij->i", factors[0], factors[1][to])
        table.people[seats[to]] = people
        table.sums = sums
        table.sums[to] += points
        return bool((before - after).sum() > _HARDLY * np.abs(before).sum())

    def _given(
        self, people: Floats, circles: Floats, near: tuple[Ints, Ints, Ints], *, in_time: bool
    ) -> Ints:
        """Block by block; `in_time`: once the budget is spent, the others stay where they were."""
        to = np.arange(len(people))
        blocks = len(near[2]) - 1
        in_one = (len(people) // blocks) ** 2
        at_once = max(1, _AT_ONCE // in_one)
        for first in range(0, blocks, at_once):
            last = min(first + at_once, blocks)
            give(people, circles, near, (first, last), to)
            self.steps += max(in_one * (last - first), _AT_LEAST)
            self.share = self.spent(self.steps)
            if in_time and self.share >= 1:
                break
        return to
