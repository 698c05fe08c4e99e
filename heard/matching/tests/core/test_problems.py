"""What cannot be a problem is answered with a sentence; what can gets the arrays it needs."""

import math
from typing import Any

import numpy as np
import pytest

from heard.matching.core import Problem, ProblemFault, Sizes, Wishes
from heard.matching.core.fitting import left_over, sizes_that_fit

FOUR = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]
APART = np.ones((4, 4)) - np.eye(4)


def with_one(number: float, *, at: tuple[int, ...]) -> np.ndarray:
    array = np.array(FOUR) if at[1] < 2 else APART.copy()
    array[at] = number
    return array


def from_answers(**changes: Any) -> Problem:
    given: dict[str, Any] = {"sizes": Sizes(2, 3), "features": FOUR}
    return Problem(**(given | changes))


def test_lists_of_whole_numbers_become_the_arrays_that_a_search_needs() -> None:
    problem = from_answers(
        features=[[1, 2], [3, 4], [5, 6], [7, 8]],
        slots=[[1, 0], [1, 1], [0, 1], [1, 1]],
        age_bands=[18.0, 18.0, 30.0, 30.0],
        facilitates=[True, False, True, False],
        apart=[],
        pins=[-1, 0, 0, -1],
    )

    assert (problem.features.dtype, problem.slots.dtype) == (np.float64, np.bool_)
    assert (problem.age_bands.dtype, problem.pins.dtype) == (np.int64, np.int64)
    assert problem.apart.shape == (0, 2)
    assert problem.features.flags.c_contiguous


def test_what_is_just_possible_is_taken() -> None:
    problem = from_answers(
        sizes=Sizes(4, 4), objective="sum", apart=[[0, 3]], met=[[3, 0]], pins=[0, 0, 0, 0]
    )

    assert problem.people == problem.sizes.least
    assert problem.pins.tolist() == [0, 0, 0, 0]


def test_a_matrix_of_many_people_is_looked_at_whole() -> None:
    matrix = np.ones((1_100, 1_100)) - np.eye(1_100)
    crooked = matrix.copy()
    crooked[1_050, 30] = 2.0

    assert from_answers(features=None, distances=matrix).people == 1_100
    with pytest.raises(ProblemFault, match="distances is not symmetric"):
        from_answers(features=None, distances=crooked)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"features": None}, "Of features and distances, neither came; give one of them."),
        ({"distances": APART}, "Of features and distances, both came; give one of them."),
        ({"features": [1.0, 2.0]}, r"features has the shape \(2,\); give a row for each person"),
        ({"features": [[], [], [], []]}, r"features has the shape \(4, 0\); .* at least one colu"),
        ({"features": [[1.0], [2.0, 3.0]]}, "The rows of features differ in length"),
        ({"features": [["a"], ["b"], ["c"]]}, "features holds something that is no number"),
        ({"features": [[10**400], [1], [2]]}, "features holds something that is no number"),
        ({"features": with_one(math.nan, at=(2, 1))}, "features holds, for person 2 .* missing"),
        ({"features": with_one(-math.inf, at=(1, 0))}, "features holds, for person 1"),
        ({"features": with_one(1.1e150, at=(0, 0))}, "person 0 .* too large; .* -1e150 to 1e150"),
        ({"features": [[1.0]]}, "1 came, and the smallest circle has 2 people; find more"),
        ({"objective": "most"}, 'The objective is \'most\'; write "each" or "sum".'),
        ({"slots": [[1], [1]]}, r"slots has the shape \(2, 1\); give a row for each of the 4 peo"),
        ({"languages": [[2], [1], [1], [1]]}, "languages holds something other than yes and no"),
        ({"flags": np.full((4, 1), math.nan)}, "flags holds something other than yes and no"),
        ({"common": [1, 1, 1, 1]}, r"common has the shape \(4,\); give a row"),
        ({"facilitates": [1, 0]}, r"facilitates has the shape \(2,\); give one value for each"),
        ({"age_bands": [1.5, 1, 1, 1]}, "age_bands holds something that is no whole number"),
        ({"age_bands": [1e60, 1, 1, 1]}, "age_bands holds something that is no whole number"),
        ({"age_bands": [math.nan, 1, 1, 1]}, "age_bands holds, for person 0"),
        ({"apart": [[0, 4]]}, "apart names somebody who is not there; write numbers from 0 to 3."),
        ({"apart": [[-1, 2]]}, "apart names somebody who is not there"),
        ({"met": [[2, 2]]}, "met pairs somebody with themself; leave that row out."),
        ({"met": [[0, 1, 2]]}, r"met has the shape \(1, 3\); give two people in each row."),
        ({"apart": [0, 1]}, r"apart has the shape \(2,\); give two people in each row."),
        ({"pins": [0, 0, 0, 0]}, "4 people are pinned .* number 0, and the largest circle has 3"),
        ({"pins": [-2, 0, 0, 0]}, "pins holds -2; write -1 for who is free"),
        ({"pins": [5, 5, 5, 5]}, "4 people are pinned .* number 5, and the largest circle has 3"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ProblemFault, match=sentence):
        from_answers(**change)


@pytest.mark.parametrize(
    ("distances", "sentence"),
    [
        (APART[:3], r"distances has the shape \(3, 4\); give a square"),
        (-APART, "distances holds a number below 0"),
        (np.ones((4, 4)), "The diagonal of distances is not 0"),
        (with_one(3.0, at=(0, 2)), "distances is not symmetric"),
        (with_one(math.nan, at=(0, 2)), "distances holds, for person 0"),
    ],
)
def test_a_matrix_that_is_none_is_answered_with_a_sentence(distances, sentence: str) -> None:
    with pytest.raises(ProblemFault, match=sentence):
        from_answers(features=None, distances=distances)


@pytest.mark.parametrize("pair", [(1, 3), (5, 4), (2, 10**7), (2.5, 3), ("4", "6")])
def test_sizes_are_whole_numbers_from_two_on(pair: Any) -> None:
    with pytest.raises(ProblemFault, match=f"Sizes are from {pair[0]} to {pair[1]}; write two"):
        Sizes(*pair)


@pytest.mark.parametrize("weight", [-0.1, math.nan, math.inf])
def test_a_wish_weighs_nothing_or_more(weight: float) -> None:
    with pytest.raises(ProblemFault, match="The wish lone weighs"):
        Wishes(lone=weight)


@pytest.mark.parametrize(("people", "stay"), [(3, 3), (4, 0), (6, 1), (7, 2), (8, 0), (11, 1)])
def test_people_are_left_over_where_sizes_do_not_add_up(people: int, stay: int) -> None:
    assert left_over(people, Sizes(4, 5)) == stay


def test_sizes_are_told_that_have_a_place_for_everyone() -> None:
    assert sizes_that_fit(7, Sizes(4, 5)) == [Sizes(3, 5)]
    assert sizes_that_fit(6, Sizes(4, 5)) == [Sizes(4, 6), Sizes(3, 5)]
    assert sizes_that_fit(8, Sizes(4, 5)) == [Sizes(4, 5)]
    assert sizes_that_fit(7, Sizes(2, 2)) == [Sizes(2, 3)]


def test_one_person_or_nobody_fits_no_size() -> None:
    assert sizes_that_fit(1, Sizes(4, 5)) == []
    assert sizes_that_fit(0, Sizes(4, 5)) == []
