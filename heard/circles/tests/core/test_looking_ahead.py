"""The graph that a table walks without its line says what the rules would have said."""

import random
from datetime import timedelta
from typing import Any

import pytest

from heard.circles.core.lookahead import look_ahead
from heard.circles.core.viewing import view
from heard.circles.tests.core.circles import Sitting

UNTIMED = ("clock", "seq", "concerns")


def untimed(shown: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if key not in UNTIMED}


def table(name: str, people: int) -> Sitting:
    sitting = Sitting(name, people, mode="table")
    sitting.do("begin")
    while sitting.circle.phase.kind != "turns":
        sitting.until_it_changes()
    return sitting


@pytest.mark.parametrize(
    ("name", "people"),
    [("empathy-circle", 5), ("story-circle", 6), ("council", 4), ("mirror-dialogue", 2)],
)
@pytest.mark.parametrize("seed", range(3))
def test_each_known_step_is_what_the_rules_decide(name: str, people: int, seed: int) -> None:
    sitting, dice = table(name, people), random.Random(seed)
    ahead = look_ahead(sitting.circle)
    node = ahead["nodes"][ahead["root"]]
    walked = 0
    while node["moves"]:
        label, (target, _) = dice.choice(sorted(node["moves"].items()))
        move, seat, other = label.split(":")
        sitting.now += timedelta(seconds=1)

        details = {"target": int(other)} if other else {}
        assert sitting.do(move, int(seat) if seat else None, **details) is None

        node = ahead["nodes"][target]
        assert {**ahead["base"], **node["view"]} == untimed(view(sitting.circle, None))
        walked += 1
        if walked > 30:
            break
    assert walked >= 2


def test_two_minutes_of_likely_moves_are_known_in_advance() -> None:
    sitting = table("empathy-circle", 5)
    sitting.do("volunteer", 1)
    sitting.do("choose", 1, target=2)
    ahead = look_ahead(sitting.circle)
    node = ahead["nodes"][ahead["root"]]

    said = "done:1: done:2: not_quite:1: done:2: heard:1: choose:2:4 done:2: done:4: heard:2:"
    for label in said.split():
        node = ahead["nodes"][node["moves"][label][0]]

    assert node["view"]["speaker"] == 4


def test_a_clock_that_begins_with_a_move_is_told_from_one_that_goes_on() -> None:
    sitting = table("empathy-circle", 4)
    sitting.do("volunteer", 1)
    ahead = look_ahead(sitting.circle)
    chosen = ahead["nodes"]["0"]["moves"]["choose:1:2"]

    assert chosen[1] == ["turn"]
    assert ahead["nodes"][chosen[0]]["moves"]["done:1:"][1] == []
    assert ahead["nodes"]["0"]["time_up"]["stage"]
