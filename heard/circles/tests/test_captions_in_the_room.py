"""Captions through the sockets, and from whom the host lets them come."""

import json
import logging
import uuid

import pytest

from heard.base.hub import in_writer
from heard.circles import actions
from heard.circles.models import Seat
from heard.circles.tests.rooms import Page, circle_in_turn, circle_of, in_rooms, sit, sit_all
from heard.circles.tests.test_captions import SECRET, kept, let_write
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db(transaction=True)


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
