"""The checker tells each broken rule, and only that; beside it stands a second, naive writing."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core import Problem, Sizes
from heard.matching.core.arrays import Ints
from heard.matching.core.checking import Broken, Rule, broken_rules
from heard.matching.tests.core.groupings import groupings, members

# Ada, Ben and Cleo in the first circle, Dana, Elif and Finn in the second, Gus without a place.
GOOD = np.array([0, 0, 0, 1, 1, 1, -1])
LANGUAGES = [[1, 0], [1, 0], [1, 1], [1, 1], [0, 1], [0, 1], [1, 0]]


def problem(**changes: Any) -> Problem:
    given: dict[str, Any] = {
        "slots": np.array(LANGUAGES),
        "languages": np.array(LANGUAGES),
        "age_bands": [18, 18, 18, 30, 30, 30, 18],
        "facilitates": [1, 0, 0, 0, 0, 1, 0],
        "apart": [[0, 3], [6, 5]],
        "met": [[1, 4], [2, 6]],
        "pins": [7, 7, -1, -1, 2, 2, -1],
    }
    return Problem(sizes=Sizes(3, 4), features=np.zeros((7, 1)), **(given | changes))


BREAKING: list[tuple[Rule, int, dict[str, Any]]] = [
    (Rule.SIZE, 0, {"sizes": Sizes(4, 4)}),
    (Rule.SLOT, 1, {"slots": [[1, 0], [1, 0], [1, 0], [1, 0], [1, 1], [0, 1], [1, 0]]}),
    (Rule.LANGUAGE, 0, {"languages": [[1, 0], [1, 0], [0, 1], [0, 1], [0, 1], [0, 1], [1, 0]]}),
    (Rule.AGE_BAND, 1, {"age_bands": [18, 18, 18, 30, 18, 30, 18]}),
    (Rule.FACILITATOR, 1, {"facilitates": [1, 0, 0, 0, 0, 0, 1]}),
    (Rule.APART, 0, {"apart": [[0, 3], [2, 0]]}),
    (Rule.MET, 1, {"met": [[5, 4], [2, 6]]}),
    (Rule.PINS, 1, {"pins": [7, 7, -1, 7, -1, -1, -1]}),
    (Rule.PINS, 1, {"pins": [-1, 0, -1, -1, 0, -1, -1]}),
    (Rule.PINS, -1, {"pins": [7, 7, -1, -1, -1, -1, 7]}),
]


def test_a_good_grouping_breaks_nothing() -> None:
    assert broken_rules(problem(), GOOD) == []


@pytest.mark.parametrize(("rule", "circle", "change"), BREAKING)
def test_a_rule_that_is_broken_is_told(rule: Rule, circle: int, change: dict[str, Any]) -> None:
    broken = broken_rules(replace(problem(), **change), GOOD)

    assert (rule, circle) in [(each.rule, each.circle) for each in broken]
    assert {each.rule for each in broken} == {rule}


@pytest.mark.parametrize(
    ("rule", "circle_of"),
    [
        (Rule.SHAPE, GOOD[:6]),
        (Rule.SHAPE, GOOD.astype(float)),
        (Rule.SHAPE, GOOD.tolist()),
        (Rule.NUMBERS, np.where(GOOD == 1, 2, GOOD)),
        (Rule.NUMBERS, np.where(GOOD == -1, -2, GOOD)),
        (Rule.NUMBERS, np.where(GOOD == -1, 2**60, GOOD)),
    ],
)
def test_where_numbers_are_amiss_only_that_is_told(rule: Rule, circle_of: Ints) -> None:
    assert broken_rules(problem(), circle_of) == [Broken(rule, -1)]


def test_a_broken_rule_reads_as_a_line_of_a_log_without_people() -> None:
    broken = broken_rules(problem(apart=[[0, 1]]), GOOD)

    assert [str(each) for each in broken] == [
        "circle 0: nobody sits with whom they are kept apart from"
    ]


def test_a_grouping_without_circles_breaks_nothing() -> None:
    assert broken_rules(problem(pins=None), np.full(7, -1)) == []


@st.composite
def ruled(draw: st.DrawFn) -> tuple[Problem, Ints]:
    """Rules that hold about as often as not."""
    circle_of = draw(groupings())
    n = len(circle_of)
    person = st.integers(0, n - 1)
    marks = st.lists(st.lists(st.booleans(), min_size=2, max_size=2), min_size=n, max_size=n)
    pairs = st.lists(st.tuples(person, person).filter(lambda two: two[0] != two[1]), max_size=2)
    pins = st.dictionaries(person, st.integers(0, 1), max_size=3)
    rules: dict[str, st.SearchStrategy[Any]] = {
        "slots": marks,
        "languages": marks,
        "age_bands": st.just(np.maximum(circle_of, 0) // 2 * 7),
        "facilitates": st.lists(st.booleans(), min_size=n, max_size=n),
        "apart": pairs,
        "met": pairs,
        "pins": pins.map(lambda blocks: [blocks.get(each, -1) for each in range(n)]),
    }
    wanted = draw(st.sets(st.sampled_from(sorted(rules))))
    sizes = Sizes(2, draw(st.integers(3, 5)))
    held = {name: draw(rules[name]) for name in sorted(wanted)}
    return Problem(sizes=sizes, features=np.zeros((n, 1)), **held), circle_of


@given(ruled(), st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=2))
@settings(max_examples=100, deadline=None)
def test_a_second_writing_tells_the_same(drawn, swaps) -> None:
    problem, circle_of = drawn
    for one, other in swaps:
        pair = [one % len(circle_of), other % len(circle_of)]
        circle_of[pair] = circle_of[pair[::-1]]

    told = {(each.rule, each.circle) for each in broken_rules(problem, circle_of)}

    assert told == set(naive(problem, circle_of))


def naive(problem: Problem, circle_of: Ints) -> list[tuple[Rule, int]]:
    told = []
    for circle, people in enumerate(members(circle_of)):
        told += [(rule, circle) for rule in broken_by(problem, people)]
    if problem.pins is not None:
        pins = problem.pins.tolist()
        for block in set(pins) - {-1}:
            sits = [circle_of[person] for person, pin in enumerate(pins) if pin == block]
            told += [(Rule.PINS, int(each)) for each in sits if each != sits[0]]
    return told


def broken_by(problem: Problem, people: list[int]) -> list[Rule]:
    def share_none(marks: Any) -> bool:
        return not any(
            all(marks[person][column] for person in people) for column in range(len(marks[0]))
        )

    def pair_is_in(pairs: Any) -> bool:
        wanted = [set(pair) for pair in pairs.tolist()]
        return any({one, other} in wanted for one, other in combinations(people, 2))

    bands, keepers = problem.age_bands, problem.facilitates
    answers = {
        Rule.SIZE: not problem.sizes.least <= len(people) <= problem.sizes.most,
        Rule.SLOT: problem.slots is not None and share_none(problem.slots),
        Rule.LANGUAGE: problem.languages is not None and share_none(problem.languages),
        Rule.AGE_BAND: bands is not None and len({int(bands[person]) for person in people}) > 1,
        Rule.FACILITATOR: keepers is not None and not any(keepers[person] for person in people),
        Rule.APART: problem.apart is not None and pair_is_in(problem.apart),
        Rule.MET: problem.met is not None and pair_is_in(problem.met),
    }
    return [rule for rule, is_broken in answers.items() if is_broken]
