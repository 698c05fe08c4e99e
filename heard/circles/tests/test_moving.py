"""Moves become events, once, in one transaction."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from heard.base import bus, reactions
from heard.circles import actions, events, queries
from heard.circles.core.applying import replay
from heard.circles.core.events import from_record
from heard.circles.models import Circle, CircleEvent, Command, Heartbeat, SliderAnswer
from heard.circles.queries import states
from heard.circles.tests.rooms import START, circle_in_turn, circle_of, later

pytestmark = pytest.mark.django_db


def test_the_same_command_twice_gets_the_first_answer_and_happens_once():
    circle = circle_in_turn(now=START)
    command = uuid.uuid4()

    first = circle.move("done", 1, now=later(seconds=20), command_id=command)
    log = CircleEvent.objects.filter(circle_id=circle.id).count()
    again = circle.move("done", 1, now=later(seconds=21), command_id=command)

    assert first.ok
    assert again == first
    assert CircleEvent.objects.filter(circle_id=circle.id).count() == log


def test_a_refused_command_stays_refused_though_it_would_be_right_now():
    circle = circle_in_turn(now=START)
    command = uuid.uuid4()

    refused = circle.move("done", 2, now=later(seconds=20), command_id=command)
    circle.move("done", 1, now=later(seconds=21))
    again = circle.move("done", 2, now=later(seconds=22), command_id=command)

    assert refused.code == "not_your_turn"
    assert again == refused


def test_nobody_learns_the_answer_to_a_command_of_another_seat():
    circle = circle_in_turn(now=START)
    command = uuid.uuid4()

    circle.move("done", 1, now=later(seconds=20), command_id=command)
    answer = circle.move("done", 3, now=later(seconds=21), command_id=command)

    assert (answer.ok, answer.code) == (False, "id_is_taken")


def test_what_one_may_choose_comes_in_the_order_in_which_the_format_has_it():
    circle = circle_in_turn(now=START)
    circle.move("done", 1, now=later(seconds=20))
    circle.move("done", 2, now=later(seconds=40))
    states.forget_states()

    choices = circle.snapshot().circle.step.choices

    assert [choice for choice, _to in choices] == ["heard", "not_quite", "more"]


def test_the_state_is_the_fold_of_the_log():
    circle = circle_in_turn(now=START)
    remembered = queries.state_of(circle.id)

    states.forget_states()

    assert queries.state_of(circle.id) == remembered


def test_a_state_whose_transaction_was_undone_is_forgotten():
    circle = circle_in_turn(now=START)
    before = queries.state_of(circle.id)

    undone = transaction.savepoint()
    circle.move("done", 1, now=later(seconds=20))
    assert queries.state_of(circle.id).seq > before.seq
    transaction.savepoint_rollback(undone)

    assert queries.state_of(circle.id) == before


def test_every_event_survives_the_database():
    circle = circle_in_turn(now=START)
    rows = CircleEvent.objects.filter(circle_id=circle.id)
    beginning = states._beginning(circle.id)

    folded = replay(beginning, (from_record(row.kind, row.data, row.at) for row in rows))

    assert folded == queries.state_of(circle.id)


def test_the_log_is_only_appended_to():
    circle = circle_in_turn(now=START)
    row = CircleEvent.objects.filter(circle_id=circle.id).first()
    assert row is not None

    with pytest.raises(TypeError, match="append"):
        row.save()
    with pytest.raises(TypeError, match="erase the whole circle"):
        row.delete()
    with pytest.raises(TypeError, match="append"):
        CircleEvent.objects.filter(circle_id=circle.id).update(seq=99)
    with pytest.raises(TypeError, match="erase"):
        CircleEvent.objects.all().delete()


def test_a_whole_circle_can_be_erased():
    circle = circle_in_turn(now=START)

    Circle.objects.get(id=circle.id).delete()

    assert not CircleEvent.objects.filter(circle_id=circle.id).exists()


def test_two_things_cannot_happen_at_the_same_place_in_the_log():
    circle = circle_in_turn(now=START)

    with pytest.raises(IntegrityError):
        CircleEvent.objects.create(
            circle_id=circle.id, seq=1, kind="SeatReady", data={"seat": 1}, at=START
        )


def test_the_bus_is_told_after_the_commit(django_capture_on_commit_callbacks):
    circle = circle_in_turn(now=START)
    told = []
    unsubscribe = bus.subscribe(lambda topic, seq: told.append((topic, seq)))

    with django_capture_on_commit_callbacks() as callbacks:
        answer = circle.move("done", 1, now=later(seconds=20))
        assert told == []
    for callback in callbacks:
        callback()
    unsubscribe()

    assert told == [(f"circle:{circle.id}", answer.seq)]


def test_a_clock_that_runs_out_ends_the_turn_once(django_capture_on_commit_callbacks):
    circle = circle_in_turn(now=START)
    due = Circle.objects.get(id=circle.id).due_at
    assert due is not None
    assert queries.live_circles_with_deadline(due - timedelta(seconds=1)) == []

    assert queries.live_circles_with_deadline(due) == [circle.id]
    actions.let_time_pass(circle_id=circle.id, now=due)
    actions.let_time_pass(circle_id=circle.id, now=due)

    ended = CircleEvent.objects.filter(circle_id=circle.id, kind="TurnEnded")
    assert [row.data["how"] for row in ended] == ["clock"]


def test_blind_answers_stand_beside_the_log_and_the_lowest_leads():
    circle = circle_of(2, format_id="one-to-one-empathy", now=START)
    for number in (1, 2):
        circle.move("arrive", number, now=START)
    while queries.state_of(circle.id).stage != "slider":
        for number in (1, 2):
            circle.move("ready", number, now=START)

    circle.move("set_slider", 1, value=7, now=later(seconds=1))
    assert queries.room_snapshot(circle.id).sliders is None
    circle.move("set_slider", 2, value=3, now=later(seconds=2))

    assert queries.state_of(circle.id).lead == 2
    assert queries.room_snapshot(circle.id).sliders == {"1": 7, "2": 3}
    assert SliderAnswer.objects.count() == 2
    assert not CircleEvent.objects.filter(kind="SliderSet", data__has_key="value").exists()


def test_a_turn_that_ends_and_a_circle_that_closes_are_told_to_other_domains(monkeypatch):
    heard = []
    table = tuple(
        reactions.Reaction(kind, heard.append, "now")
        for kind in (events.TurnEnded, events.CircleClosed)
    )
    monkeypatch.setattr(reactions, "wiring", lambda: table)
    circle = circle_in_turn(now=START)

    for number in (1, 2, 3, 4):
        circle.move("leave", number, now=later(seconds=30))

    turn = heard[0]
    assert isinstance(turn, events.TurnEnded)
    assert (turn.turn, turn.speakers, turn.listener, turn.how) == (1, (1,), 2, "left")
    assert isinstance(heard[-1], events.CircleClosed)
    assert Circle.objects.get(id=circle.id).closed_at is not None


def test_a_reaction_that_refuses_undoes_the_move(monkeypatch):
    def refuse(_event):
        raise ValueError

    table = (reactions.Reaction(events.TurnEnded, refuse, "now"),)
    monkeypatch.setattr(reactions, "wiring", lambda: table)
    circle = circle_in_turn(now=START)
    before = queries.state_of(circle.id)

    with pytest.raises(ValueError):  # noqa: PT011  ours, above
        circle.move("pass", 1, now=later(seconds=20), command_id=uuid.uuid4())

    assert queries.state_of(circle.id) == before
    assert not Command.objects.exists()


def test_a_move_is_never_before_what_has_happened():
    circle = circle_in_turn(now=START)

    circle.move("done", 1, now=later(seconds=-500))

    times = list(CircleEvent.objects.filter(circle_id=circle.id).values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] == START


# ── the house was out ───────────────────────────────────────────────────────


def _time_left(circle, at):
    box = queries.state_of(circle.id).turn_box
    assert box is not None
    return box.ends_at - at


def test_an_outage_shortens_nobodys_time():
    circle = circle_in_turn(now=START)
    actions.beat(later(seconds=30))
    left = _time_left(circle, later(seconds=30))

    actions.log_outage_gap(later(minutes=45))

    assert _time_left(circle, later(minutes=45)) == left
    assert queries.state_of(circle.id).stage == "turn"


def test_an_outage_counts_from_the_last_thing_that_happened():
    circle = circle_in_turn(now=START)
    actions.beat(later(seconds=30))
    circle.move("more_time", 1, now=later(seconds=30, milliseconds=800))
    left = _time_left(circle, later(seconds=30, milliseconds=800))

    actions.log_outage_gap(later(minutes=5))

    assert _time_left(circle, later(minutes=5)) == left


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_wall_clock_that_was_set_changes_no_ones_time(minutes):
    circle = circle_in_turn(now=later(minutes=20))
    actions.beat(later(minutes=20, seconds=30))
    left = _time_left(circle, later(minutes=20, seconds=30))

    actions.log_outage_gap(later(minutes=20 + minutes, seconds=31))

    assert _time_left(circle, later(minutes=20 + minutes, seconds=31)) == left
    assert circle.move("done", 1, now=later(minutes=20 + minutes, seconds=32)).ok


def test_a_machine_that_slept_gives_the_time_back():
    circle = circle_in_turn(now=START)
    actions.beat(later(seconds=30))
    left = _time_left(circle, later(seconds=30))

    actions.beat(later(hours=8))

    assert _time_left(circle, later(hours=8)) == left


def test_a_heartbeat_each_second_holds_nothing():
    circle = circle_in_turn(now=START)
    before = queries.state_of(circle.id)

    for second in range(5):
        actions.beat(later(seconds=second))

    assert queries.state_of(circle.id) == before
    assert Heartbeat.objects.get().beat_at == later(seconds=4)


def test_a_table_keeps_its_own_clock_while_it_is_heard_from():
    circle = circle_of(mode="table", now=START)
    due = Circle.objects.get(id=circle.id).due_at
    assert due is not None
    actions.hear_table(circle.id, due - timedelta(minutes=9))

    assert queries.live_circles_with_deadline(due) == []
    assert queries.live_circles_with_deadline(due + timedelta(minutes=2)) == [circle.id]


def test_one_broken_circle_does_not_stop_the_clocks_of_the_others():
    broken, sound = circle_in_turn(now=START), circle_in_turn(now=START)
    Circle.objects.filter(id=broken.id).update(format_document={})
    states.forget_states()
    actions.beat(START)

    for second in range(0, 900, 3):
        actions.beat(later(seconds=second))

    assert queries.state_of(sound.id).turn > 1
