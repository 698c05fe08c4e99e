"""People as points of a plane, the hulls of circles, and circles drawn by lot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.matching.core.chance import circles_by_lot
from heard.matching.core.drawing import area_of, hull_of, plane_of

coordinates = st.integers(-20, 20)
clouds = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12).map(
    lambda points: np.array(points, dtype=np.float64)
)


def test_a_plane_shows_all_of_what_differs_in_two_directions():
    features = np.array([[0.0, 0.0, 5.0], [4.0, 0.0, 5.0], [0.0, 2.0, 5.0], [4.0, 2.0, 5.0]])

    plane = plane_of(features)
    sides = np.linalg.norm(plane.points[[1, 3, 2, 0]] - plane.points[[0, 1, 3, 2]], axis=1)

    assert plane.shown == pytest.approx(1.0)
    assert sides / sides[0] * 4 == pytest.approx([4, 2, 4, 2])


def test_people_who_are_alike_stand_in_the_middle():
    plane = plane_of(np.full((5, 3), 7.0))

    assert not plane.points.any()


def test_one_question_makes_a_line():
    plane = plane_of(np.array([[1.0], [2.0], [4.0]]))

    assert not plane.points[:, 1].any()
    assert np.abs(plane.points[:, 0]).max() == 1.0


def test_many_questions_show_only_a_part():
    plane = plane_of(np.eye(10))

    assert plane.shown == pytest.approx(2 / 9)


@given(clouds)
def test_a_hull_has_everyone_inside(points):
    around = points[hull_of(points)]

    for start, end in zip(around, np.roll(around, -1, axis=0), strict=True):
        along, to_all = end - start, points - start
        assert (along[0] * to_all[:, 1] - along[1] * to_all[:, 0] >= -1e-9).all()


def test_a_hull_is_made_of_the_outermost():
    points = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [1.0, 0.0]])

    around = hull_of(points)

    assert sorted(around.tolist()) == [0, 2, 3, 4]
    assert area_of(points[around]) == 4.0


@pytest.mark.parametrize("people", [1, 2, 4])
def test_people_at_one_point_have_a_hull_without_an_inside(people):
    points = np.ones((people, 2))

    assert area_of(points[hull_of(points)]) == 0.0


def test_circles_by_lot_are_as_different_as_all_pairs_on_average():
    rng = np.random.default_rng(1)
    drawn = circles_by_lot(rng.normal(size=(60, 4)), 5, rng)

    assert drawn.mean() == pytest.approx(1.0, abs=0.02)
    assert (np.diff(drawn) >= 0).all()


def test_everyone_in_one_circle_leaves_nothing_to_the_lot():
    features = np.random.default_rng(2).normal(size=(6, 3))

    drawn = circles_by_lot(features, 6, np.random.default_rng(3))

    assert drawn == pytest.approx(1.0)


def test_the_lot_makes_no_difference_between_people_who_are_alike():
    assert (circles_by_lot(np.ones((8, 2)), 4, np.random.default_rng(1)) == 1.0).all()
