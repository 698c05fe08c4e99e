"""Twenty thousand small matchings under random rules, and a judge that would see a broken one.

`bench.matching small` looks at a million.
"""

from typing import Any

import numpy as np
import pytest

from bench.matching.small import Small, judge, look_at_all, matched, small_problem, wrong_in
from heard.matching.core import Grouping, NoPlace, Problem, Sizes

PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_no_rule_is_broken_in_small_matchings(part: int) -> None:
    found = look_at_all(1, range(part, 20_000, PARTS))

    assert found["matchings"] == 20_000 // PARTS
    assert wrong_in(found) == 0
    assert found["circles"] > found["matchings"]


def test_a_seed_and_a_number_name_the_same_matching_each_time() -> None:
    first, again = (matched(small_problem(3, 14)) for _ in range(2))

    assert first.circle_of.tolist() == again.circle_of.tolist()


def small(**rules: Any) -> Small:
    given: dict[str, Any] = {"sizes": Sizes(2, 3), "features": np.zeros((5, 1))}
    return Small(Problem(**(given | rules)), frozenset({(0, 1)}), frozenset({(2, 3)}), 1, 1)


def judged(seats: list[int], **rules: Any) -> list[str]:
    left = {each: NoPlace.NO_CIRCLE_FITS for each, seat in enumerate(seats) if seat == -1}
    return sorted(judge(small(**rules), Grouping(np.array(seats), left)))


def test_a_judge_has_nothing_to_say_about_a_good_grouping() -> None:
    rules = {"age_bands": [1, 2, 1, 2, 2], "pins": [-1, 5, -1, 5, -1], "met": [[0, 1], [3, 2]]}

    assert judged([0, 1, 0, 1, 1], **rules) == []


@pytest.mark.parametrize(
    ("seats", "rules", "wrong"),
    [
        ([0, 0, 1, -1, 1], {}, ["blocked pairs"]),
        ([0, 1, 1, 1, 0], {}, ["parted pairs"]),
        ([0, 1, 0, 1, 1], {"age_bands": [1, 2, 1, 2, 1]}, ["seats of mixed age"]),
        ([0, 1, 0, 1, 1], {"met": [[4, 1]]}, ["wrong: pairs who had met"]),
        ([0, 1, 0, 1, 1], {"pins": [0, -1, -1, -1, 0]}, ["wrong: pins"]),
        ([0, -1, 0, -1, -1], {"pins": [0, 0, -1, -1, -1]}, ["wrong: pins"]),
        ([0, 1, 0, 1, 1], {"facilitates": [1, 0, 0, 0, 0]}, ["wrong: no facilitator"]),
        ([0, 1, 0, 1, 1], {"slots": np.eye(5)}, ["wrong: no slot", "wrong: no slot"]),
        ([0, 1, 0, 1, 1], {"sizes": Sizes(2, 2)}, ["wrong: sizes"]),
        ([0, 2, 0, 2, 2], {}, ["wrong: numbers amiss"]),
    ],
)
def test_a_judge_tells_what_is_wrong(seats: Any, rules: dict[str, Any], wrong: list[str]) -> None:
    assert judged(seats, **rules) == wrong


def test_a_judge_asks_for_a_reason_from_everyone_without_a_place() -> None:
    grouping = Grouping(np.array([0, -1, 0, -1, -1]), {1: NoPlace.NO_SLOT})

    assert list(judge(small(), grouping)) == ["wrong: reasons amiss"]
