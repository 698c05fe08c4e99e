"""Several rounds: nobody meets twice, and what one round lacked the next makes good."""

import numpy as np

from heard.matching.core import Problem, Sizes, match_rounds
from heard.matching.core.rounds import alone_in, pairs_of


def rounds_of(problem, rounds, seed=0):
    return match_rounds(problem, rounds, rng=np.random.default_rng(seed))


def features(n):
    return np.random.default_rng(n).normal(size=(n, 3))


def test_nobody_meets_anybody_twice():
    problem = Problem(features=features(60), sizes=Sizes(4, 6), met=np.array([[0, 1]]))

    each_round = [pairs_of(each.circle_of) for each in rounds_of(problem, 4)]
    met = np.sort(np.concatenate([*each_round, problem.met]), axis=1)
    assert len(np.unique(met, axis=0)) == len(met)


def test_whoever_had_no_place_comes_first_in_the_next_round():
    problem = Problem(features=features(13), sizes=Sizes(3, 3))

    waited = [set(each.without_place) for each in rounds_of(problem, 4)]
    assert all(len(each) == 1 for each in waited)
    assert len(set.union(*waited)) == 4


def test_being_alone_with_a_flag_is_not_always_the_lot_of_the_same_person():
    """Five with a flag in circles of two: one of them is alone each time."""
    flags = np.arange(12)[:, None] < 5
    problem = Problem(features=features(12), sizes=Sizes(2, 2), flags=flags)

    times = sum(alone_in(flags, each.circle_of) for each in rounds_of(problem, 3))
    assert times.max() == 1


def test_the_pairs_of_a_grouping_are_all_who_sit_together():
    pairs = pairs_of(np.array([0, 1, 0, -1, 0, 1]))

    assert sorted(map(tuple, pairs.tolist())) == [(0, 2), (0, 4), (1, 5), (2, 4)]


def test_the_same_seed_gives_the_same_rounds():
    problem = Problem(features=features(30), sizes=Sizes(4, 6))

    one, other = rounds_of(problem, 3, seed=2), rounds_of(problem, 3, seed=2)
    assert all(
        mine.circle_of.tolist() == theirs.circle_of.tolist()
        for mine, theirs in zip(one, other, strict=True)
    )
