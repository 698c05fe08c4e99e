"""How much a report weighs, and when enough is enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.care.core.weights import LEAST, is_too_many, weight_of


@pytest.mark.parametrize(
    ("outcomes", "weight"),
    [
        ([], 1.0),
        ([False, False], 1.0),
        ([False] * 3, 0.5),
        ([False] * 4, 0.25),
        ([False] * 100, LEAST),
        ([True, False, False, False], 1.0),
    ],
)
def test_a_report_weighs_half_for_each_that_came_to_nothing_beyond_two(outcomes, weight):
    assert weight_of(outcomes) == weight


@given(st.lists(st.booleans(), max_size=60))
def test_no_report_weighs_nothing_and_none_more_than_one(outcomes):
    assert LEAST <= weight_of(outcomes) <= 1.0


@given(st.lists(st.booleans(), max_size=40))
def test_to_have_been_right_never_makes_a_report_lighter(outcomes):
    assert weight_of([*outcomes, True]) >= weight_of(outcomes)


@pytest.mark.parametrize(
    ("from_seat", "from_person", "too_many"),
    [(0, 0, False), (4, 9, False), (5, 5, True), (0, 10, True)],
)
def test_a_seat_tells_five_things_a_day_and_a_person_ten(from_seat, from_person, too_many):
    assert is_too_many(from_seat=from_seat, from_person=from_person) is too_many
