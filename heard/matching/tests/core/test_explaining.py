"""What a grouping is told to be, for each circle, each person and as a whole."""

from typing import Any

import numpy as np
import pytest

from heard.matching.core import Explanation, Grouping, NoPlace, Problem, Sizes, explain

ADA, BEN, CLEO, DANA, ELIF, FINN, GUS = range(7)


def told(**changes: Any) -> Explanation:
    """Ada, Ben and Cleo in the first circle, Dana, Elif and Finn in the second; Gus has none."""
    given: dict[str, Any] = {
        "sizes": Sizes(3, 3),
        "features": [[0], [1], [3], [0], [1], [1], [9]],
        "slots": [[1, 1], [1, 0], [1, 1], [0, 1], [0, 1], [0, 1], [1, 0]],
        "languages": [[1, 1]] * 7,
        "facilitates": [1, 0, 0, 0, 1, 1, 0],
        "flags": [[1, 0], [1, 0], [0, 1], [0, 0], [1, 1], [0, 0], [1, 1]],
        "common": [[1, 0], [1, 1], [1, 1], [1, 0], [0, 1], [1, 1], [0, 0]],
    }
    grouping = Grouping(np.array([0, 0, 0, 1, 1, 1, -1]), {GUS: NoPlace.NO_CIRCLE_FITS})
    return explain(Problem(**(given | changes)), grouping)


def test_a_circle_is_told_with_what_its_people_share() -> None:
    first, second = told().circles

    assert (first.number, first.members, first.size) == (0, (ADA, BEN, CLEO), 3)
    assert (first.slots, first.languages, first.facilitators) == ((0,), (0, 1), (ADA,))
    assert (second.slots, second.facilitators) == ((1,), (ELIF, FINN))
    assert (first.common, second.common) == ((0,), ())


def test_a_flag_that_one_member_alone_holds_is_told() -> None:
    explanation = told()

    assert [each.lone_flags for each in explanation.circles] == [(1,), (0, 1)]
    assert explanation.lone_flags == 3


def test_a_circle_is_told_beside_chance() -> None:
    explanation = told()

    first, second = explanation.circles
    assert first.difference == pytest.approx((1 + 9 + 4) / 3)
    assert first.beside_chance > 1 > second.beside_chance
    assert (first.beside_chance + second.beside_chance) / 2 == pytest.approx(
        explanation.share / explanation.share_by_chance
    )
    assert explanation.worst_circle == 1


def test_a_person_is_told_beside_the_others() -> None:
    ben = told().people[BEN]

    assert ben.difference == pytest.approx((1 + 4) / 2)
    assert (ben.circle, ben.most_different, ben.nearest, ben.why) == (0, CLEO, ADA, None)


def test_a_person_is_told_who_shares_their_flags() -> None:
    people = told().people

    assert people[BEN].flags == {0: (ADA,)}
    assert people[CLEO].flags == {1: ()}
    assert people[FINN].flags == {}


def test_who_has_no_place_is_told_why() -> None:
    explanation = told()

    gus = explanation.people[GUS]
    assert (gus.circle, gus.most_different, gus.nearest) == (-1, -1, -1)
    assert (gus.difference, gus.why, gus.flags) == (0.0, NoPlace.NO_CIRCLE_FITS, {})
    assert (explanation.placed, explanation.without_place) == (6, {NoPlace.NO_CIRCLE_FITS: 1})


def test_sizes_are_told_that_have_a_place_for_everyone() -> None:
    explanation = told()

    assert explanation.left_over == 1
    assert explanation.sizes_that_fit == [Sizes(3, 4), Sizes(2, 3)]


def test_who_is_kept_apart_from_whom_changes_nothing_that_is_told() -> None:
    assert told(apart=[[ADA, GUS], [DANA, GUS], [BEN, FINN]]) == told()


def test_nothing_is_shared_where_nothing_was_asked() -> None:
    first, _ = told(slots=None, languages=None, facilitates=None, flags=None, common=None).circles

    assert (first.slots, first.languages, first.facilitators) == ((), (), ())
    assert (first.lone_flags, first.common) == ((), ())


def test_where_everyone_is_alike_a_circle_is_as_chance_makes_it() -> None:
    explanation = told(features=np.full((7, 1), 0.1))

    assert [each.beside_chance for each in explanation.circles] == [1.0, 1.0]
    assert explanation.share == 1.0


def test_a_matrix_is_explained_like_features() -> None:
    features = np.array([[0.0], [1], [3], [0], [1], [1], [9]])

    explanation = told(features=None, distances=(features - features.T) ** 2)

    assert explanation.circles == told().circles
    assert explanation.people == told().people


def test_a_grouping_without_circles_is_explained() -> None:
    problem = Problem(sizes=Sizes(2, 3), features=np.zeros((2, 1)), slots=np.eye(2, dtype=np.bool_))
    nowhere = dict.fromkeys(range(2), NoPlace.TOO_FEW_LIKE_THEM)

    explanation = explain(problem, Grouping(np.full(2, -1), nowhere))

    assert (explanation.circles, explanation.worst_circle, explanation.share) == ([], -1, 0.0)
    assert explanation.people[0].why == NoPlace.TOO_FEW_LIKE_THEM
