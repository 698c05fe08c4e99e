import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from heard.matching.core.assignments import assign


def least_cost_of_all(costs):
    """By trying every permutation; infinite if each has a forbidden entry."""
    rows = range(len(costs))
    return min(
        sum(costs[row][row_to] for row, row_to in zip(rows, order, strict=True))
        for order in itertools.permutations(rows)
    )


def cost_of(costs, columns):
    return costs[np.arange(len(costs)), columns].sum()


def square(entries, most=6):
    return st.integers(1, most).flatmap(
        lambda size: arrays.arrays(np.float64, (size, size), elements=entries)
    )


FEW_VALUES = st.integers(-3, 3).map(float)
ANY_VALUE = st.floats(-1e150, 1e150)
SOME_FORBIDDEN = st.one_of(FEW_VALUES, st.just(np.inf))


@settings(deadline=None)
@given(square(st.one_of(FEW_VALUES, ANY_VALUE)))
def test_no_other_assignment_costs_less(costs):
    columns = assign(costs)

    assert sorted(columns) == list(range(len(costs)))
    near = np.abs(costs).sum() * 1e-12
    assert cost_of(costs, columns) <= least_cost_of_all(costs) + near


@settings(max_examples=400, deadline=None)
@given(square(SOME_FORBIDDEN))
def test_a_forbidden_entry_is_never_taken(costs):
    least = least_cost_of_all(costs)

    columns = assign(costs)

    if least == np.inf:
        assert (columns == -1).all()
    else:
        assert sorted(columns) == list(range(len(costs)))
        assert cost_of(costs, columns) == least


@pytest.mark.parametrize("size", [64, 200])
@pytest.mark.parametrize("features", [1, 2, 20])
def test_a_large_assignment_is_proved_by_prices_of_its_columns(size, features):
    rng = np.random.default_rng(size + features)
    costs = rng.normal(size=(size, features)) @ rng.normal(size=(features, size))

    columns = assign(costs)

    assert cost_of(costs, columns) == pytest.approx(highest_proof(costs, columns))


def highest_proof(costs, columns):
    """What no assignment costs less than: prices of columns, plus the least that each row pays.

    The prices are path lengths between columns of the assignment (Bellman-Ford); they settle only
    if no exchange along a cycle is cheaper.
    """
    more = costs - costs[np.arange(len(costs)), columns][:, None]
    prices = np.zeros(len(costs))
    for _ in costs:
        prices = np.minimum(prices, (prices[columns][:, None] + more).min(axis=0))
    return prices.sum() + (costs - prices).min(axis=1).sum()


def test_equal_costs_end_in_some_assignment():
    columns = assign(np.zeros((50, 50)))

    assert sorted(columns) == list(range(50))


def test_rows_that_want_the_same_two_columns_leave_none_for_a_third():
    costs = np.array([[0.0, 0.0, np.inf]] * 3)

    columns = assign(costs)

    assert (columns == -1).all()


def test_a_column_that_nobody_may_take_leaves_no_assignment():
    costs = np.array([[0.0, np.inf], [0.0, np.inf]])

    columns = assign(costs)

    assert (columns == -1).all()


def test_nobody_takes_nothing():
    columns = assign(np.zeros((0, 0)))

    assert columns.shape == (0,)


def test_the_same_costs_are_always_answered_alike():
    costs = np.random.default_rng(3).integers(0, 4, size=(80, 80)).astype(np.float64)

    first, second = assign(costs), assign(costs)

    assert (first == second).all()
