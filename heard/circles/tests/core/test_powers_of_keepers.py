"""Whom a keeper may hush, let be heard again or ask to leave, and what is then told."""

import pytest

from heard.circles.core import events as e
from heard.circles.core.keeping import powers
from heard.circles.tests.core.circles import Sitting
from heard.circles.tests.core.test_keeping import turn_of


@pytest.fixture
def sitting() -> Sitting:
    """Seat 1 is the host's, keeps the process and speaks; seat 2 listens."""
    return Sitting("empathy-circle", 4).to_the_first_turn()


def told(sitting: Sitting, kind: type[e.Event]) -> int:
    return sum(isinstance(event, kind) for event in sitting.log)


def test_a_keeper_may_do_something_with_all_others_but_never_with_the_host(
    sitting: Sitting,
) -> None:
    everybody = {"hush": [2, 3, 4], "unhush": [], "remove": [2, 3, 4]}

    assert powers(sitting.circle, 1) == everybody
    # On the page of the host, who sits there too.
    assert powers(sitting.circle, None) == everybody


def test_whoever_is_hushed_can_be_heard_again_and_whoever_is_gone_is_left_alone(
    sitting: Sitting,
) -> None:
    sitting.do("hush", 1, target=3)
    sitting.do("remove", 1, target=4)
    sitting.do("leave", 2)

    assert powers(sitting.circle, 1) == {"hush": [], "unhush": [3], "remove": [2, 3]}


def test_a_seat_to_which_nobody_has_come_can_be_closed_and_not_hushed() -> None:
    sitting = Sitting("empathy-circle", 4)
    for number in (1, 2, 3):
        sitting.do("arrive", number)

    refusal = sitting.do("hush", 1, target=4)

    assert powers(sitting.circle, 1) == {"hush": [2, 3], "unhush": [], "remove": [2, 3, 4]}
    assert refusal is not None and refusal.code == "not_here"


def test_whoever_has_left_is_not_hushed(sitting: Sitting) -> None:
    sitting.do("leave", 4)

    refusal = sitting.do("hush", 1, target=4)

    assert refusal is not None and refusal.code == "not_here"
    assert told(sitting, e.SeatHushed) == 0


def test_after_the_end_nobody_has_any_power(sitting: Sitting) -> None:
    for number in (1, 2, 3, 4):
        sitting.do("leave", number)

    assert sitting.circle.is_closed
    assert powers(sitting.circle, 1) == {"hush": [], "unhush": [], "remove": []}


@pytest.mark.parametrize("name", ["hush", "unhush", "remove"])
def test_it_must_be_said_who_is_meant(sitting: Sitting, name: str) -> None:
    refusal = sitting.do(name, 1)

    assert refusal is not None and refusal.code == "not_a_seat"


@pytest.mark.parametrize("name", ["hush", "remove"])
def test_nobody_keeps_the_process_against_themselves(sitting: Sitting, name: str) -> None:
    refusal = sitting.do(name, 1, target=1)

    assert refusal is not None and refusal.code == "not_yourself"


def test_each_of_it_is_told_once(sitting: Sitting) -> None:
    for name in ("hush", "unhush", "remove"):
        for _time in range(2):
            assert sitting.do(name, 1, target=3) is None
    for _time in range(2):
        assert sitting.do("pause_all", 1) is None

    kinds = (e.SeatHushed, e.SeatUnhushed, e.SeatRemoved, e.ClockStopped, e.PauseKept)
    assert [told(sitting, kind) for kind in kinds] == [1, 1, 1, 1, 1]


def test_to_hush_the_host_or_without_right_changes_no_turn(sitting: Sitting) -> None:
    sitting.do("hush", None, target=1)

    assert sitting.circle.speaker == 1
    assert told(sitting, e.SeatHushed) == 0


def test_whoever_is_asked_to_listen_and_is_hushed_has_declined() -> None:
    sitting = Sitting("empathy-circle", 4).everyone_arrives().to_phase("turns")
    sitting.do("volunteer", 1)
    sitting.do("choose", 1, target=2)

    sitting.do("hush", 1, target=2)

    assert sitting.circle.asked != 2
    assert 2 in sitting.circle.declined


def test_whoever_is_not_asked_and_is_hushed_declines_nothing() -> None:
    sitting = Sitting("empathy-circle", 4).everyone_arrives().to_phase("turns")
    sitting.do("volunteer", 1)
    sitting.do("choose", 1, target=2)

    sitting.do("hush", 1, target=3)

    assert sitting.circle.asked == 2
    assert 3 not in sitting.circle.declined


def test_the_clock_that_waits_for_a_speaker_goes_on_when_they_are_hushed() -> None:
    sitting = turn_of(2)
    sitting.do("lose", 2)
    assert sitting.circle.hold("speaker_away")

    sitting.do("hush", 1, target=2)

    assert sitting.circle.speaker != 2
    assert not sitting.circle.hold("speaker_away")
    assert told(sitting, e.ClockStarted) == 1
