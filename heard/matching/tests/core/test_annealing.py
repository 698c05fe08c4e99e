import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core.annealing import disperse
from heard.matching.core.budgets import Steps
from heard.matching.core.dividing import sizes_of_most_pairs
from heard.matching.core.exchanging import LUCK, look_around, seats_of
from heard.matching.core.handing import hand_on

ENOUGH = Steps(200_000)


def bounds(*pairs):
    least, most = np.array(pairs, dtype=np.int64).T
    return np.ascontiguousarray(least), np.ascontiguousarray(most)


def distances_of(people, *, seed=0, whole=False):
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, 4, (people, people)) if whole else rng.random((people, people))
    above = np.triu(drawn, 1).astype(float)
    return above + above.T


def pairs_inside(distances, circle_of):
    together = np.equal.outer(circle_of, circle_of)
    return distances[together].sum() / 2


def dispersed(distances, least, most, *, seed=0, spent=ENOUGH):
    return disperse(distances, least, most, rng=np.random.default_rng(seed), spent=spent)


def best_of_all(distances, least, most):
    seatings = itertools.product(range(len(least)), repeat=len(distances))
    allowed = (np.array(each) for each in seatings if fits(np.array(each), least, most))
    return max(pairs_inside(distances, each) for each in allowed)


def fits(circle_of, least, most):
    sizes = np.bincount(circle_of, minlength=len(least))
    return bool((sizes >= least).all() and (sizes <= most).all())


@st.composite
def matrices(draw):
    """A matrix with bounds that allow all its people to sit."""
    low_and_high = draw(
        st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=4)
    )
    least, most = bounds(*((low, low + more) for low, more in low_and_high))
    people = draw(st.integers(least.sum(), most.sum()))
    whole, seed = draw(st.booleans()), draw(st.integers(0, 99))
    return distances_of(people, seed=seed, whole=whole), least, most


@settings(max_examples=40, deadline=None)
@given(matrices(), st.sampled_from([0, 1, 5_000, 50_000]))
def test_every_circle_has_as_many_people_as_it_may(matrix, steps):
    distances, least, most = matrix

    circle_of = dispersed(distances, least, most, spent=Steps(max(1, steps)))

    assert len(circle_of) == len(distances)
    assert fits(circle_of, least, most)


@pytest.mark.parametrize(
    ("people", "sizes"),
    [
        (6, [(2, 2)] * 3),
        (8, [(4, 4)] * 2),
        (8, [(2, 4), (2, 4), (2, 3)]),
        (7, [(1, 5), (2, 6)]),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_of_a_few_people_it_finds_the_best_circles_there_are(people, sizes, whole):
    least, most = bounds(*sizes)
    distances = distances_of(people, seed=people, whole=whole)

    circle_of = dispersed(distances, least, most)

    assert pairs_inside(distances, circle_of) == pytest.approx(
        best_of_all(distances, least, most), rel=1e-12
    )


def test_sizes_follow_the_distances_where_a_large_circle_is_worth_little():
    # Four who are alike, and two pairs: one circle of six would hold the most pairs.
    distances = np.zeros((8, 8))
    distances[:4, 4:] = distances[4:, :4] = 1.0
    least, most = bounds((1, 7), (1, 7))

    circle_of = dispersed(distances, least, most)

    assert pairs_inside(distances, circle_of) == best_of_all(distances, least, most)


def test_the_same_seed_and_steps_give_the_same_circles():
    least, most = bounds(*[(4, 6)] * 8)
    distances = distances_of(40)

    first, second = (dispersed(distances, least, most, seed=5) for _ in range(2))

    assert first.tolist() == second.tolist()


def test_another_seed_gives_other_circles():
    least, most = bounds(*[(4, 6)] * 8)
    distances = distances_of(40)

    first, second = (dispersed(distances, least, most, seed=seed) for seed in (5, 6))

    assert first.tolist() != second.tolist()


def test_more_steps_give_a_larger_sum():
    least, most = bounds(*[(12, 12)] * 10)
    distances = distances_of(120)

    sums = [
        pairs_inside(distances, dispersed(distances, least, most, spent=Steps(steps)))
        for steps in (1, 100_000, 20_000_000)
    ]

    assert sums == sorted(set(sums))


def test_a_budget_that_is_spent_at_once_still_seats_everyone():
    least, most = bounds(*[(4, 6)] * 8)

    circle_of = dispersed(distances_of(40), least, most, spent=lambda taken: 1.0)

    assert fits(circle_of, least, most)


def test_it_never_takes_much_more_than_its_budget():
    least, most = bounds(*[(10, 14)] * 20)
    asked = []

    def spent(taken):
        asked.append(taken)
        return taken / 5_000_000

    dispersed(distances_of(240), least, most, spent=spent)

    assert asked[-1] < 1.05 * 5_000_000


def test_one_circle_holds_everyone():
    circle_of = dispersed(distances_of(6), *bounds((6, 6)))

    assert circle_of.tolist() == [0] * 6


@pytest.mark.parametrize("everywhere", [0.0, 1.0])
def test_where_all_are_equally_far_apart_any_circles_do(everywhere):
    least, most = bounds(*[(3, 5)] * 4)
    distances = everywhere * (1 - np.eye(16))

    circle_of = dispersed(distances, least, most)

    assert fits(circle_of, least, most)


@pytest.mark.parametrize("unit", [1e300, 1e-300, 5e-324])
def test_units_may_be_huge_or_tiny(unit):
    least, most = bounds(*[(2, 2)] * 4)
    distances = distances_of(8, whole=True)

    circle_of = dispersed(distances * unit, least, most)

    assert pairs_inside(distances, circle_of) == best_of_all(distances, least, most)


@settings(max_examples=40, deadline=None)
@given(matrices(), st.integers(0, 9))
def test_what_is_kept_while_people_look_around_equals_what_is_counted_anew(matrix, seed):
    distances, least, most = matrix
    seats = seats_at_random(distances, least, most, seed)

    look(distances, seats, least, most, heat=1.0)

    circle_of = seats.circle_of.astype(np.int64)
    anew = seats_of(distances, circle_of, len(least), seats.lots)
    assert seats.worth == pytest.approx(pairs_inside(distances, circle_of), abs=1e-9)
    assert seats.size.tolist() == anew.size.tolist()
    assert np.allclose(seats.sums, anew.sums, atol=1e-9)
    assert np.allclose(seats.own, anew.own, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(matrices(), st.integers(0, 9))
def test_without_heat_nobody_makes_it_worse(matrix, seed):
    distances, least, most = matrix
    seats = seats_at_random(distances, least, most, seed)
    before = seats.worth

    moved = look(distances, seats, least, most, heat=0.0)

    assert seats.worth > before if moved else seats.worth == before


@settings(max_examples=40, deadline=None)
@given(matrices(), st.integers(0, 9))
def test_handing_on_keeps_sizes_and_never_makes_it_worse(matrix, seed):
    distances, least, most = matrix
    seats = seats_at_random(distances, least, most, seed)
    sizes, before = seats.size.tolist(), seats.worth

    hand_on(distances, seats)

    circle_of = seats.circle_of.astype(np.int64)
    assert np.bincount(circle_of).tolist() == sizes
    assert seats.worth >= before - 1e-9
    assert seats.worth == pytest.approx(pairs_inside(distances, circle_of), abs=1e-9)


def test_many_small_circles_hand_on_until_nobody_sits_badly():
    least, most = bounds(*[(2, 2)] * 150)
    pairs = np.arange(300) // 2
    distances = 1.0 - np.equal.outer(pairs, pairs)

    circle_of = dispersed(distances, least, most)

    assert pairs_inside(distances, circle_of) == 150


def seats_at_random(distances, least, most, seed):
    rng = np.random.default_rng(seed)
    sizes = sizes_of_most_pairs(len(distances), least, most)
    circle_of = rng.permutation(np.repeat(np.arange(len(least)), sizes))
    return seats_of(distances, circle_of, len(least), np.array([7], dtype=np.uint64))


def look(distances, seats, least, most, *, heat):
    luck = np.random.default_rng(1).gumbel(size=LUCK + len(distances) + len(least) + 1)
    return look_around(distances, seats, least, most, luck, heat, 0, 3 * len(distances))


@given(matrices())
def test_sizes_hold_as_many_pairs_as_the_bounds_allow(matrix):
    distances, least, most = matrix
    ways = itertools.product(*(range(a, b + 1) for a, b in zip(least, most, strict=True)))
    allowed = [np.array(each) for each in ways if sum(each) == len(distances)]

    sizes = sizes_of_most_pairs(len(distances), least, most)

    assert sizes.sum() == len(distances)
    assert ((sizes >= least) & (sizes <= most)).all()
    assert (sizes**2).sum() == max((each**2).sum() for each in allowed)


def test_all_sizes_but_one_lie_on_a_bound():
    least, most = bounds((8, 16), (8, 16), (8, 16), (8, 16))

    sizes = sizes_of_most_pairs(45, least, most)

    assert sorted(sizes.tolist()) == [8, 8, 13, 16]
