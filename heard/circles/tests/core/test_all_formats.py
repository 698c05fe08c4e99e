"""What is true in every circle of every format, whatever people do."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from heard.circles.core import events as e
from heard.circles.core.applying import replay
from heard.circles.core.floors import floor, sliders_are_in
from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.unfolding import next_deadline
from heard.circles.core.viewing import view
from heard.circles.tests.core.circles import Sitting, sizes

OF_THE_TURN = ("done", "heard", "not_quite", "more", "choose", "accept", "decline")


class AnyCircle(RuleBasedStateMachine):
    """People act, lines drop, time passes, the house goes down; what must hold, holds."""

    sitting: Sitting

    @initialize(size=st.sampled_from(sizes()), seed=st.integers(0, 3))
    def open(self, size: tuple[str, int], seed: int) -> None:
        self.sitting = Sitting(*size, seed=seed).everyone_arrives()
        self.held = timedelta(0)

    def is_open(self) -> bool:
        return not self.sitting.circle.is_closed

    @precondition(is_open)
    @rule(data=st.data())
    def someone_does_what_is_offered(self, data: st.DataObject) -> None:
        offers = [
            (seat, move)
            for seat in range(1, len(self.sitting.circle.seats) + 1)
            for move in view(self.sitting.circle, seat)["moves"]
            if move.get("targets") != []
        ]
        if not offers:
            return
        seat, move = data.draw(st.sampled_from(offers))
        details: dict[str, Any] = {}
        if "targets" in move:
            details["target"] = data.draw(st.sampled_from(move["targets"]))
        if move["move"] == "set_slider":
            details["value"] = 4
        if move["move"] == "settle_concern":
            details["value"] = view(self.sitting.circle, seat)["concerns"][0]["n"]

        refusal = self.sitting.do(move["move"], seat, **details)

        assert refusal is None, (move, seat, refusal)
        if sliders_are_in(self.sitting.circle):
            self.sitting.make(Move(MoveKind.LEAD_CHOSEN, target=seat))

    @precondition(is_open)
    @rule(seat=st.integers(-1, 9), name=st.sampled_from(OF_THE_TURN))
    def someone_does_what_is_not_offered(self, seat: int, name: str) -> None:
        known = 1 <= seat <= len(self.sitting.circle.seats)
        if known and name in self.sitting.moves(seat):
            return
        before = self.sitting.circle

        refusal = self.sitting.do(name, seat, target=1)

        assert refusal is not None
        assert self.sitting.circle == before

    @precondition(is_open)
    @rule(seconds=st.sampled_from((1, 20, 60, 300)))
    def time_passes(self, seconds: int) -> None:
        self.sitting.wait(seconds=seconds)

    @precondition(is_open)
    @rule(seat=st.integers(1, 8), back=st.booleans())
    def a_line_drops_or_is_back(self, seat: int, *, back: bool) -> None:
        if seat <= len(self.sitting.circle.seats):
            self.sitting.make(Move(MoveKind.COME_BACK if back else MoveKind.LOSE, seat))

    @precondition(is_open)
    @rule(seconds=st.sampled_from((5, 4000)))
    def the_house_is_out(self, seconds: int) -> None:
        due = next_deadline(self.sitting.circle)
        assert due is not None
        left = due - self.sitting.now

        self.sitting.now += timedelta(seconds=seconds)
        self.sitting.do("hold_clock", value=seconds * 1000)

        if self.sitting.circle.stage != "waiting":
            after = next_deadline(self.sitting.circle)
            assert after is not None
            assert after - self.sitting.now == left

    @precondition(lambda self: not self.is_open())
    @rule(seat=st.integers(1, 2), name=st.sampled_from(OF_THE_TURN))
    def a_closed_circle_stays_closed(self, seat: int, name: str) -> None:
        refusal = self.sitting.do(name, seat, target=1)

        assert refusal is not None
        assert refusal.code == "closed"

    @invariant()
    def only_present_seats_of_the_circle_have_the_floor(self) -> None:
        if hasattr(self, "sitting"):
            circle = self.sitting.circle
            assert set(floor(circle)) <= set(circle.here)

    @invariant()
    def there_is_always_a_next_deadline(self) -> None:
        if hasattr(self, "sitting") and self.is_open():
            assert next_deadline(self.sitting.circle) is not None

    def teardown(self) -> None:
        if not hasattr(self, "sitting"):
            return
        sitting = self.sitting
        for _ in range(2000):
            if sitting.circle.is_closed:
                break
            sitting.until_it_changes()
        assert sitting.circle.is_closed, "the clocks alone end every circle"
        records = [(*e.to_record(event), event.at) for event in sitting.log]
        assert replay(sitting.opened, [e.from_record(*r) for r in records]) == sitting.circle
        self.nobody_repeats_before_everyone(sitting)

    def nobody_repeats_before_everyone(self, sitting: Sitting) -> None:
        circle = sitting.opened
        for event in sitting.log:
            if isinstance(event, e.TurnBegan) and circle.phase.group == "flat":
                assert not set(event.holders) & circle.spoken
            circle = replay(circle, [event])


TestAnyCircle = AnyCircle.TestCase
TestAnyCircle.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
