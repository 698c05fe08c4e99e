"""Who keeps the process may ask for quiet, pause for all, and ask a seat to leave."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from heard.circles.core import events as e
from heard.circles.core.floors import candidates, floor
from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.state import PAUSES_FOR, Circle
from heard.circles.tests.core.circles import Sitting, state_of
from heard.circles.tests.core.test_all_formats import AnyCircle

KEEPING = ("hush", "unhush", "remove", "pause_all")


def in_turn(people: int = 4) -> Sitting:
    """Seat 1 keeps the process and speaks; seat 2 listens."""
    return Sitting("empathy-circle", people).to_the_first_turn()


def turn_of(seat: int) -> Sitting:
    """Seat 1 has spoken; the turn of `seat`, who listened, has begun and 3 listens."""
    sitting = in_turn()
    sitting.do("done", 1)
    sitting.do("done", 2)
    sitting.do("heard", 1)
    assert sitting.circle.speaker == seat
    sitting.do("choose", seat, target=3)
    sitting.do("accept", 3)
    return sitting


@pytest.mark.parametrize("name", KEEPING)
def test_nobody_else_may(name: str) -> None:
    sitting = in_turn()
    before = sitting.circle

    refusal = sitting.do(name, 3, target=4)

    assert refusal is not None
    assert refusal.code == "host_only"
    assert sitting.circle == before


@pytest.mark.parametrize("name", ["hush", "remove"])
def test_the_seat_of_the_host_is_not_to_be_touched(name: str) -> None:
    sitting = in_turn()

    refusal = sitting.do(name, None, target=1)

    assert refusal is not None
    assert refusal.code == "not_the_host"


def test_a_hushed_witness_changes_nothing_for_the_one_who_speaks() -> None:
    sitting = in_turn()
    clocks = (sitting.circle.turn_box, sitting.circle.step_box, sitting.circle.holds)

    sitting.do("hush", 1, target=4)

    assert floor(sitting.circle) == (1,)
    assert (sitting.circle.turn_box, sitting.circle.step_box, sitting.circle.holds) == clocks


def test_a_hushed_speaker_passes_the_turn_which_is_kept_for_them() -> None:
    sitting = turn_of(2)

    sitting.do("hush", None, target=2)

    assert 2 in sitting.circle.kept
    assert 2 in sitting.circle.hushed
    assert sitting.circle.speaker != 2


def test_a_hushed_listener_is_followed_by_another() -> None:
    sitting = in_turn()

    sitting.do("hush", 1, target=2)

    assert sitting.circle.speaker == 1
    assert sitting.circle.listener in (3, 4)


def test_quiet_ends_with_the_turn() -> None:
    sitting = in_turn()
    sitting.do("hush", 1, target=4)

    sitting.do("done", 1)
    sitting.do("done", 2)
    sitting.do("heard", 1)

    assert sitting.circle.hushed == ()


def test_quiet_ends_when_the_keeper_says_so() -> None:
    sitting = in_turn()
    sitting.do("hush", 1, target=4)

    sitting.do("unhush", 1, target=4)

    assert sitting.circle.hushed == ()


def test_whoever_is_hushed_can_still_leave_and_raise_a_concern() -> None:
    sitting = in_turn()
    sitting.do("hush", 1, target=4)

    assert {"leave", "raise_concern", "pause"} <= set(sitting.moves(4))
    assert sitting.do("raise_concern", 4) is None
    assert sitting.do("leave", 4) is None


def test_whoever_is_hushed_is_not_asked_to_reflect() -> None:
    sitting = in_turn()
    sitting.do("hush", 1, target=4)

    assert 4 not in candidates(sitting.circle, 1)


def test_a_removed_speaker_gives_the_turn_to_the_next() -> None:
    sitting = turn_of(2)

    sitting.do("remove", 1, target=2)

    assert sitting.circle.speaker not in (2, None)
    assert state_of(sitting.circle, 2) == "left"
    assert 2 not in sitting.circle.kept


def test_a_removed_seat_does_not_come_back_however_soon() -> None:
    sitting = in_turn()
    sitting.do("remove", 1, target=4)

    refusal = sitting.do("arrive", 4)

    assert refusal is not None
    assert refusal.code == "removed"


def test_a_seat_can_be_removed_before_anybody_sits_in_it() -> None:
    sitting = Sitting("empathy-circle", 4)

    sitting.do("remove", None, target=3)

    refusal = sitting.do("arrive", 3)
    assert refusal is not None
    assert refusal.code == "removed"


def test_to_remove_twice_is_to_have_removed() -> None:
    sitting = in_turn()
    sitting.do("remove", 1, target=4)
    told = len(sitting.log)

    assert sitting.do("remove", 1, target=4) is None
    assert len(sitting.log) == told


def test_a_removed_facilitator_no_longer_keeps_the_process() -> None:
    sitting = in_turn()
    sitting.circle = sitting.opened = _with_facilitator(sitting.circle, 2)

    sitting.do("remove", None, target=2)

    assert sitting.circle.facilitator is None


def test_a_facilitator_cannot_remove_themselves_but_leave() -> None:
    sitting = in_turn()
    sitting.circle = _with_facilitator(sitting.circle, 2)

    refusal = sitting.do("remove", 2, target=2)

    assert refusal is not None
    assert refusal.code == "not_yourself"


def test_a_kept_pause_is_ended_by_the_keeper_and_nobody_else() -> None:
    sitting = in_turn()
    sitting.do("pause_all", 1)

    refusal = sitting.do("resume", 3)

    assert refusal is not None
    assert refusal.code == "pause_kept"
    assert "resume" not in sitting.moves(3)
    assert "resume" in sitting.moves(1)
    assert sitting.do("resume", 1) is None
    assert not sitting.circle.is_paused


def test_a_kept_pause_ends_by_its_time_so_that_nobody_is_stuck() -> None:
    sitting = in_turn()
    left = _left(sitting)
    sitting.do("pause_all", None)

    sitting.wait(seconds=PAUSES_FOR.total_seconds())

    assert not sitting.circle.is_paused
    assert not sitting.circle.pause_kept
    assert _left(sitting) == left


def test_an_ordinary_pause_can_be_taken_over_by_the_keeper() -> None:
    sitting = in_turn()
    sitting.do("pause", 3)

    sitting.do("pause_all", 1)

    assert sitting.do("resume", 3) is not None


def _left(sitting: Sitting) -> timedelta:
    assert sitting.circle.turn_box is not None
    return sitting.circle.turn_box.ends_at - sitting.now


def _with_facilitator(circle: Circle, seat: int) -> Circle:
    from_other = {name: getattr(circle, name) for name in circle.__dataclass_fields__}
    return Circle(**(from_other | {"facilitator": seat}))


class KeptCircle(AnyCircle):
    """Any circle, in which somebody also keeps the process, well or badly."""

    @precondition(AnyCircle.is_open)
    @rule(
        name=st.sampled_from(KEEPING),
        by=st.sampled_from((None, 1)),
        other=st.integers(2, 8),
    )
    def the_keeper_acts(self, name: str, by: int | None, other: int) -> None:
        if other > len(self.sitting.circle.seats):
            return
        before, told = self.sitting.circle, len(self.sitting.log)

        self.sitting.do(name, by, target=other)

        if name == "hush" and not _has_a_part(before, other):
            self.nobody_else_notices(before, told)

    def nobody_else_notices(self, before: Circle, told: int) -> None:
        after = self.sitting.circle
        assert all(type(event) is e.SeatHushed for event in self.sitting.log[told:])
        for clock in ("turn_box", "step_box", "stage_box", "holds", "held_at", "holders"):
            assert getattr(after, clock) == getattr(before, clock)

    @invariant()
    def removed_seats_are_out_for_good(self) -> None:
        if not hasattr(self, "sitting"):
            return
        circle = self.sitting.circle
        gone = {seat.number for seat in circle.seats if seat.removed}
        assert not gone & {*floor(circle), *circle.here, *circle.hands}
        assert circle.asked not in gone
        assert circle.facilitator not in gone
        assert circle.is_closed or circle.listener not in gone
        for seat in gone:
            assert self.sitting.make(Move(MoveKind.ARRIVE, seat)) is not None

    @invariant()
    def the_hushed_are_not_on_the_floor(self) -> None:
        if hasattr(self, "sitting"):
            circle = self.sitting.circle
            assert not set(circle.hushed) & {*floor(circle), circle.asked}


def _has_a_part(circle: Circle, seat: int) -> bool:
    return seat in (*circle.holders, circle.listener, circle.asked)


TestKeptCircle = KeptCircle.TestCase
TestKeptCircle.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
