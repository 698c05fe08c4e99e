"""Every kind of event, every seat: nobody is shown what is not theirs."""

import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from heard.circles import actions, queries
from heard.circles.core import events as e
from heard.circles.core.floors import keeps_process
from heard.circles.core.unfolding import next_deadline
from heard.circles.core.viewing import view
from heard.circles.live.showing import picture_for
from heard.circles.models import CircleEvent, Seat, SliderAnswer, TurnRating
from heard.circles.tests.rooms import START, circle_in_turn, circle_of, later

pytestmark = pytest.mark.django_db
FRAME = {"type", "view", "names", "sliders", "captions", "captioners", "now", "turns"}
FRAME |= {"hushed", "keeping"}
KEEPING = ("hush", "hush", "unhush", "unhush", "pause_all", "remove")
DISTURBING = ("leave", "pause", "pass", "rest", "raise_concern", "more_time")
MOST_EVENINGS = 40
SCENES = (
    ("empathy-circle", 4),
    ("one-to-one-empathy", 2),
    ("council", 3),
    ("fishbowl", 5),
    ("restorative-circle", 4),
    ("support-circle", 3),
    ("story-circle", 3),
    ("yes-and", 3),
)


def test_no_seat_is_shown_what_belongs_to_another_whatever_happens():
    kinds_seen, evenings = set(), 0
    while evenings < len(SCENES) or (kinds_seen != set(e.KINDS) and evenings < MOST_EVENINGS):
        format_id, people = SCENES[evenings % len(SCENES)]
        for snapshot, kinds in _evening(format_id, people, random.Random(evenings)):
            kinds_seen |= kinds
            for seat in range(1, people + 1):
                _check(snapshot, seat)
        evenings += 1

    assert kinds_seen == set(e.KINDS)


def _evening(format_id, people, rng):
    """Snapshots of a circle in which people do what they may, and sometimes the line is lost."""
    circle = circle_of(people, format_id=format_id, now=START)
    now, seq = START, 0
    for number in range(1, people + 1):
        circle.move("arrive", number, now=now)
    for _ in range(120):
        state = queries.state_of(circle.id)
        if state.is_closed:
            break
        now = _some_time_later(state, now, rng)
        name, seat, details = _something(state, people, rng)
        if circle.move(name, seat, now=now, **details).ok and name == "raise_concern":
            actions.write_concern_words(circle_id=circle.id, seat=seat, words=f"secret of {seat}")
        rows = CircleEvent.objects.filter(circle_id=circle.id, seq__gt=seq)
        kinds = set(rows.values_list("kind", flat=True))
        seq = queries.state_of(circle.id).seq
        yield circle.snapshot(), kinds


def _some_time_later(state, now, rng):
    if rng.random() < 0.06:
        return next_deadline(state) or now
    return now + timedelta(seconds=rng.randint(0, 12))


def _something(state, people, rng):
    seat = rng.randint(1, people)
    chance = rng.random()
    calm = rng.random() < 0.85
    if chance < 0.12 and not calm:
        name = "lose" if state.seat(seat).here and len(state.here) > 2 else "come_back"
        return name, seat, {}
    if chance < 0.14:
        return "hold_clock", None, {"value": 500}
    if chance < 0.17:
        return rng.choice(KEEPING), None, {"target": rng.choice(state.hushed or (seat,))}
    if rng.random() < 0.05 and state.concerns and not calm:
        return "settle_concern", None, {"value": state.concerns[0].number}
    awaited = [number for number in range(1, people + 1) if _is_awaited(state, number)]
    if awaited and rng.random() < 0.7:
        seat = rng.choice(awaited)
    moves = view(state, seat)["moves"] or [{"move": "arrive"}]
    if calm:
        moves = [move for move in moves if move["move"] not in DISTURBING] or moves
    chosen = moves[0] if rng.random() < 0.5 else rng.choice(moves)
    details = {}
    if chosen["move"] == "set_slider":
        details["value"] = rng.randint(0, 10)
    if "targets" in chosen:
        details["target"] = rng.choice(chosen["targets"] or [seat])
    return chosen["move"], seat, details


def _is_awaited(state, seat):
    """Whether this seat has something to do that is not open to everyone at any time."""
    moves = view(state, seat)["moves"]
    return bool(moves) and moves[0]["move"] not in ("more_time", "pause", "resume", "rest")


def _check(snapshot, seat):
    frame = picture_for(snapshot, seat)
    text = json.dumps(frame)

    assert set(frame) <= FRAME
    assert ("keeping" in frame) == keeps_process(snapshot.circle, seat)
    assert frame["hushed"] == (seat in snapshot.circle.hushed)
    assert "secret of" not in text
    assert not any(device and device in text for device in snapshot.devices.values())
    if snapshot.circle.lead is None:
        assert frame["sliders"] is None
    assert _without_times(picture_for(_with_other_secrets(snapshot, seat), seat)) == _without_times(
        frame
    )


def _with_other_secrets(snapshot, seat):
    """The same circle, had the others kept other things to themselves."""
    circle = snapshot.circle
    if not keeps_process(circle, seat):
        own = tuple(concern for concern in circle.concerns if concern.seat == seat)
        circle = replace(circle, concerns=own)
    if circle.speaker != seat:
        # Who chooses is shown whom to choose from; nobody else learns who would rather not.
        others = tuple(
            state if state.number == seat else replace(state, resting=not state.resting)
            for state in circle.seats
        )
        circle = replace(circle, seats=others, declined=frozenset())
    if circle.stage == "asking" and circle.asked != seat:
        circle = replace(circle, asked=next(n for n in range(1, 9) if n != seat))
    return replace(snapshot, circle=circle, devices={})


def _without_times(frame):
    return {**frame, "now": 0, "view": {**frame["view"], "seq": 0}}


def test_who_raised_a_concern_is_shown_to_the_host_and_to_themselves():
    circle = circle_in_turn(now=START)
    circle.move("raise_concern", 3, now=later(seconds=10))
    snapshot = circle.snapshot()

    shown = {seat: picture_for(snapshot, seat)["view"]["concerns"] for seat in (1, 2, 3, 4)}

    assert [bool(shown[seat]) for seat in (1, 2, 3, 4)] == [True, False, True, False]


def test_who_is_asked_and_who_declines_is_between_them_and_the_house():
    circle = circle_in_turn(now=START)
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        circle.move(name, seat, now=later(seconds=60))
    circle.move("choose", 2, target=3, now=later(seconds=61))
    before = circle.snapshot()

    circle.move("decline", 3, now=later(seconds=70))

    after = circle.snapshot()
    assert picture_for(before, 3)["view"]["asked"]
    assert picture_for(after, 4)["view"]["asked"]
    assert _without_times(picture_for(before, 1)) == _without_times(picture_for(after, 1))


def test_ratings_are_shown_to_nobody():
    circle = circle_in_turn(now=START)
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        circle.move(name, seat, now=later(seconds=60))
    before = circle.snapshot()

    actions.rate_turn(circle_id=circle.id, seat=1, turn=1, side="speaker", value=0, now=START)

    assert TurnRating.objects.exists()
    assert circle.snapshot() == before


def test_the_log_holds_no_names_and_no_words():
    circle = circle_in_turn(now=START)
    circle.move("raise_concern", 3, now=later(seconds=10))
    actions.write_concern_words(circle_id=circle.id, seat=3, words="secret")

    for row in CircleEvent.objects.filter(circle_id=circle.id):
        for value in row.data.values():
            numbers = value if isinstance(value, list) else [value]
            known = (type(None), int) if not isinstance(value, str) else (str,)
            assert all(isinstance(number, known) for number in numbers)
            if isinstance(value, str):
                assert value.isascii()
                assert value.islower()
                assert not Seat.objects.filter(nickname__iexact=value).exists()


def test_blind_answers_are_not_shown_when_the_clock_ended_the_question():
    circle = circle_of(2, format_id="one-to-one-empathy", now=START)
    for number in (1, 2):
        circle.move("arrive", number, now=START)
    while queries.state_of(circle.id).stage != "slider":
        for number in (1, 2):
            circle.move("ready", number, now=START)
    circle.move("set_slider", 1, value=7, now=later(seconds=1))
    due = next_deadline(queries.state_of(circle.id))

    actions.let_time_pass(circle_id=circle.id, now=due)

    assert queries.state_of(circle.id).stage != "slider"
    assert SliderAnswer.objects.count() == 1
    assert circle.snapshot().sliders is None
