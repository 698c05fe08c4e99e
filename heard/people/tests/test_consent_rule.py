"""Which line of the ledger holds: by properties, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.people.core.consents import Line, holds, is_standing, line_that_counts, moment_after

# A busy machine is slow, not wrong.
unhurried = settings(deadline=None)
START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def line(*, is_given, minute=0, version=1, person_id=None):
    return Line(
        person_id=person_id,
        seat_id=None,
        purpose="sitting",
        scope="circle:1",
        version=version,
        text_hash="",
        language="en",
        is_given=is_given,
        how="page",
        at=START + timedelta(minutes=minute),
    )


LINES = st.lists(
    st.builds(
        line,
        is_given=st.booleans(),
        minute=st.integers(0, 5),
        version=st.integers(1, 3),
        person_id=st.sampled_from([None, 1, 2]),
    ),
    max_size=8,
)


@pytest.mark.parametrize("other", [None, 1])
def test_of_two_who_agreed_at_the_same_moment_the_same_one_counts_whoever_is_read_first(other):
    both = [line(is_given=True, person_id=2), line(is_given=True, person_id=other)]

    assert [line_that_counts(lines).person_id for lines in (both, both[::-1])] == [2, 2]


def test_nobody_and_the_first_person_are_two():
    both = [line(is_given=True, person_id=None), line(is_given=True, person_id=1)]

    assert [line_that_counts(lines).person_id for lines in (both, both[::-1])] == [1, 1]


def test_where_nothing_was_given_what_was_taken_back_last_is_shown():
    lines = [line(is_given=False, minute=minute) for minute in (3, 5, 1)]

    assert line_that_counts(lines) == lines[1]
    assert line_that_counts([]) is None


def test_a_line_is_told_a_millionth_of_a_second_after_the_last_one():
    last = line(is_given=True, minute=2)

    assert moment_after([last], START) == last.at + timedelta(microseconds=1)


def test_nobody_has_agreed_to_what_was_never_asked():
    assert not holds([], newest=1)
    assert not is_standing([])


@unhurried
@given(LINES, st.randoms())
def test_the_order_in_which_lines_are_read_changes_nothing(lines, rng):
    shuffled = rng.sample(lines, len(lines))

    assert holds(shuffled, newest=2) == holds(lines, newest=2)
    assert is_standing(shuffled) == is_standing(lines)


@unhurried
@given(LINES)
def test_taking_back_after_everything_ends_it(lines):
    holder = line_that_counts(lines)
    after = line(is_given=False, minute=9, person_id=holder.person_id if holder else None)

    assert not is_standing([*lines, after])
    assert not holds([*lines, after], newest=1)


@unhurried
@given(LINES, st.integers(1, 3))
def test_agreeing_after_everything_holds_for_those_words_and_older_ones(lines, version):
    after = line(is_given=True, minute=9, version=version)

    assert holds([*lines, after], newest=version)
    assert not holds([*lines, after], newest=version + 1)
    assert is_standing([*lines, after])


@unhurried
@given(LINES)
def test_what_an_earlier_holder_of_a_seat_takes_back_is_not_taken_from_the_next(lines):
    earlier = [one for one in lines if one.person_id != 7]
    mine = line(is_given=True, minute=9, person_id=7)
    theirs = line(is_given=False, minute=10, person_id=2)

    assert is_standing([*earlier, mine, theirs])


@unhurried
@given(LINES)
def test_what_holds_for_new_words_stands_too(lines):
    assert is_standing(lines) or not holds(lines, newest=1)


def test_of_two_lines_at_the_same_moment_the_one_that_takes_back_counts():
    both = [line(is_given=False), line(is_given=True)]

    assert not is_standing(both)


@unhurried
@given(LINES, st.integers(-10, 10))
def test_a_clock_that_was_set_back_puts_no_line_before_another(lines, minute):
    moment = moment_after(lines, START + timedelta(minutes=minute))

    assert all(moment > one.at for one in lines)
    assert moment >= START + timedelta(minutes=minute)
