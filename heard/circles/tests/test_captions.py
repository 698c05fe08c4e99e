"""Words of the running turn: who may write them, who is shown them, and how they are erased."""

import json
import logging
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from heard.base.hub import in_writer
from heard.circles import actions, queries
from heard.circles.models import Caption, CircleEvent, Command, Seat
from heard.circles.tests.rooms import Page, circle_in_turn, circle_of, in_rooms, sit, sit_all
from heard.people.tests.factories import ada, ben

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


# ── through the sockets ─────────────────────────────────────────────────────


def said(words=SECRET, **more):
    return {"type": "say", "id": str(uuid.uuid4()), "words": words, **more}


def test_what_is_said_appears_at_once_in_this_circle_and_in_no_other(caplog):
    circle, beside = circle_in_turn(mode="video"), circle_in_turn(mode="video")

    async def journey(hub):
        speaker, _ben, cleo, _dana = await sit_all(hub, circle)
        stranger = await sit(hub, beside, 2)

        speaker.say(said())

        assert (await speaker.next("answer"))["ok"]
        frame = await cleo.next("view", lambda frame: frame["captions"])
        assert frame["captions"] == [{"n": 1, "seat": 1, "by": 1, "words": SECRET}]
        assert SECRET not in json.dumps(await stranger.quiet())

    with caplog.at_level(logging.DEBUG):
        in_rooms(journey)
    assert "river" not in caplog.text


def test_after_a_cut_words_that_are_sent_again_are_kept_once():
    circle = circle_in_turn(mode="video")
    frame = said()

    async def journey(hub):
        page = await sit(hub, circle, 1)
        page.say(frame)
        first = await page.next("answer")
        await page.leave()
        page = await sit(hub, circle, 1)

        page.say(frame)

        assert await page.next("answer") == first

    in_rooms(journey)
    assert kept(circle) == [SECRET]


def test_who_may_not_write_is_told_so_with_names():
    circle = circle_in_turn(mode="video")
    let_write(circle, 4)

    async def journey(hub):
        cleo, dana = await sit(hub, circle, 3), await sit(hub, circle, 4)

        cleo.say(said(seat=1))
        dana.say(said(seat=3))

        assert (await cleo.next("answer"))["message"].startswith("Only who was asked")
        assert (await dana.next("answer"))["message"] == "Cleo does not have the floor now."

    in_rooms(journey)


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": None},
        {"words": ""},
        {"words": ["a"]},
        {"words": 7},
        {"words": "x" * 4001},
        {"id": "7"},
        {"seat": "1"},
        {"seat": 9},
        {"seat": True},
    ],
    ids=str,
)
def test_a_frame_that_cannot_be_read_keeps_no_words(wrong):
    circle = circle_in_turn(mode="video")

    async def journey(hub):
        page = await sit(hub, circle, 1)

        page.say(said() | wrong)

        assert (await page.next("error"))["message"].endswith(".")

    in_rooms(journey)
    assert kept(circle) == []


def test_at_a_table_the_device_is_told_that_nothing_is_written():
    table = circle_of(4, mode="table")
    actions.take_table(token=table.table_link, device_key="tablet")

    async def journey(hub):
        ticket = await in_writer(actions.ticket_for_table)(
            circle_id=table.id, device_key="tablet", language="en"
        )
        assert ticket is not None
        page = await Page.enter(hub, ticket)

        page.say(said(seat=1))

        assert (await page.next("answer"))["code"] == "nothing_to_write"

    in_rooms(journey)


# ── the host lets someone write ─────────────────────────────────────────────


def address(circle, number=4):
    return f"/circles/{circle.id}/captions/{circle.opened.seats[number - 1].seat_id}/"


def test_the_host_lets_a_seat_write_and_no_longer_and_the_room_sees_it(client):
    circle = circle_in_turn(mode="video")
    client.force_login(ada())

    async def journey(hub):
        page = await sit(hub, circle, 2)
        await in_writer(client.post)(address(circle), {"may": "yes"})
        frame = await page.next("view", lambda frame: frame["captioners"])
        assert frame["captioners"] == [4]

        await in_writer(client.post)(address(circle), {"may": "no"})
        await page.next("view", lambda frame: not frame["captioners"])

    in_rooms(journey)


def test_the_page_of_the_host_says_who_writes(client):
    circle = circle_in_turn(mode="video")
    client.force_login(ada())
    page = f"/circles/{circle.id}/"
    assert "with faces and voices" in client.get(page).content.decode()
    assert "No longer let them" not in client.get(page).content.decode()

    answer = client.post(address(circle), {"may": "yes"})

    assert answer["Location"] == page
    assert "No longer let them write captions" in client.get(page).content.decode()


def test_nobody_writes_before_the_host_says_so():
    circle = circle_in_turn(mode="video")

    assert circle.snapshot().captioners == ()


def test_nobody_but_the_host_says_who_writes(client):
    circle = circle_in_turn(mode="video")

    assert client.post(address(circle), {"may": "yes"}).status_code == 302
    client.force_login(ben())
    assert client.post(address(circle), {"may": "yes"}).status_code == 404
    client.force_login(ada())
    assert client.get(address(circle)).status_code == 405

    assert not Seat.objects.filter(writes_captions=True).exists()


def test_a_seat_that_nobody_can_write_on_is_not_here(client):
    table, closed = circle_of(4, mode="table"), circle_in_turn()
    for number in (4, 3, 2, 1):
        closed.move("leave", number)
    client.force_login(ada())

    for circle in (table, closed):
        assert client.post(address(circle), {"may": "yes"}).status_code == 404
    assert not Seat.objects.filter(writes_captions=True).exists()


def test_whoever_comes_by_a_new_link_is_asked_anew():
    circle = circle_in_turn()
    let_write(circle, 4)

    actions.renew_seat_link(seat_id=circle.opened.seats[3].seat_id, host_id=ada().pk)

    assert circle.snapshot().captioners == ()


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
