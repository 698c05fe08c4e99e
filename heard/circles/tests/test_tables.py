"""One group at several tables."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heard.circles.core.tables import table_sizes

sizes = st.tuples(st.integers(2, 8), st.integers(2, 8), st.integers(2, 8)).map(sorted)


def test_fourteen_people_sit_at_five_five_and_four():
    assert table_sizes(14, smallest=3, ideal=4, largest=6) == (5, 5, 4)


@pytest.mark.parametrize(
    ("people", "expected"), [(3, (3,)), (5, (5,)), (8, (4, 4)), (9, (5, 4)), (12, (4, 4, 4))]
)
def test_tables_stay_near_the_ideal(people, expected):
    assert table_sizes(people, smallest=3, ideal=4, largest=6) == expected


@given(st.integers(1, 200), sizes)
def test_everyone_sits_at_tables_that_fit_and_differ_by_one_at_most(people, size):
    smallest, ideal, largest = size
    try:
        tables = table_sizes(people, smallest=smallest, ideal=ideal, largest=largest)
    except ValueError:
        assume(False)

    assert sum(tables) == people
    assert max(tables) - min(tables) <= 1
    assert smallest <= min(tables)
    assert max(tables) <= largest
    assert tables == tuple(sorted(tables, reverse=True))


def test_five_people_cannot_sit_in_pairs():
    with pytest.raises(ValueError, match="5 people do not fit"):
        table_sizes(5, smallest=2, ideal=2, largest=2)
