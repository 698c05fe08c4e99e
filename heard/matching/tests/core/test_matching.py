"""The door of the engine: every result is checked, whichever search found it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core import Problem, Sizes, broken_rules, match, matching
from heard.matching.core.groupings import Grouping


def matched(problem, seed=0, spent=None):
    return match(problem, rng=np.random.default_rng(seed), spent=spent)


def free(n, *, matrix, objective, sizes):
    """Without any rule."""
    features = np.random.default_rng(n).normal(size=(n, 4))
    if matrix:
        distances = np.square(features[:, None] - features[None]).sum(2)
        return Problem(distances=distances, objective=objective, sizes=sizes)
    return Problem(features=features, objective=objective, sizes=sizes)


@settings(deadline=None)  # The first one may compile.
@given(st.integers(6, 60), st.booleans(), st.sampled_from(["each", "sum"]), st.booleans())
def test_without_rules_everyone_has_a_place_where_sizes_allow_it(n, matrix, objective, at_once):
    problem = free(n, matrix=matrix, objective=objective, sizes=Sizes(3, 5))

    where = matched(problem, spent=(lambda _: 1.0) if at_once else None).circle_of
    assert (where >= 0).all()
    assert not broken_rules(problem, where)


@pytest.mark.parametrize(("matrix", "objective"), [(False, "each"), (True, "sum")])
def test_many_people_without_rules_are_seated_the_same_way_by_the_same_seed(matrix, objective):
    problem = free(400, matrix=matrix, objective=objective, sizes=Sizes(4, 6))

    one, other = matched(problem, seed=4), matched(problem, seed=4)
    assert one.circle_of.tolist() == other.circle_of.tolist()
    assert (one.circle_of >= 0).all()


def test_where_sizes_leave_people_over_as_few_as_possible_wait():
    grouping = matched(free(403, matrix=False, objective="each", sizes=Sizes(5, 5)))

    assert len(grouping.without_place) == 3


def test_a_grouping_that_broke_a_rule_would_never_be_returned(monkeypatch):
    problem = Problem(features=np.zeros((4, 1)), sizes=Sizes(2, 2), apart=np.array([[0, 1]]))
    wrong = Grouping(np.array([0, 0, 1, 1]), {})
    monkeypatch.setattr(matching, "seat", lambda problem, **_: wrong)

    with pytest.raises(AssertionError):
        matched(problem)
