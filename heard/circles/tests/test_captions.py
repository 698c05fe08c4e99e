"""Words of the running turn: who may write them, and how they are erased."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from heard.circles import actions, queries
from heard.circles.models import Caption, CircleEvent, Command, Seat
from heard.circles.tests.rooms import circle_in_turn, circle_of
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "The river took the bridge in my seventh winter."


def say(circle, by, words=SECRET, **more):
    return actions.say_words(circle_id=circle.id, by=by, words=words, **more)


def kept(circle):
    return list(Caption.objects.filter(circle_id=circle.id).values_list("words", flat=True))


def let_write(circle, number, *, may=True):
    seat_id = circle.opened.seats[number - 1].seat_id
    return actions.let_write_captions(seat_id=seat_id, host_id=ada().pk, may=may)


def end_turn(circle):
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        assert circle.move(name, seat).ok


def begin_next_turn(circle):
    assert circle.move("choose", 2, target=3).ok
    assert circle.move("accept", 3).ok


# ── writing ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mode", ["video", "voice", "devices"])
def test_the_words_of_the_speaker_are_shown_to_everyone(mode):
    circle = circle_in_turn(mode=mode)

    assert say(circle, 1).ok

    (line,) = circle.snapshot().captions
    assert (line.number, line.seat, line.by, line.words) == (1, 1, 1, SECRET)


def test_only_who_the_host_has_asked_writes_for_the_speaker():
    circle = circle_in_turn()

    assert say(circle, 4).code == "no_floor"
    assert say(circle, 4, of=1).code == "not_your_words"
    let_write(circle, 4)
    assert say(circle, 4).ok
    let_write(circle, 4, may=False)
    assert say(circle, 4).code == "no_floor"

    assert [(line.seat, line.by) for line in circle.snapshot().captions] == [(1, 4)]


def test_at_a_table_nothing_is_written_down():
    circle = circle_of(4, mode="table")

    assert say(circle, 1).code == "nothing_to_write"
    assert not let_write(circle, 1)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  two\n\n lines\t", "two lines"),
        ("\u202eover\u202c and \u0000out\u0007", "over and out"),
        ("שלום \u2067עולם", "שלום עולם"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
        ("<b>&amp;", "<b>&amp;"),
        ("x" * 300, "x" * 300),
    ],
)
def test_words_are_kept_as_they_can_be_read(typed, shown):
    circle = circle_in_turn()

    assert say(circle, 1, typed).ok

    assert kept(circle) == [shown]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "no_words"), (" \n\u200b\u202e", "no_words"), ("x" * 301, "too_many_words")],
)
def test_words_that_cannot_be_shown_are_refused_and_not_cut(typed, code):
    circle = circle_in_turn()

    assert say(circle, 1, typed).code == code

    assert kept(circle) == []


def test_the_same_command_is_kept_once_and_belongs_to_its_seat():
    circle = circle_in_turn()
    command = uuid.uuid4()

    first = say(circle, 1, command_id=command)
    again = say(circle, 1, command_id=command)
    stolen = say(circle, 4, command_id=command)

    assert first.ok
    assert again == first
    assert stolen.code == "id_is_taken"
    assert kept(circle) == [SECRET]


# ── erasing ─────────────────────────────────────────────────────────────────


def test_the_first_words_of_a_later_turn_erase_those_before():
    circle = circle_in_turn()
    say(circle, 1)
    end_turn(circle)
    between = circle.snapshot().captions
    begin_next_turn(circle)

    shown = circle.snapshot().captions
    say(circle, 2, "I moved here alone.")

    assert [line.words for line in between] == [SECRET]
    assert shown == ()
    assert kept(circle) == ["I moved here alone."]
    assert [line.number for line in circle.snapshot().captions] == [2]


def test_of_a_long_turn_the_last_thirty_lines_are_kept():
    circle = circle_in_turn()

    for number in range(35):
        assert say(circle, 1, f"line {number}").ok

    assert [line.words for line in circle.snapshot().captions] == [
        f"line {number}" for number in range(5, 35)
    ]
    assert Caption.objects.count() == 30


def test_when_a_circle_closes_its_words_are_gone():
    circle, beside = circle_in_turn(), circle_in_turn()
    say(circle, 1)
    say(beside, 1)

    for number in (4, 3, 2, 1):
        circle.move("leave", number)

    assert queries.state_of(circle.id).is_closed
    assert kept(circle) == []
    assert kept(beside) == [SECRET]
    assert say(circle, 1).code == "closed"


def test_no_words_outlive_a_circle_that_closes_meanwhile():
    circle = circle_in_turn()

    def close():
        for number in (4, 3, 2, 1):
            circle.move("leave", number)

    def write():
        say(circle, 1)

    with ThreadPoolExecutor(4) as people:
        deeds = [people.submit(_alone, deed) for deed in (*[write] * 6, close, *[write] * 12)]
    for deed in deeds:
        deed.result()

    assert queries.state_of(circle.id).is_closed
    assert kept(circle) == []


def _alone(deed):
    try:
        deed()
    finally:
        connection.close()


def test_words_stay_out_of_the_log_and_of_the_answers():
    circle = circle_in_turn()
    say(circle, 1, command_id=uuid.uuid4())
    end_turn(circle)

    rows = [*CircleEvent.objects.values_list("data", flat=True)]
    rows += [*Command.objects.values_list("answer", flat=True)]
    assert "river" not in json.dumps(rows)


# ── what the database does not let happen ───────────────────────────────────


@pytest.mark.parametrize(
    "wrong",
    [{"number": 0}, {"seat": 0}, {"seat": 9}, {"by": 0}, {"by": 9}, {"words": ""}],
    ids=str,
)
def test_the_database_keeps_captions_true(wrong):
    circle = circle_in_turn()
    say(circle, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Caption.objects.update(**wrong)


def test_the_database_keeps_one_caption_of_each_number():
    circle = circle_in_turn()
    say(circle, 1)
    row = Caption.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_no_companion_writes_captions():
    tried = actions.open_try_circle(language="en", nickname="Ada", device_key="phone")

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(circle_id=tried.circle_id).update(writes_captions=True)
