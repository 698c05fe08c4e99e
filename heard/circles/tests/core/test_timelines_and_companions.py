"""The picture of a format, and companions who make their moves as people do."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from heard.circles.core.companions import companion_move, line_being_said
from heard.circles.core.floors import sliders_are_in
from heard.circles.core.state import new_circle
from heard.circles.core.timelines import timeline
from heard.circles.tests.core.circles import START, Sitting, shipped, sizes


@pytest.mark.parametrize(("name", "people"), sizes())
def test_a_timeline_has_a_line_for_each_seat_and_bars_that_do_not_overlap(
    name: str, people: int
) -> None:
    drawn = timeline(shipped(name), people)

    assert len(drawn.bars) == people
    assert drawn.shortest <= drawn.usual <= drawn.longest
    for bars in drawn.bars:
        for first, second in pairwise(bars):
            assert first.start + first.length <= second.start


def test_each_of_four_speaks_and_reflects_eight_minutes_in_an_empathy_circle() -> None:
    drawn = timeline(shipped("empathy-circle"), 4)

    assert drawn.speaks_each == timedelta(minutes=8)
    assert drawn.reflects_each == timedelta(minutes=8)
    assert drawn.turns == 8


def test_a_dyad_is_two_times_five_minutes() -> None:
    assert timeline(shipped("daily-dyad"), 2).speaks_each == timedelta(minutes=5)


def test_one_person_sees_a_whole_circle_with_companions_in_about_three_minutes() -> None:
    sitting = Sitting("try-it", 3)
    sitting.opened = sitting.circle = new_circle(
        shipped("try-it"),
        seats=3,
        mode="devices",
        created_at=START,
        companions=frozenset({2, 3}),
        host_seat=1,
    )
    sitting.do("arrive", 1)
    lines = set()

    while not sitting.circle.is_closed:
        sitting.wait(seconds=1)
        for seat in (2, 3):
            move = companion_move(sitting.circle, seat, sitting.now, sitting.rng)
            if move:
                assert sitting.make(move) is None
        lines.add(line_being_said(sitting.circle))
        offered = sitting.moves(1)
        for wanted in ("ready", "volunteer", "accept", "heard", "done"):
            if wanted in offered and (sitting.now - START).seconds % 12 == 0:
                sitting.do(wanted, 1)
                break
        if offered[:1] == ["choose"]:
            sitting.do("choose", 1, target=2)

    length = sitting.now - START
    assert timedelta(minutes=1, seconds=30) < length < timedelta(minutes=4)
    assert any(line and line.startswith("speak.") for line in lines)
    assert sitting.circle.ended == "complete"


def test_companions_wait_while_the_clock_is_held() -> None:
    sitting = Sitting("try-it", 3).to_the_first_turn()
    companion = replace(sitting.circle.seat(1), companion=True)
    sitting.circle = replace(sitting.circle, seats=(companion, *sitting.circle.seats[1:]))
    later = sitting.now + timedelta(minutes=1)
    assert companion_move(sitting.circle, 1, later, sitting.rng) is not None

    sitting.do("pause", 2)

    assert companion_move(sitting.circle, 1, later, sitting.rng) is None
    assert not sliders_are_in(sitting.circle)
