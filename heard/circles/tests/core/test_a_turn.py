"""One loop of speak, reflect and confirm, and who comes next."""

from dataclasses import replace
from datetime import timedelta

from heard.circles.core.events import TurnBegan
from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.viewing import view
from heard.circles.tests.core.circles import Sitting, state_of


def first_turn(people: int = 4, mode: str = "devices") -> Sitting:
    return Sitting("empathy-circle", people, mode=mode).to_the_first_turn()


def test_the_circle_begins_when_all_who_are_here_are_ready() -> None:
    sitting = Sitting("empathy-circle", 4)
    for number in (1, 2, 3):
        sitting.do("arrive", number)

    for number in (1, 2, 3):
        sitting.do("ready", number)

    assert sitting.circle.phase.id == "agreements"


def test_a_circle_with_too_few_people_waits() -> None:
    sitting = Sitting("empathy-circle", 4)

    sitting.do("arrive", 1)
    sitting.do("arrive", 2)

    assert sitting.circle.stage == "waiting"
    refusal = sitting.do("begin", 1)
    assert refusal is not None
    assert refusal.code == "too_few"


def test_only_the_speaker_ends_speaking() -> None:
    sitting = first_turn()

    refusal = sitting.do("done", 3)

    assert refusal is not None
    assert (refusal.code, refusal.speaker, refusal.listener) == ("not_your_turn", 1, 2)
    assert sitting.do("done", 1) is None
    assert sitting.circle.step_id == "reflect"


def test_i_feel_heard_ends_the_turn_and_the_listener_speaks_next() -> None:
    sitting = first_turn()
    sitting.do("done", 1)
    sitting.do("done", 2)

    sitting.do("heard", 1)

    assert sitting.circle.speaker == 2
    assert sitting.circle.spoken == {1}


def test_a_tap_that_comes_after_its_turn_is_over_ends_nothing() -> None:
    sitting = Sitting("daily-dyad", 2).to_the_first_turn()
    first = sitting.circle.speaker
    while sitting.circle.turn == 1:
        sitting.until_it_changes()
    second, turn = sitting.circle.speaker, sitting.circle.turn

    late = Move(MoveKind.PASS, second, turn=1, step=sitting.circle.step_id)

    assert second != first
    refusal = sitting.make(late)
    assert refusal is not None
    assert refusal.code == "not_now"
    assert sitting.circle.turn == turn
    assert sitting.make(replace(late, turn=turn, step=sitting.circle.step_id)) is None


def test_not_quite_goes_back_to_reflecting_and_three_of_them_bring_a_hint() -> None:
    sitting = first_turn()
    sitting.do("done", 1)

    for _ in range(3):
        assert not view(sitting.circle, 1)["assist"]
        sitting.do("done", 2)
        sitting.do("not_quite", 1)

    assert sitting.circle.step_id == "reflect"
    assert view(sitting.circle, 1)["assist"]


def test_the_next_speaker_chooses_among_those_who_have_not_spoken() -> None:
    sitting = first_turn()
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        sitting.do(name, seat)

    offered = view(sitting.circle, 2)["moves"][0]

    assert offered == {"move": "choose", "targets": [3, 4]}
    refusal = sitting.do("choose", 2, target=1)
    assert refusal is not None
    assert refusal.code == "not_a_candidate"


def test_the_last_speaker_of_a_round_may_choose_anyone() -> None:
    sitting = Sitting("empathy-circle-20", 3).to_the_first_turn()
    for seat, listener in ((1, 2), (2, 3)):
        sitting.do("done", seat)
        sitting.do("done", listener)
        sitting.do("heard", seat)
        sitting.do("accept", sitting.circle.asked)

    assert sitting.circle.speaker == 3
    assert view(sitting.circle, 3)["moves"][0] == {"move": "choose", "targets": [1, 2]}


def test_a_turn_ends_by_itself_when_its_time_and_its_grace_are_over() -> None:
    sitting = first_turn()

    sitting.wait(minutes=4, seconds=44)
    assert sitting.circle.speaker == 1

    sitting.wait(seconds=1)
    assert sitting.circle.spoken == {1}


def test_anyone_may_ask_for_more_time_as_often_as_the_format_allows() -> None:
    sitting = first_turn()
    box = sitting.circle.turn_box
    assert box is not None

    for seat in (3, 1, 4):
        assert sitting.do("more_time", seat) is None

    refusal = sitting.do("more_time", 2)
    assert refusal is not None
    assert refusal.code == "no_more_time"
    assert sitting.circle.turn_box == box.longer(timedelta(minutes=3))


def test_who_is_asked_may_decline_and_nobody_else_is_told() -> None:
    sitting = first_turn()
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        sitting.do(name, seat)
    sitting.do("choose", 2, target=3)
    before = {seat: view(sitting.circle, seat) for seat in (1, 2)}

    assert sitting.moves(3)[:2] == ["accept", "decline"]
    sitting.do("decline", 3)

    assert sitting.circle.asked == 4
    for seat, shown in before.items():
        now = view(sitting.circle, seat)
        assert {**now, "seq": 0} == {**shown, "seq": 0}


def test_whoever_rests_is_not_offered_and_only_they_see_it() -> None:
    sitting = first_turn()
    sitting.do("rest", 3)
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        sitting.do(name, seat)

    assert sitting.circle.asked == 4
    assert view(sitting.circle, 3)["resting"]
    assert not view(sitting.circle, 2)["resting"]


def test_a_passed_turn_is_kept_for_the_end_of_the_round() -> None:
    sitting = Sitting("story-circle", 3).to_the_first_turn()
    first = sitting.circle.speaker
    assert first is not None

    sitting.do("pass", first)
    while sitting.circle.round == 1 and sitting.circle.phase.turn:
        sitting.until_it_changes()

    spoke = [event.holders[0] for event in sitting.log if isinstance(event, TurnBegan)][:4]
    assert spoke[0] == spoke[3] == first
    assert sorted(spoke[1:]) == [1, 2, 3]


def test_a_pause_takes_nobodys_time() -> None:
    sitting = first_turn()
    sitting.wait(minutes=1)
    box = sitting.circle.turn_box
    assert box is not None

    sitting.do("pause", 4)
    sitting.wait(minutes=3)
    assert sitting.moves(1) == ["resume", "rest", "raise_concern", "leave"]
    sitting.do("resume", 2)

    assert sitting.circle.turn_box == box.moved(timedelta(minutes=3))


def test_a_forgotten_pause_ends_by_itself() -> None:
    sitting = first_turn()

    sitting.do("pause", 4)
    sitting.wait(minutes=5)

    assert not sitting.circle.is_paused


def test_a_speaker_whose_line_drops_is_waited_for_and_keeps_the_turn() -> None:
    sitting = first_turn()
    sitting.wait(minutes=1)
    box = sitting.circle.turn_box
    assert box is not None

    sitting.do("lose", 1)
    sitting.wait(seconds=40)
    sitting.do("come_back", 1)

    assert sitting.circle.speaker == 1
    assert sitting.circle.turn_box == box.moved(timedelta(seconds=40))


def test_a_speaker_who_stays_away_speaks_at_the_end_of_the_round() -> None:
    sitting = first_turn()

    sitting.do("lose", 1)
    sitting.wait(seconds=60)

    assert sitting.circle.kept == (1,)
    assert sitting.circle.speaker != 1
    assert state_of(sitting.circle, 1) == "away"


def test_a_listener_who_stays_away_is_replaced() -> None:
    sitting = first_turn()

    sitting.do("lose", 2)
    sitting.wait(seconds=30)

    assert sitting.circle.listener == 3


def test_a_speaker_who_leaves_gives_the_floor_to_the_next() -> None:
    sitting = first_turn()

    sitting.do("leave", 1)

    assert sitting.circle.speaker == 2
    assert state_of(sitting.circle, 1) == "left"


def test_a_circle_of_too_few_stands_still_and_then_closes_kindly() -> None:
    sitting = first_turn(3)

    sitting.do("leave", 2)
    sitting.do("leave", 3)
    assert view(sitting.circle, 1)["too_few"]

    sitting.wait(minutes=5)
    assert sitting.circle.ended == "too_few"


def test_doors_are_closed_after_the_opening_but_a_seat_is_kept_for_who_left() -> None:
    sitting = Sitting("empathy-circle", 4)
    for number in (1, 2, 3):
        sitting.do("arrive", number)
    for _ in range(2):
        for number in (1, 2, 3):
            sitting.do("ready", number)
    sitting.do("leave", 3)

    refusal = sitting.do("arrive", 4)

    assert refusal is not None
    assert refusal.code == "doors_closed"
    assert sitting.do("arrive", 3) is None


def test_a_concern_is_seen_by_host_and_by_whoever_raised_it_only() -> None:
    sitting = first_turn()

    sitting.do("raise_concern", 3)

    assert [len(view(sitting.circle, seat)["concerns"]) for seat in (1, 2, 3, 4)] == [1, 0, 1, 0]
    refusal = sitting.do("settle_concern", 2, value=1)
    assert refusal is not None
    sitting.do("settle_concern", 1, value=1)
    assert view(sitting.circle, 3)["concerns"] == []


def test_an_outage_of_the_house_shortens_nobodys_time() -> None:
    sitting = first_turn()
    sitting.wait(minutes=3)
    box = sitting.circle.turn_box
    assert box is not None

    sitting.now += timedelta(hours=2)
    sitting.do("hold_clock", value=2 * 3600 * 1000)

    assert sitting.circle.turn_box == box.moved(timedelta(hours=2))
    assert sitting.circle.speaker == 1


def test_around_a_table_nobody_is_asked_through_the_device() -> None:
    sitting = Sitting("empathy-circle", 4, mode="table")
    sitting.do("begin")
    sitting.do("move_on")
    sitting.do("move_on")
    sitting.do("volunteer", 2)

    sitting.do("choose", 2, target=4)

    assert (sitting.circle.speaker, sitting.circle.listener) == (2, 4)
    assert {"move": "done", "seat": 2} in view(sitting.circle, None)["moves"]


def test_a_closed_circle_takes_no_moves() -> None:
    sitting = first_turn(3)
    sitting.wait(hours=20)

    assert sitting.circle.ended == "complete"
    refusal = sitting.do("pause", 1)
    assert refusal is not None
    assert refusal.code == "closed"
    assert view(sitting.circle, 1)["moves"] == []


def test_a_stranger_and_a_seat_that_nobody_took_cannot_act() -> None:
    sitting = Sitting("empathy-circle", 4)
    for number in (1, 2, 3):
        sitting.do("arrive", number)

    codes = [refusal.code for seat in (0, 4, 9) if (refusal := sitting.do("ready", seat))]

    assert codes == ["not_a_seat", "not_here", "not_a_seat"]
