"""Rules that contradict one another are told by as few as possible."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.matching.core import Problem, Rule, Sizes, broken_rules, one_circle
from heard.matching.core.conflicts import Conflict, conflicts
from heard.matching.core.one_circle import may_be_a_circle

ADA, BEN, CLEO, DANA, ELIF = range(5)
NOBODY_SHARES = np.eye(5, dtype=np.bool_)
WITHOUT = {
    Rule.SLOT: "slots",
    Rule.LANGUAGE: "languages",
    Rule.AGE_BAND: "age_bands",
    Rule.FACILITATOR: "facilitates",
    Rule.APART: "apart",
    Rule.MET: "met",
    Rule.PINS: "pins",
}


def problem(**rules: Any) -> Problem:
    given: dict[str, Any] = {"sizes": Sizes(3, 4), "features": np.zeros((5, 1))}
    return Problem(**(given | rules))


def of_blocks(**rules: Any) -> list[Conflict]:
    return [each for each in conflicts(problem(**rules)) if each.block is not None]


def pinned(people: set[int]) -> list[int]:
    return [7 if person in people else -1 for person in range(5)]


def test_rules_that_agree_are_no_conflict() -> None:
    assert conflicts(problem(apart=[[ADA, BEN]], pins=pinned({BEN, CLEO, DANA}))) == []


def test_pinned_people_without_a_slot_in_common_are_told_as_few_as_they_are() -> None:
    slots = [[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1], [1, 1, 1]]

    told = of_blocks(slots=slots, pins=pinned({ADA, BEN, CLEO, DANA}))

    assert told == [Conflict((Rule.SLOT,), block=7, people=(ADA, BEN, CLEO))]


def test_one_pinned_person_without_any_language_is_told_alone() -> None:
    languages = [[1], [1], [0], [1], [1]]

    told = of_blocks(languages=languages, pins=pinned({ADA, CLEO}))

    assert told == [Conflict((Rule.LANGUAGE,), block=7, people=(CLEO,))]


def test_two_pinned_people_of_different_age_bands_are_told() -> None:
    told = of_blocks(age_bands=[1, 1, 1, 1, 2], pins=pinned({ADA, BEN, ELIF}))

    assert told == [Conflict((Rule.AGE_BAND,), block=7, people=(ADA, ELIF))]


@pytest.mark.parametrize(("rule", "name"), [(Rule.APART, "apart"), (Rule.MET, "met")])
def test_it_is_not_told_who_of_the_pinned_is_kept_apart(rule: Rule, name: str) -> None:
    told = of_blocks(pins=pinned({ADA, BEN, ELIF}), **{name: [[ELIF, ADA], [BEN, DANA]]})

    assert told == [Conflict((rule,), block=7, people=(ADA, BEN, ELIF))]


def test_each_rule_that_a_block_breaks_is_told() -> None:
    told = of_blocks(age_bands=[1, 1, 1, 1, 2], met=[[3, 4]], pins=pinned({DANA, ELIF}))

    assert [each.rules for each in told] == [(Rule.AGE_BAND,), (Rule.MET,)]


def test_many_pinned_people_are_left_out_one_by_one_until_each_counts() -> None:
    slots = np.ones((16, 12), dtype=np.bool_)
    slots[np.arange(12), np.arange(12)] = False
    many = Problem(
        sizes=Sizes(16, 16), features=np.zeros((16, 1)), slots=slots, pins=np.zeros(16, np.int64)
    )

    of_block, *_ = conflicts(many)

    assert of_block == Conflict((Rule.SLOT,), block=0, people=tuple(range(12)))


@pytest.mark.parametrize(
    ("rules", "smallest"),
    [
        ({"slots": NOBODY_SHARES}, [(Rule.SLOT,)]),
        ({"facilitates": [0] * 5, "slots": [[1]] * 5}, [(Rule.FACILITATOR,)]),
        ({"slots": np.eye(5)[[0, 0, 1, 1, 2]]}, [(Rule.SIZE, Rule.SLOT)]),
        ({"slots": np.eye(5)[[0, 0, 0, 1, 2]], "facilitates": [0, 0, 0, 1, 1]},
         [(Rule.SLOT, Rule.FACILITATOR)]),
        ({"slots": np.eye(5)[[0, 0, 0, 1, 1]], "languages": np.eye(5)[[0, 1, 2, 0, 0]]},
         [(Rule.SIZE, Rule.SLOT, Rule.LANGUAGE)]),
        ({"apart": list(combinations(range(5), 2))}, [(Rule.APART,)]),
        ({"met": [[0, 1], [1, 2], [3, 4], [2, 4], [0, 3]]}, [(Rule.SIZE, Rule.MET)]),
        ({"pins": [0, 0, 0, 1, 1], "apart": [[0, 1], [2, 3]]},
         [(Rule.SIZE, Rule.APART, Rule.PINS)]),
        ({"slots": NOBODY_SHARES, "facilitates": [0] * 5}, [(Rule.SLOT,), (Rule.FACILITATOR,)]),
    ],
)  # fmt: skip
def test_where_no_circle_can_be_the_smallest_sets_of_rules_are_told(
    rules: dict[str, Any], smallest: list[tuple[Rule, ...]]
) -> None:
    told = [each for each in conflicts(problem(**rules)) if each.block is None]

    assert told == [Conflict(rules) for rules in smallest]


@st.composite
def tight(draw: st.DrawFn) -> Problem:
    """Two to six people whose rules leave little room."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = int(rng.integers(2, 7))
    least = int(rng.integers(2, n + 1))
    pairs = np.array(list(combinations(range(n), 2)))
    rules: dict[str, Any] = {
        "slots": rng.random((n, 3)) < 0.4,
        "languages": rng.random((n, 2)) < 0.6,
        "age_bands": rng.integers(2, size=n),
        "facilitates": rng.random(n) < 0.3,
        "apart": pairs[rng.random(len(pairs)) < 0.3],
        "met": pairs[rng.random(len(pairs)) < 0.3],
        "pins": np.where(np.arange(n) < 2, 0, -1)[rng.permutation(n)],
    }
    held = {name: rule for name, rule in rules.items() if rng.random() < 0.5}
    return Problem(sizes=Sizes(least, least + 1), features=np.zeros((n, 1)), **held)


def can_sit(problem: Problem) -> bool:
    """Tries every set of people by itself."""
    people = range(problem.people)
    sets = (each for size in range(1, len(people) + 1) for each in combinations(people, size))
    return any(not broken_rules(problem, np.where(np.isin(people, each), 0, -1)) for each in sets)


@given(tight())
@settings(max_examples=150, deadline=None)
def test_a_circle_is_thought_possible_only_where_one_is(drawn: Problem) -> None:
    assert may_be_a_circle(drawn) == can_sit(drawn)


@given(tight())
@settings(max_examples=60, deadline=None)
def test_without_any_one_of_the_rules_a_circle_can_be(drawn: Problem) -> None:
    for conflict in conflicts(drawn):
        if conflict.block is None:
            assert not can_sit(only(drawn, conflict.rules))
            for rule in conflict.rules:
                assert can_sit(only(drawn, [each for each in conflict.rules if each != rule]))


def only(problem: Problem, rules: Any) -> Problem:
    gone: dict[str, Any] = {name: None for rule, name in WITHOUT.items() if rule not in rules}
    if Rule.SIZE not in rules:
        gone["sizes"] = Sizes(2, max(2, problem.people))
    return replace(problem, **gone)


@given(tight())
@settings(max_examples=60, deadline=None)
def test_without_any_one_of_the_people_the_pinned_could_sit_together(drawn: Problem) -> None:
    for conflict in conflicts(drawn):
        if conflict.rules[0] in (Rule.SLOT, Rule.LANGUAGE, Rule.AGE_BAND) and conflict.people:
            name = WITHOUT[conflict.rules[0]]
            values = getattr(drawn, name)
            assert not agree(values[list(conflict.people)])
            for person in conflict.people:
                fewer = [each for each in conflict.people if each != person]
                assert agree(values[fewer])


def agree(values: Any) -> bool:
    return len(set(values.tolist())) <= 1 if values.ndim == 1 else values.all(axis=0).any()


def test_a_search_that_takes_too_long_tells_nothing_that_it_has_not_shown(monkeypatch) -> None:
    """60 people in 12 camps, each kept apart from all of their own camp: 13 never agree."""
    camp = np.arange(60) % 12
    apart = np.argwhere(np.triu(camp[:, None] == camp[None], 1))
    stuck = Problem(sizes=Sizes(13, 13), features=np.zeros((60, 1)), apart=apart)
    monkeypatch.setattr(one_circle, "_PATIENCE", 1_000)

    assert conflicts(stuck) == []
