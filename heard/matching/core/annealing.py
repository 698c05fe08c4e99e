"""Circles on a matrix of distances, with the largest sum of all pairs inside circles."""

from typing import Final

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.budgets import Spent
from heard.matching.core.dividing import sizes_of_most_pairs
from heard.matching.core.exchanging import LUCK, Seats, look_around, seats_of
from heard.matching.core.handing import hand_on
from heard.matching.core.lots import lots_from

# Found by trying (bench/matching/mdgplib.py).
_MOVES_WHEN_HOT: Final = 0.15  # Of one person who looks around, when a search begins to cool.
_COOLS: Final = 2.5  # Times, until the search ends.
_MOST_ROUNDS: Final = 8
_PEOPLE_IN_ROUNDS: Final = 480
_MANY: Final = 150  # Circles,
_SMALL: Final = 7  # and people in each on average.
_ASKED: Final = 64  # People who say what heat is hot.
_TINY: Final = 1e-9  # Of the largest distance: what is worth less is worth nothing.


def disperse(
    distances: Floats, least: Ints, most: Ints, *, rng: np.random.Generator, spent: Spent
) -> Ints:
    """`distances` (n, n), symmetric, zero on its diagonal, none below zero, all finite; `least`,
    `most` (g,): how many people each circle may have → (n,): the circle of each.

    The maximally diverse grouping problem (Gallego et al. 2013). A step is a proposal: one person
    who looks at one other. Annealing by heat bath from a local optimum, and the best that was
    seen. For the sizes see dividing.py, for what people do exchanging.py. Many small circles hand
    people on instead, see handing.py: there a step is one person who looks at one circle.
    """
    search = _Search(distances, least, most, rng=rng, spent=spent)
    if _are_many_and_small(len(distances), least):
        search.hand_on(until=0.99)
    search.descend()
    hot = _heat_at_which_people_move(search.distances, search.seats, _MOVES_WHEN_HOT, rng)
    rounds = _rounds(len(distances))
    for number in range(1, rounds + 1):
        search.anneal(hot, hot / _COOLS, until=0.99 * number / rounds)
        search.descend()
    return search.best


def _are_many_and_small(people: int, least: Ints) -> bool:
    return len(least) >= _MANY and people <= _SMALL * len(least) and int(least.min()) > 0


def _rounds(people: int) -> int:
    return max(1, min(_MOST_ROUNDS, _PEOPLE_IN_ROUNDS // people))


class _Search:
    """Who sits where, how much of the budget is spent, and the best that was seen."""

    def __init__(
        self, distances: Floats, least: Ints, most: Ints, *, rng: np.random.Generator, spent: Spent
    ) -> None:
        people, circles = len(distances), len(least)
        # By a power of two, so that whole numbers stay as exact as they were.
        self.distances = np.ldexp(distances, -np.frexp(distances.max(initial=0.0))[1])
        self.least, self.most = least, most
        self.luck = rng.gumbel(size=LUCK + people + circles + 1)
        sizes = sizes_of_most_pairs(people, least, most)
        self.best = rng.permutation(np.repeat(np.arange(circles), sizes))
        self.seats = seats_of(self.distances, self.best, circles, lots_from(rng))
        self.best_worth = self.seats.worth
        self.next, self.at_once = 0, max(1, 10_000 // people)
        self.spent, self.taken, self.share = spent, 0, spent(0)

    def descend(self) -> None:
        """Until nobody finds anything better, or the budget is spent."""
        quiet = 0
        while self.share < 1 and quiet < len(self.distances):
            many = self.at_once
            quiet = 0 if self._look_around(0.0) else quiet + many
        if self.seats.worth > self.best_worth:
            self.best, self.best_worth = self.seats.circle_of.astype(np.int64), self.seats.worth

    def anneal(self, hot: float, cold: float, *, until: float) -> None:
        """Cools evenly on a scale of logarithms, from now until a share of the budget is spent."""
        begun = self.share
        while self.share < until:
            self._look_around(hot * (cold / hot) ** ((self.share - begun) / (until - begun)))

    def hand_on(self, *, until: float) -> None:
        while self.share < until:
            hand_on(self.distances, self.seats)
            self._count(len(self.least) ** 2)

    def _look_around(self, heat: float) -> int:
        """Lets some people look around; fewer if they take too much of the budget at once."""
        many = self.at_once
        moved = look_around(
            self.distances, self.seats, self.least, self.most, self.luck, heat, self.next, many
        )
        self.next = (self.next + many) % len(self.distances)
        before = self.share
        self._count(many * len(self.distances))
        if self.share - before < 0.001:
            self.at_once = min(2 * many, 10 * len(self.distances))
        elif self.share - before > 0.005:
            self.at_once = max(1, many // 2)
        return moved

    def _count(self, steps: int) -> None:
        self.taken += steps
        self.share = self.spent(self.taken)


def _heat_at_which_people_move(
    distances: Floats, seats: Seats, moves: float, rng: np.random.Generator
) -> float:
    """At which one person who looks around would swap with `moves` others on average."""
    asked = rng.choice(len(distances), min(_ASKED, len(distances)), replace=False)
    losses = _losses(distances, seats, asked)
    low, high = _TINY, float(len(distances))
    for _ in range(40):
        heat = float(np.sqrt(low * high))
        too_hot = np.exp(-losses / heat).sum() > moves * len(asked)
        low, high = (low, heat) if too_hot else (heat, high)
    return high


def _losses(distances: Floats, seats: Seats, asked: Ints) -> Floats:
    """By how much each swap of those who are asked makes it worse.

    Without those that are worth nothing: where distances are whole numbers there are many, and
    they would say that it is hot enough when all is frozen.
    """
    circle_of = seats.circle_of.astype(np.int64)
    to, back = seats.sums[circle_of[:, None], asked].T, seats.sums[circle_of[asked]]
    gains = to + back - seats.own[asked, None] - seats.own - 2 * distances[asked]
    elsewhere = circle_of[asked, None] != circle_of
    losses: Floats = -gains[elsewhere & (gains < -_TINY)]
    return losses
