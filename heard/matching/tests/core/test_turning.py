"""Rounds without repeats in closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.matching.core import Problem, Sizes, match_rounds
from heard.matching.core.rounds import pairs_of
from heard.matching.core.turning import rounds_in_turns


def problem_of(n, least, most, **rules):
    features = np.random.default_rng(n).normal(size=(n, 2))
    return Problem(features=features, sizes=Sizes(least, most), **rules)


def turns(problem, circle_of, rounds):
    return rounds_in_turns(problem, circle_of, rounds, np.random.default_rng(0))


@given(st.sampled_from([2, 3, 5, 7, 11]), st.data())
def test_nobody_meets_twice_in_a_prime_number_of_circles(circles, data):
    size = data.draw(st.integers(2, min(circles, 7)))
    circle_of = np.repeat(np.arange(circles), size)

    rounds = turns(problem_of(len(circle_of), size, size), circle_of, circles)

    assert len(rounds) == circles
    assert_nobody_meets_twice(rounds)


@given(st.sampled_from([5, 7, 11]), st.integers(1, 4))
def test_circles_may_differ_in_size_by_one(circles, smaller):
    circle_of = np.repeat(np.arange(circles), [5 - (each < smaller) for each in range(circles)])

    rounds = turns(problem_of(len(circle_of), 2, 5), circle_of, circles)

    assert len(rounds) == circles
    assert_nobody_meets_twice(rounds)


def test_the_first_round_stays_as_it_was():
    circle_of = np.repeat(np.arange(5), 5)

    first, *others = turns(problem_of(25, 5, 5), circle_of, 4)

    assert first.tolist() == circle_of.tolist()
    assert len(others) == 3


@pytest.mark.parametrize("circles", [1, 4, 6, 9])
def test_a_number_of_circles_that_is_not_prime_has_no_closed_form_here(circles):
    circle_of = np.repeat(np.arange(circles), 2)

    assert turns(problem_of(2 * circles, 2, 2), circle_of, 2) == []


def test_where_a_rule_must_hold_there_is_no_closed_form():
    circle_of = np.repeat(np.arange(5), 5)
    problem = problem_of(25, 5, 5, facilitates=np.ones(25, np.bool_))

    assert turns(problem, circle_of, 2) == []


@pytest.mark.parametrize(
    ("people", "size", "rounds"), [(9, 3, 4), (25, 5, 6), (49, 7, 8), (20, 4, 5), (32, 4, 6)]
)
def test_a_closed_group_meets_for_many_rounds_with_everyone_in_them(people, size, rounds):
    """9 in threes, 25 in fives, 49 in sevens: nobody can meet for more rounds than these."""
    found = match_rounds(problem_of(people, size, size), rounds, rng=np.random.default_rng(1))

    assert [len(each.without_place) for each in found] == [0] * rounds
    assert_nobody_meets_twice([each.circle_of for each in found])


def assert_nobody_meets_twice(rounds):
    met = [tuple(sorted(pair)) for each in rounds for pair in pairs_of(each).tolist()]
    assert len(set(met)) == len(met)
