"""Answers become features in which each question counts the same, and nothing is made up."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core.answers import Choices, Features, Question, Scale, features_of
from heard.matching.core.faults import ProblemFault


def mean_difference(features: Features) -> float:
    values = features.values
    apart = ((values[:, None] - values[None]) ** 2).sum(axis=2)
    return float(apart.sum() / (len(values) * (len(values) - 1)))


@given(
    st.one_of(
        st.lists(st.floats(-1e150, 1e150), min_size=2).map(lambda each: Scale("q", each)),
        st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=2).map(
            lambda each: Choices("q", each)
        ),
    )
)
@settings(deadline=None)
def test_two_people_differ_by_one_on_average_in_any_question(question: Question) -> None:
    features = features_of([question])

    assert mean_difference(features) == pytest.approx(1.0) or not features.values.any()


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=3, max_size=9))
@settings(deadline=None)
def test_what_is_missing_takes_the_middle_of_its_question(answers: list[int | None]) -> None:
    features = features_of([Scale("q", answers)])

    assert features.missing.tolist() == [int(each is None) for each in answers]
    assert not features.values[features.missing == 1].any()
    assert features.values.sum() == pytest.approx(0.0, abs=1e-9)


def test_a_missing_choice_takes_the_middle_too() -> None:
    features = features_of([Choices("region", [["north"], ["south"], [], ["north", "south"]])])

    assert features.values.shape == (4, 2)
    assert not features.values[2].any()


def test_who_answered_nothing_is_told() -> None:
    features = features_of([Scale("age", [30, None, None]), Choices("region", [["n"], ["s"], []])])

    assert features.missing.tolist() == [0, 1, 2]
    assert features.silent.tolist() == [2]


def test_several_answers_in_one_question_lie_between_single_ones() -> None:
    values = features_of([Choices("tongues", [["x"], ["x", "y"], ["y"]])]).values

    first, both, last = values

    assert ((first - both) ** 2).sum() < ((first - last) ** 2).sum()


def test_a_question_that_all_answer_alike_makes_nobody_different() -> None:
    assert not features_of([Scale("q", [3.0, 3.0, None, 3.0])]).values.any()


def test_an_answer_far_out_spoils_nothing() -> None:
    values = features_of([Scale("q", [1e150, -1e150, 1.0, 2.0])]).values

    assert np.isfinite(values).all()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 2e150, 10**400])
def test_what_is_no_number_is_answered_with_a_sentence(number: float) -> None:
    with pytest.raises(ProblemFault, match="age holds something that is no number"):
        features_of([Scale("age", [1.0, number])])


def test_a_question_with_too_many_choices_is_answered_with_a_sentence() -> None:
    with pytest.raises(ProblemFault, match="story has 65 different answers"):
        features_of([Choices("story", [[str(each)] for each in range(65)])])


def test_questions_with_different_numbers_of_answers_are_refused() -> None:
    with pytest.raises(ProblemFault, match="a has 2 answers and b has 1"):
        features_of([Scale("a", [1, 2]), Scale("b", [1])])


def test_no_question_is_answered_with_a_sentence() -> None:
    with pytest.raises(ProblemFault, match="There is no question"):
        features_of([])
