"""Small groupings drawn by Hypothesis, and their differences added up by hand."""

from itertools import combinations
from typing import Literal

import numpy as np
from hypothesis import strategies as st

from heard.matching.core import Problem, Sizes
from heard.matching.core.arrays import Ints


@st.composite
def groupings(draw: st.DrawFn) -> Ints:
    """Up to four circles of two to five, and up to three people without a place."""
    sizes = draw(st.lists(st.integers(2, 5), min_size=1, max_size=4))
    seats = [circle for circle, size in enumerate(sizes) for _ in range(size)]
    seats += [-1] * draw(st.integers(0, 3))
    return np.array(draw(st.permutations(seats)), dtype=np.int64)


@st.composite
def measured(draw: st.DrawFn) -> tuple[Problem, Ints]:
    """A problem of features or of distances, with a grouping of its people."""
    circle_of = draw(groupings())
    n = len(circle_of)
    objective: Literal["each", "sum"] = draw(st.sampled_from(("each", "sum")))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    if draw(st.booleans()):
        features = rng.integers(-9, 10, size=(n, 2)) / 7
        return Problem(sizes=Sizes(2, 5), features=features, objective=objective), circle_of
    upper = np.triu(rng.integers(0, 10, size=(n, n)) / 7, 1)
    return Problem(sizes=Sizes(2, 5), distances=upper + upper.T, objective=objective), circle_of


def between(problem: Problem, one: int, other: int) -> float:
    if problem.distances is not None:
        return float(problem.distances[one, other])
    assert problem.features is not None
    pair = zip(problem.features[one].tolist(), problem.features[other].tolist(), strict=True)
    return float(sum((mine - theirs) ** 2 for mine, theirs in pair))


def members(circle_of: Ints) -> list[list[int]]:
    seats = circle_of.tolist()
    return [
        [person for person, seat in enumerate(seats) if seat == circle]
        for circle in range(max(seats) + 1)
    ]


def pair_sum(problem: Problem, people: list[int]) -> float:
    return sum(between(problem, *pair) for pair in combinations(people, 2))


def objective(problem: Problem, circle_of: Ints) -> float:
    circles = members(circle_of)
    if problem.objective == "sum":
        return sum(pair_sum(problem, people) for people in circles)
    return sum(pair_sum(problem, people) / (len(people) - 1) for people in circles)
