"""The objective, what bounds it, and what chance would give."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core import Problem, Sizes
from heard.matching.core.arrays import Ints
from heard.matching.core.bounds import (
    bound,
    circle_differences,
    difference,
    differences_inside,
    expected_by_chance,
    mean_difference,
    share,
    share_by_chance,
)
from heard.matching.tests.core.groupings import between, measured, members, objective, pair_sum


@given(measured())
@settings(max_examples=60, deadline=None)
def test_the_difference_is_what_the_pairs_add_up_to(drawn: tuple[Problem, Ints]) -> None:
    problem, circle_of = drawn

    assert difference(problem, circle_of) == pytest.approx(objective(problem, circle_of))


@given(measured(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_no_grouping_of_the_same_sizes_passes_the_bound(drawn, random) -> None:
    problem, circle_of = drawn
    placed = np.flatnonzero(circle_of >= 0).tolist()
    other = circle_of.copy()
    other[random.sample(placed, len(placed))] = circle_of[placed]

    reached = objective(problem, other)

    assert reached <= bound(problem, circle_of) * (1 + 1e-9) + 1e-9
    assert bound(problem, other) == pytest.approx(bound(problem, circle_of))


@given(measured())
@settings(max_examples=20, deadline=None)
def test_chance_is_the_mean_over_all_groupings(drawn) -> None:
    problem, circle_of = drawn
    placed = np.flatnonzero(circle_of >= 0)[:5]
    seats = np.arange(len(placed)) % (len(placed) // 2)
    few = np.full(len(circle_of), -1)
    few[placed] = seats

    total, count = 0.0, 0
    for order in permutations(placed.tolist()):
        few[list(order)] = seats
        total, count = total + objective(problem, few), count + 1

    assert expected_by_chance(problem, few) == pytest.approx(total / count)


@given(measured())
@settings(max_examples=60, deadline=None)
def test_each_circle_has_the_mean_difference_of_its_pairs(drawn: tuple[Problem, Ints]) -> None:
    problem, circle_of = drawn

    told = circle_differences(problem, circle_of)

    circles = members(circle_of)
    means = [pair_sum(problem, each) / (len(each) * (len(each) - 1) / 2) for each in circles]
    assert told == pytest.approx(np.array(means))


@given(measured())
@settings(max_examples=60, deadline=None)
def test_each_two_of_a_circle_are_as_different_as_they_are(drawn: tuple[Problem, Ints]) -> None:
    problem, circle_of = drawn

    for circles, people, apart in differences_inside(problem, circle_of):
        for circle, mine, theirs in zip(circles, people.tolist(), apart, strict=True):
            assert mine == members(circle_of)[circle]
            naive = [[between(problem, one, other) for other in mine] for one in mine]
            assert theirs == pytest.approx(np.array(naive), abs=1e-9)


@given(measured())
@settings(max_examples=60, deadline=None)
def test_the_mean_difference_is_that_of_all_pairs(drawn: tuple[Problem, Ints]) -> None:
    problem, _ = drawn
    n = problem.people

    pairs = pair_sum(problem, list(range(n))) / (n * (n - 1) / 2)

    assert mean_difference(problem) == pytest.approx(pairs)


def test_circles_that_all_have_the_same_mean_reach_the_bound() -> None:
    features = np.array([[1.0], [-1.0], [3.0], [-3.0]])
    problem = Problem(sizes=Sizes(2, 2), features=features)

    assert share(problem, np.array([0, 0, 1, 1])) == 1.0
    assert share(problem, np.array([0, 1, 1, 0])) < 1.0


def test_larger_coefficients_go_to_who_is_farther_from_the_middle() -> None:
    """Squares to the middle 0: 16, 16, 1, 1, 0; a pair counts twice, a circle of three 1.5."""
    features = np.array([[4.0], [-4.0], [1.0], [-1.0], [0.0]])
    problem = Problem(sizes=Sizes(2, 3), features=features)

    assert bound(problem, np.array([0, 0, 1, 1, 1])) == pytest.approx(2 * 32 + 1.5 * 2)
    assert bound(problem, np.array([1, 1, 1, 0, 0])) == pytest.approx(2 * 32 + 1.5 * 2)


def test_a_chance_grouping_has_one_part_in_its_size_less_than_the_bound() -> None:
    rng = np.random.default_rng(5)
    problem = Problem(sizes=Sizes(5, 5), features=rng.normal(size=(100, 3)))

    by_chance = share_by_chance(problem, np.arange(100) % 20)

    assert by_chance == pytest.approx((1 - 1 / 5) * 100 / 99)


@pytest.mark.parametrize("size", [1e-150, 1.0, 1e150])
def test_tiny_and_huge_answers_have_the_same_share(size: float) -> None:
    rng = np.random.default_rng(5)
    answers, circle_of = rng.uniform(-1, 1, size=(20, 3)), np.arange(20) % 4

    scaled = Problem(sizes=Sizes(5, 5), features=answers * size)

    plain = Problem(sizes=Sizes(5, 5), features=answers)
    assert share(scaled, circle_of) == pytest.approx(share(plain, circle_of))
    assert np.isfinite(bound(scaled, circle_of))


def test_a_large_offset_costs_no_digits() -> None:
    answers, circle_of = np.arange(12.0).reshape(6, 2), np.arange(6) % 2

    moved = Problem(sizes=Sizes(3, 3), features=answers + 2.0**40)

    plain = Problem(sizes=Sizes(3, 3), features=answers)
    assert difference(moved, circle_of) == difference(plain, circle_of)


def test_where_all_are_alike_nothing_more_could_be_had() -> None:
    problem = Problem(sizes=Sizes(3, 3), features=np.full((6, 2), 0.1))

    assert difference(problem, np.arange(6) % 2) == 0.0
    assert share(problem, np.arange(6) % 2) == 1.0


def test_where_nobody_has_a_place_there_is_no_difference() -> None:
    problem = Problem(sizes=Sizes(3, 3), features=np.arange(6.0).reshape(6, 1))
    nowhere = np.full(6, -1)

    assert (difference(problem, nowhere), bound(problem, nowhere)) == (0.0, 0.0)
    assert (share(problem, nowhere), expected_by_chance(problem, nowhere)) == (0.0, 0.0)
    assert circle_differences(problem, nowhere).shape == (0,)
