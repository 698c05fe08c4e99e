import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core import bounds
from heard.matching.core.budgets import Steps
from heard.matching.core.layering import spread
from heard.matching.core.problems import Problem, Sizes


def normals(people, features, seed=0):
    return np.random.default_rng(seed).normal(size=(people, features))


def seated_by(features, sizes, *, seed=1, steps=3_000_000, objective="each"):
    return spread(
        features,
        np.asarray(sizes),
        rng=np.random.default_rng(seed),
        spent=Steps(steps),
        objective=objective,
    )


def difference(features, circle_of, objective="each"):
    problem = Problem(features=features, sizes=Sizes(2, 9), objective=objective)
    return bounds.difference(problem, circle_of)


def most_of_all(features, sizes, objective):
    """By trying every order of people."""
    seats = np.repeat(np.arange(len(sizes)), sizes)
    tried = {tuple(seats[list(order)]) for order in itertools.permutations(range(len(seats)))}
    return max(difference(features, np.array(each), objective) for each in tried)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 4), st.data())
def test_circles_have_exactly_the_sizes_that_were_asked_for(sizes, features, data):
    people = normals(sum(sizes), features)
    steps = data.draw(st.sampled_from([1, 20_000, 60_000]))

    circle_of = seated_by(people, sizes, steps=steps)

    assert np.bincount(circle_of, minlength=len(sizes)).tolist() == sizes


@pytest.mark.parametrize("objective", ["each", "sum"])
@pytest.mark.parametrize("sizes", [[2, 2, 2], [3, 4], [2, 2, 3], [4, 3]])
def test_few_people_are_seated_as_well_as_can_be(sizes, objective):
    people = normals(sum(sizes), 2, seed=5)

    circle_of = seated_by(people, sizes, objective=objective, steps=500_000)

    reached = difference(people, circle_of, objective)
    assert reached == pytest.approx(most_of_all(people, sizes, objective))


def test_the_same_seed_and_the_same_steps_seat_everyone_alike():
    people = normals(3_000, 6)

    first, second = (seated_by(people, [5] * 600) for _ in range(2))

    assert (first == second).all()


def test_more_steps_seat_people_better():
    people = normals(2_000, 8)

    reached = [
        difference(people, seated_by(people, [5] * 400, steps=steps))
        for steps in (100_000, 1_000_000, 10_000_000)
    ]

    assert reached == sorted(reached)


def test_a_search_without_any_budget_still_seats_people_far_better_than_chance():
    people = normals(2_000, 8)
    problem = Problem(features=people, sizes=Sizes(5, 5))

    circle_of = seated_by(people, [5] * 400, steps=1)

    assert bounds.share(problem, circle_of) > 0.94
    assert bounds.share_by_chance(problem, circle_of) < 0.81


@pytest.mark.parametrize("objective", ["each", "sum"])
def test_an_end_in_the_middle_of_a_sweep_leaves_everyone_seated(objective):
    people = normals(3_000, 4)
    sizes = [6] * 150 + [5] * 240 + [4] * 225

    reached = []
    for steps in (300_000, 500_000, 700_000):
        circle_of = seated_by(people, sizes, steps=steps, objective=objective)
        assert np.bincount(circle_of).tolist() == sizes
        reached.append(difference(people, circle_of, objective))

    assert min(reached) > 0.9 * max(reached)


def test_small_circles_are_not_worth_less_than_large_ones():
    people = normals(1_500, 10)
    sizes = [4] * 100 + [5] * 100 + [6] * 100
    problem = Problem(features=people, sizes=Sizes(4, 6))

    circle_of = seated_by(people, sizes, steps=20_000_000)

    means = bounds.circle_differences(problem, circle_of).reshape(3, 100).mean(axis=1)
    assert bounds.share(problem, circle_of) > 0.97
    assert means.min() > bounds.mean_difference(problem)


@pytest.mark.parametrize(
    "people",
    [
        np.ones((40, 3)),
        np.zeros((40, 0)),
        normals(40, 1),
        np.vstack([normals(39, 3), np.full((1, 3), 1e150)]),
        np.vstack([normals(38, 3), np.full((1, 3), 1e150), np.full((1, 3), -1e150)]),
        normals(40, 3) * 1e-150,
        normals(40, 3) + 1e9,
    ],
    ids=["all alike", "no answers", "one answer", "far away", "two ends", "tiny", "far off centre"],
)
def test_unusual_answers_do_not_keep_people_from_being_seated(people):
    circle_of = seated_by(people, [4] * 10, steps=300_000)

    assert np.bincount(circle_of).tolist() == [4] * 10


def test_people_who_answered_alike_are_parted_where_others_did_not():
    people = np.array([[0.0], [0.0], [10.0], [10.0]])

    circle_of = seated_by(people, [2, 2], steps=50_000)

    assert circle_of[0] != circle_of[1] and circle_of[2] != circle_of[3]


def test_one_circle_holds_everyone():
    circle_of = seated_by(normals(5, 3), [5])

    assert circle_of.tolist() == [0] * 5


def test_nobody_sits_nowhere():
    circle_of = seated_by(np.zeros((0, 3)), np.zeros(0, np.int64))

    assert circle_of.shape == (0,)
