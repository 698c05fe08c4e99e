"""Seating under rules: nothing is bent, as many as can have a place, and wishes count."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core import NoPlace, Problem, Sizes, Steps, Wishes, broken_rules
from heard.matching.core.seating import seat


def seated(problem, seed=0, spent=None):
    return seat(problem, rng=np.random.default_rng(seed), spent=spent)


def circles(problem, seed=0):
    where = seated(problem, seed).circle_of
    return {frozenset(np.flatnonzero(where == circle).tolist()) for circle in range(max(where) + 1)}


def people(n, **rules):
    """Who differ by chance, in circles of two unless said otherwise."""
    features = np.random.default_rng(n).normal(size=(n, 3))
    given: dict[str, Any] = {"features": features, "sizes": Sizes(2, 2)} | rules
    return Problem(**given)


def marks(*rows):
    return np.array([[sign == "x" for sign in row] for row in rows])


@st.composite
def problems(draw):
    """Any mixture of rules and wishes for up to thirty people."""
    n, rng = draw(st.integers(4, 30)), np.random.default_rng(draw(st.integers(0, 2**32)))
    least = draw(st.integers(2, 4))
    share = draw(st.sampled_from([0.2, 0.5, 0.9]))

    def pairs():
        drawn = rng.integers(n, size=(n // 2, 2))
        return drawn[drawn[:, 0] != drawn[:, 1]]

    makers = {
        "slots": lambda: rng.random((n, draw(st.sampled_from([1, 5, 70])))) < share,
        "languages": lambda: rng.random((n, 3)) < 0.6,
        "age_bands": lambda: rng.integers(0, 2, n),
        "facilitates": lambda: rng.random(n) < share,
        "apart": pairs,
        "met": pairs,
        "pins": lambda: np.where(rng.random(n) < 0.4, rng.permutation(n) // 2, -1),
        "flags": lambda: rng.random((n, 2)) < 0.3,
        "common": lambda: rng.random((n, 4)) < 0.5,
    }
    wanted = draw(st.sets(st.sampled_from(sorted(makers))))
    features = rng.normal(size=(n, 3))
    distances = np.square(features[:, None] - features[None]).sum(2)
    given = {"features": features} if draw(st.booleans()) else {"distances": distances}
    return Problem(
        sizes=Sizes(least, least + draw(st.integers(0, 2))),
        objective=draw(st.sampled_from(["each", "sum"])),
        **given,
        **{name: makers[name]() for name in sorted(wanted)},
    )


@settings(deadline=None)  # The first one may compile.
@given(problems(), st.integers(0, 2**32))
def test_no_rule_is_ever_broken_and_whoever_waits_is_told_why(problem, seed):
    grouping = seated(problem, seed)

    assert not broken_rules(problem, grouping.circle_of)
    assert set(grouping.without_place) == set(np.flatnonzero(grouping.circle_of < 0))


@settings(deadline=None)  # The first one may compile.
@given(problems())
def test_a_budget_that_is_spent_at_once_still_gives_a_valid_grouping(problem):
    grouping = seated(problem, spent=lambda _: 1.0)

    assert not broken_rules(problem, grouping.circle_of)


@settings(deadline=None)  # The first one may compile.
@given(problems(), st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_grouping(problem, seed):
    one, other = seated(problem, seed), seated(problem, seed)

    assert one.circle_of.tolist() == other.circle_of.tolist()


def test_people_who_share_no_slot_never_sit_together():
    problem = people(4, slots=marks("x-", "-x", "x-", "-x"))

    assert circles(problem) == {frozenset((0, 2)), frozenset((1, 3))}


def test_the_last_of_many_slots_counts_like_the_first():
    slots = np.zeros((4, 130), np.bool_)
    slots[[0, 3], 129], slots[[1, 2], 64] = True, True

    assert circles(people(4, slots=slots)) == {frozenset((0, 3)), frozenset((1, 2))}


def test_everyone_in_a_circle_shares_one_language_not_just_two_by_two():
    problem = people(3, sizes=Sizes(3, 3), languages=marks("xx-", "-xx", "x-x"))

    assert set(seated(problem).circle_of) == {-1}


def test_age_bands_never_mix():
    problem = people(4, age_bands=np.array([1, 0, 0, 1]))

    assert circles(problem) == {frozenset((0, 3)), frozenset((1, 2))}


def test_each_circle_has_somebody_who_can_facilitate():
    problem = people(4, facilitates=np.array([True, True, False, False]))

    where = seated(problem).circle_of
    assert where[0] != where[1] and set(where) == {0, 1}


def test_blocks_and_partings_leave_the_only_grouping_that_keeps_them():
    allowed = {frozenset((0, 5)), frozenset((1, 4)), frozenset((2, 3))}
    apart = [pair for pair in combinations(range(6), 2) if frozenset(pair) not in allowed]

    assert circles(people(6, apart=np.array(apart))) == allowed


def test_people_who_have_met_do_not_meet_again():
    problem = people(4, met=np.array([[0, 1], [2, 3], [0, 2], [3, 1]]))

    assert circles(problem) == {frozenset((0, 3)), frozenset((1, 2))}


def test_people_with_one_pin_sit_together():
    pins = np.array([7, -1, -1, 7, -1, -1])

    where = seated(people(6, sizes=Sizes(3, 3), pins=pins)).circle_of
    assert where[0] == where[3] >= 0 and (where >= 0).all()


def test_people_whose_pin_cannot_be_kept_are_all_without_a_place():
    pins, bands = np.array([0, 0, -1, -1, -1, -1]), np.array([0, 1, 0, 0, 1, 1])
    problem = people(6, sizes=Sizes(2, 3), pins=pins, age_bands=bands)

    where = seated(problem).circle_of
    assert where[:2].tolist() == [-1, -1] and (where[2:] >= 0).all()


def test_as_many_as_possible_have_a_place_even_where_that_means_smaller_circles():
    grouping = seated(people(9, sizes=Sizes(4, 6)))

    assert sorted(np.bincount(grouping.circle_of)) == [4, 5]


def test_sizes_stay_as_even_as_they_can():
    grouping = seated(people(50, sizes=Sizes(4, 6)))

    assert np.bincount(grouping.circle_of).tolist() == [5] * 10


def test_the_search_finds_the_most_different_circles():
    features = np.array([[0.0], [0.1], [9.0], [9.1]])
    problem = Problem(features=features, sizes=Sizes(2, 2))

    assert circles(problem) in (
        {frozenset((0, 2)), frozenset((1, 3))},
        {frozenset((0, 3)), frozenset((1, 2))},
    )


@pytest.mark.parametrize("lone", [0.0, 3.0])
def test_nobody_is_left_alone_with_a_flag_once_that_weighs_enough(lone):
    """Who has the flag is far from all others, so difference alone would spread them."""
    flags = np.zeros((20, 1), np.bool_)
    flags[:4] = True
    features = np.random.default_rng(3).normal(size=(20, 2)) + 6 * flags
    problem = Problem(features=features, sizes=Sizes(5, 5), flags=flags, wishes=Wishes(lone=lone))

    where = seated(problem).circle_of
    alone = (np.bincount(where, flags[:, 0]) == 1).sum()
    assert alone == (0 if lone else 4)


@pytest.mark.parametrize("weight", [0.0, 5.0])
def test_circles_have_something_in_common_once_that_weighs_enough(weight):
    """Half love music and sit at one end, half love football: difference alone mixes them."""
    loves = np.repeat([[True, False], [False, True]], 8, axis=0)
    features = np.random.default_rng(3).normal(size=(16, 1)) + 9.0 * loves[:, :1]
    problem = Problem(
        features=features, sizes=Sizes(2, 2), common=loves, wishes=Wishes(common=weight, worst=0)
    )

    where = seated(problem).circle_of
    mixed = sum(len(set(loves[where == circle, 0])) == 2 for circle in range(8))
    assert mixed == (0 if weight else 8)


def test_the_worst_circle_is_lifted_once_it_weighs_enough():
    problem = people(40, sizes=Sizes(4, 4), facilitates=np.arange(40) % 4 == 0)

    def worst(weight):
        wishes = Wishes(worst=weight, floor=1.2)
        where = seated(people(40, sizes=Sizes(4, 4), wishes=wishes)).circle_of
        return min(difference_in(problem.features[where == circle]) for circle in range(10))

    assert worst(20.0) > worst(0.0)


def difference_in(features):
    return np.square(features[:, None] - features[None]).sum()


def test_where_everyone_is_identical_everyone_still_has_a_place():
    grouping = seated(Problem(features=np.ones((10, 2)), sizes=Sizes(5, 5)))

    assert (grouping.circle_of >= 0).all()


def test_whoever_named_no_slot_or_no_language_is_told_so():
    slots, languages = marks("x", "x", "-", "x"), marks("x", "x", "x", "-")
    grouping = seated(people(4, slots=slots, languages=languages))

    assert grouping.without_place == {2: NoPlace.NO_SLOT, 3: NoPlace.NO_LANGUAGE}


def test_where_nobody_shares_a_slot_there_are_too_few_of_each():
    grouping = seated(people(3, slots=np.eye(3, dtype=np.bool_)))

    assert set(grouping.without_place.values()) == {NoPlace.TOO_FEW_LIKE_THEM}


def test_without_anybody_to_facilitate_that_is_the_reason():
    grouping = seated(people(4, facilitates=np.zeros(4, np.bool_)))

    assert set(grouping.without_place.values()) == {NoPlace.NO_FACILITATOR}


def test_who_is_left_over_is_told_that_no_circle_fits():
    grouping = seated(people(5))

    assert list(grouping.without_place.values()) == [NoPlace.NO_CIRCLE_FITS]


def test_more_steps_never_seat_fewer():
    slots = np.random.default_rng(1).random((300, 40)) < 0.06
    problem = people(300, sizes=Sizes(5, 5), slots=slots)

    early, late = (seated(problem, spent=Steps(steps)) for steps in (1, 300_000))
    assert len(late.without_place) <= len(early.without_place)
    assert not broken_rules(problem, late.circle_of)
