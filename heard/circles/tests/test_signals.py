"""What pages say to one another goes to whom it is meant for, and disturbs nothing else."""

import asyncio
import json
import time

import pytest

from heard.base import bus, connections
from heard.base.connections import Close
from heard.base.hub import Hub
from heard.circles.live import presence
from heard.circles.live.rooms import CircleRooms
from heard.circles.models import CircleEvent
from heard.circles.tests.rooms import Page, circle_in_turn, circle_of, in_rooms, sit, sit_all

pytestmark = pytest.mark.django_db(transaction=True)
HELLO = {"kind": "hello", "session": "a"}


def signal(to, data=HELLO):
    return {"type": "signal", "to": to, "data": data}


@pytest.mark.parametrize("mode", ["video", "voice"])
def test_a_signal_reaches_the_seat_it_is_for_and_says_whose_it_is(mode):
    circle = circle_in_turn(3, mode=mode)

    async def journey(hub):
        ada, ben, cleo = await sit_all(hub, circle, 3)

        ada.say(signal(2))

        assert await ben.next("signal") == {"type": "signal", "from": 1, "data": HELLO}
        assert not any(frame["type"] == "signal" for frame in await cleo.quiet())

    in_rooms(journey)


def test_a_signal_to_all_reaches_everyone_but_its_sender_and_other_circles():
    circle, beside = circle_in_turn(3, mode="video"), circle_in_turn(3, mode="video")

    async def journey(hub):
        ada, ben, cleo = await sit_all(hub, circle, 3)
        stranger = await sit(hub, beside, 2)

        ada.say(signal(None))

        for page in (ben, cleo):
            assert (await page.next("signal"))["from"] == 1
        for page in (ada, stranger):
            assert not any(frame["type"] == "signal" for frame in await page.quiet())

    in_rooms(journey)


def test_signals_of_one_page_keep_their_order_and_their_words():
    circle = circle_in_turn(3, mode="video")
    datas = [{"n": n, "words": "π 😀 \ud83d \u202e\n\u0000"} for n in range(40)]

    async def journey(hub):
        ada, ben, _cleo = await sit_all(hub, circle, 3)

        for data in datas:
            ada.say(signal(2, data))

        assert [(await ben.next("signal"))["data"] for _ in datas] == datas

    in_rooms(journey)


def test_a_signal_is_not_answered_moves_nothing_and_is_kept_nowhere():
    circle = circle_in_turn(3, mode="video")
    before = CircleEvent.objects.count()

    async def journey(hub):
        ada, *_ = await sit_all(hub, circle, 3)

        ada.say(signal(2))

        assert not any(frame["type"] in ("answer", "error") for frame in await ada.quiet())

    in_rooms(journey)
    assert CircleEvent.objects.count() == before


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "signal"},
        {"type": "signal", "to": 2},
        {"type": "signal", "to": 2, "data": "words"},
        {"type": "signal", "to": 2, "data": [1]},
        {"type": "signal", "to": "2", "data": {}},
        {"type": "signal", "to": True, "data": {}},
        {"type": "signal", "to": 0, "data": {}},
        {"type": "signal", "to": -1, "data": {}},
        {"type": "signal", "to": 9, "data": {}},
        {"type": "signal", "to": 1, "data": {}},
        {"type": "signal", "to": 4, "data": {}},
        {"type": "signal", "to": 2, "data": {"long": "x" * 12_000}},
        {"type": "signal", "to": 2, "data": {"long": "é" * 2_100}},
        {"type": "signal", "to": 2, "data": {"long": "x" * 60_000}},
    ],
    ids=lambda frame: json.dumps(frame)[:50],
)
def test_a_signal_that_cannot_be_passed_on_is_answered_in_a_sentence(frame):
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        rude, kind = await sit(hub, circle, 1), await sit(hub, circle, 2)

        rude.say(frame)

        assert (await rude.next("error"))["message"].endswith(".")
        assert not any(frame["type"] == "signal" for frame in await kind.quiet())

    in_rooms(journey)


@pytest.mark.parametrize("words", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_not_passed_on(words):
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        rude = await sit(hub, circle, 1)

        rude.say_text(f'{{"type":"signal","to":2,"data":{{"n":{words}}}}}')

        assert (await rude.next("error"))["code"] == "unclear"

    in_rooms(journey)


def test_a_long_description_goes_through():
    circle = circle_in_turn(3, mode="video")
    data = {"kind": "description", "description": {"type": "offer", "sdp": "a=x\r\n" * 1_700}}

    async def journey(hub):
        ada, ben = await sit(hub, circle, 1), await sit(hub, circle, 2)

        ada.say(signal(2, data))

        assert (await ben.next("signal"))["data"] == data

    in_rooms(journey)


def test_where_people_meet_in_one_room_nothing_is_passed_on():
    circle = circle_in_turn(3)

    async def journey(hub):
        ada, ben = await sit(hub, circle, 1), await sit(hub, circle, 2)

        ada.say(signal(2))

        assert (await ada.next("error"))["code"] == "no_media"
        assert not any(frame["type"] == "signal" for frame in await ben.quiet())

    in_rooms(journey)


def test_who_has_left_is_out_of_touch():
    circle = circle_in_turn(4, mode="video")

    async def journey(hub):
        ada, ben, cleo, dana = await sit_all(hub, circle, 4)
        assert (await dana.move("leave"))["ok"]
        for page in (ada, ben, cleo):
            await page.view(lambda view: view["seats"][3]["state"] == "left")

        dana.say(signal(None))
        ada.say(signal(None))

        assert (await ben.next("signal"))["from"] == 1
        assert not any(frame["type"] == "signal" for frame in await dana.quiet())
        assert not any(frame["type"] == "signal" for frame in await ada.quiet())

    in_rooms(journey)


def test_in_a_closed_circle_nothing_is_passed_on():
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        pages = await sit_all(hub, circle, 3)
        for page in pages[1:]:
            assert (await page.move("leave"))["ok"]
        assert (await pages[0].move("leave"))["ok"]
        for page in pages:
            await page.view(lambda view: view["stage"] == "closed")

        pages[0].say(signal(None))

        assert not any(frame["type"] == "signal" for frame in await pages[1].quiet())

    in_rooms(journey)


# ── a flood ─────────────────────────────────────────────────────────────────


def test_a_flood_of_signals_delays_neither_a_concern_nor_the_moves_of_others():
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        ada, ben, cleo = await sit_all(hub, circle, 3)
        began = time.monotonic()
        for _ in range(800):
            cleo.say(signal(None, {"x": "x" * 2_000}))
        concern = asyncio.create_task(cleo.move("raise_concern"))

        moved = await ada.move("done")
        took_others = time.monotonic() - began

        assert moved["ok"]
        assert (await ben.view(lambda view: view["step"] == "reflect"))["role"] == "listener"
        assert (await concern)["ok"]
        # At the pace of all other frames the flood alone would take a minute.
        assert took_others < 4
        assert time.monotonic() - began < 8
        heard = sum(frame["type"] == "signal" for frame in ben.seen + await ben.quiet())
        assert heard < connections.PASSED_AT_ONCE + 8 * connections.PASSED_A_SECOND

    in_rooms(journey)


def test_a_flood_of_signals_drives_out_nobody_who_reads_slowly():
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        ada, ben = await sit(hub, circle, 1), await sit(hub, circle, 2)
        for number in range(300):
            bus.say(f"circle:{circle.id}", f'signal 1 2\n{{"type":"signal","n":{number}}}')

        assert (await ada.move("done"))["ok"]
        view = await ben.view(lambda view: view["step"] == "reflect")

        assert view["role"] == "listener"
        assert (await ben.move("done"))["ok"]

    in_rooms(journey)


# ── two windows of one seat ─────────────────────────────────────────────────


def test_where_faces_are_sent_the_newest_window_of_a_seat_wins(monkeypatch):
    monkeypatch.setattr(presence, "GRACE", 0.05)
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        old, new = await sit(hub, circle, 1), await sit(hub, circle, 1)

        moved = await old.next("moved")

        assert "opened in another window" in moved["message"]
        assert moved["message"].endswith("You can close this page.")
        assert await old.closed() == Close.MOVED
        await old.leave()
        await asyncio.sleep(0.2)
        assert (await new.move("done"))["ok"]

    in_rooms(journey)
    assert not CircleEvent.objects.filter(kind="SeatAway").exists()


def test_a_closed_circle_may_be_looked_at_in_two_windows():
    circle = circle_of(3, mode="video")
    for number in (1, 2, 3):
        circle.move("arrive", number)
    for number in (1, 2, 3):
        circle.move("leave", number)

    async def journey(hub):
        old = await sit(hub, circle, 1)
        await sit(hub, circle, 1)

        assert not any(frame["type"] == "moved" for frame in await old.quiet())

    in_rooms(journey)


# ── two processes ───────────────────────────────────────────────────────────


async def _beside(hub):
    """Rooms as another process has them: they share the database and the bus, nothing else."""
    other = Hub()
    other.register("/ws/room/", CircleRooms())
    await other.start()
    return other


def test_signals_reach_sockets_of_another_process():
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        other = await _beside(hub)
        ada, ben = await sit(hub, circle, 1), await sit(other, circle, 2)

        ada.say(signal(2))

        assert (await ben.next("signal"))["from"] == 1
        await other.stop()

    in_rooms(journey)


def test_the_newest_window_wins_in_whichever_process_it_opens(monkeypatch):
    monkeypatch.setattr(presence, "GRACE", 0.05)
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        other = await _beside(hub)
        old, new = await sit(hub, circle, 1), await sit(other, circle, 1)

        assert await old.closed() == Close.MOVED
        await old.leave()
        await asyncio.sleep(0.2)

        assert (await new.move("done"))["ok"]
        assert (await sit(hub, circle, 2)).seen[-1]["view"]["seats"][0]["state"] != "away"
        await other.stop()

    in_rooms(journey)


def test_who_comes_back_through_another_process_was_not_away(monkeypatch):
    monkeypatch.setattr(presence, "GRACE", 0.2)
    circle = circle_in_turn(3)

    async def journey(hub):
        other = await _beside(hub)
        ada = await sit(hub, circle, 1)

        await ada.leave()
        await sit(other, circle, 1)
        await asyncio.sleep(0.4)

        await other.stop()

    in_rooms(journey)
    assert not CircleEvent.objects.filter(kind="SeatAway").exists()


def test_two_windows_that_open_at_once_leave_one():
    circle = circle_in_turn(3, mode="video")

    async def journey(hub):
        other = await _beside(hub)
        pages = [Page(each) for each in (hub, other) * 3]
        for page in pages:
            ticket = await asyncio.to_thread(circle.ticket, 1)
            page.say({"type": "enter", "ticket": ticket})

        frames = [await page.quiet(0.5) for page in pages]

        left = [each for each in frames if not any(one["type"] == "moved" for one in each)]
        assert len(left) == 1
        await other.stop()

    in_rooms(journey)
