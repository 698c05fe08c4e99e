import itertools

import numpy as np
import pytest

from heard.matching.core.blocks import cut, give
from heard.matching.core.lots import lots_from


def normals(people, features, seed=0):
    return np.random.default_rng(seed).normal(size=(people, features))


def lots(seed=1):
    return lots_from(np.random.default_rng(seed))


@pytest.mark.parametrize(("people", "most"), [(1, 5), (7, 7), (50, 7), (1_000, 64), (999, 1)])
def test_everyone_stands_in_one_block_that_is_not_too_large(people, most):
    order, order_of_circles, starts = cut(normals(people, 3), normals(people, 3, 2), most, lots())

    assert sorted(order) == sorted(order_of_circles) == list(range(people))
    assert starts[0] == 0 and starts[-1] == people
    assert np.diff(starts).min() >= 1 and np.diff(starts).max() <= most


def test_people_of_one_block_are_nearer_than_people_at_large():
    people = normals(2_000, 2)

    order, _, starts = cut(people, -people, 50, lots())

    parts = [people[order[a:b]] for a, b in itertools.pairwise(starts)]
    assert np.mean([part.var(axis=0).sum() for part in parts]) < 0.3 * people.var(axis=0).sum()


def test_people_who_are_all_alike_still_get_blocks():
    _, _, starts = cut(np.ones((300, 2)), np.ones((300, 2)), 40, lots())

    assert np.diff(starts).max() <= 40


def test_giving_people_back_to_their_own_circles_never_costs_more():
    people, circles = normals(500, 4), normals(500, 4, 2)
    order, _, starts = cut(people - circles, circles - people, 60, lots())
    to = np.arange(500)

    give(people, circles, (order, order, starts), (0, len(starts) - 1), to)

    assert sorted(to) == list(range(500))
    assert (people * circles[to]).sum() < (people * circles).sum()


def test_only_the_blocks_that_are_asked_for_are_given():
    people, circles = normals(100, 4), normals(100, 4, 2)
    near = cut(people, circles, 10, lots())
    to = np.full(100, -1)

    give(people, circles, near, (2, 4), to)

    assert np.flatnonzero(to >= 0).tolist() == sorted(near[0][near[2][2] : near[2][4]])
    assert sorted(to[to >= 0]) == sorted(near[1][near[2][2] : near[2][4]])
