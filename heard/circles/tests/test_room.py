"""A circle through its sockets: entering, moving, being shown, and the device of a table."""

import gzip
import json
import uuid
from base64 import b64decode

import pytest

from heard.base.clock import now as time_now
from heard.base.hub import in_writer
from heard.circles import actions, queries
from heard.circles.core.viewing import milliseconds
from heard.circles.live import rooms
from heard.circles.models import CircleEvent, TurnRating
from heard.circles.tests.rooms import (
    Page,
    circle_in_turn,
    circle_of,
    in_rooms,
    sit,
    sit_all,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_people_arrive_and_each_is_shown_the_same_ring():
    circle = circle_of(4)

    async def journey(hub):
        pages = await sit_all(hub, circle)

        views = [await page.view(lambda view: view["stage"] == "together") for page in pages[:3]]

        assert [view["me"] for view in views] == [1, 2, 3]
        assert {tuple(seat["n"] for seat in view["seats"]) for view in views} == {(1, 2, 3, 4)}

    in_rooms(journey)


def test_one_whole_loop_goes_through_the_sockets():
    circle = circle_in_turn()

    async def journey(hub):
        ada, ben, cleo, _dana = await sit_all(hub, circle)

        assert (await ada.move("done"))["ok"]
        assert (await ben.view(lambda view: view["step"] == "reflect"))["role"] == "listener"
        assert (await ben.move("done"))["ok"]
        assert (await ada.move("heard"))["ok"]

        shown = await cleo.view(lambda view: view["speaker"] == 2)
        assert shown["seats"][0]["spoken"]

    in_rooms(journey)


def test_who_may_not_move_is_told_why_with_names():
    circle = circle_in_turn()

    async def journey(hub):
        page = await sit(hub, circle, 3)

        answer = await page.move("done")

        assert not answer["ok"]
        assert answer["code"] == "not_your_turn"
        assert answer["message"] == "Ben is listening; Ada has the turn."

    in_rooms(journey)


def test_a_repeated_command_gets_its_first_answer_also_on_a_new_socket():
    circle = circle_in_turn()
    command = str(uuid.uuid4())

    async def journey(hub):
        page = await sit(hub, circle, 1)
        first = await page.move("done", command=command)
        await page.leave()
        page = await sit(hub, circle, 1)

        again = await page.move("done", command=command)

        assert first["ok"]
        assert again == first

    in_rooms(journey)
    assert CircleEvent.objects.filter(kind="StepBegan", data={"step": "reflect"}).count() == 1


def test_the_names_come_with_the_view():
    circle = circle_of(4)

    async def journey(hub):
        page = Page(hub)
        page.say({"type": "enter", "ticket": await in_writer(circle.ticket)(2), "since": 4})
        await page.raw()

        frame = await page.next("view")

        assert frame["names"] == {"1": "Ada", "2": "Ben", "3": "Cleo", "4": "Dana"}
        assert frame["sliders"] is None
        assert abs(frame["now"] - milliseconds(time_now())) < 5000

    in_rooms(journey)


def test_a_ping_is_answered_with_the_time_of_the_house():
    circle = circle_of(4)

    async def journey(hub):
        page = await sit(hub, circle, 1)

        page.say({"type": "ping", "sent": 17})
        pong = await page.next("pong")

        assert pong["sent"] == 17
        assert abs(pong["now"] - milliseconds(time_now())) < 5000

    in_rooms(journey)


def test_after_the_circle_each_may_rate_their_turns_and_no_other():
    circle = circle_in_turn()
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        circle.move(name, seat)

    async def journey(hub):
        ada, _ben, cleo, _dana = pages = await sit_all(hub, circle)
        for page in pages:
            assert (await page.move("leave"))["ok"]
        closed = await ada.next("view", lambda frame: frame["view"]["stage"] == "closed")
        theirs = await cleo.next("view", lambda frame: frame["view"]["stage"] == "closed")

        assert closed["turns"] == [{"turn": 1, "speaker": 1, "listener": 2}]
        assert all(1 not in turn.values() for turn in theirs["turns"])
        ada.say(_rating("speaker", 4))
        assert (await ada.next("answer"))["ok"]
        cleo.say(_rating("speaker", 0))
        assert (await cleo.next("answer"))["code"] == "not_your_rating"

    in_rooms(journey)
    assert [rating.value for rating in TurnRating.objects.all()] == [4]


def _rating(side, value):
    return {
        "type": "rate",
        "id": str(uuid.uuid4()),
        "turn": 1,
        "side": side,
        "value": value,
    }


def test_words_go_with_a_concern():
    circle = circle_in_turn()

    async def journey(hub):
        page = await sit(hub, circle, 3)
        await page.move("raise_concern")

        page.say({"type": "concern_words", "id": str(uuid.uuid4()), "words": "Too fast."})

        assert (await page.next("answer"))["ok"]

    in_rooms(journey)
    assert queries.words_of_concerns(circle.id) == {1: "Too fast."}


# ── a table ─────────────────────────────────────────────────────────────────


@pytest.fixture
def table():
    circle = circle_of(4, mode="table")
    actions.take_table(token=circle.table_link, device_key="tablet")
    return circle


async def sit_at(hub, table):
    ticket = await in_writer(actions.ticket_for_table)(
        circle_id=table.id, device_key="tablet", language="en"
    )
    assert ticket is not None
    return await Page.enter(hub, ticket)


def test_a_table_moves_for_all_its_seats_and_sees_what_comes_next(table):
    async def journey(hub):
        page = await sit_at(hub, table)
        packed = (await page.next("ahead"))["packed"]
        ahead = json.loads(gzip.decompress(b64decode(packed)))
        assert ahead["nodes"][ahead["root"]]["moves"]
        assert len(packed) < 15_000

        assert (await page.move("begin"))["ok"]
        assert (await page.move("move_on"))["ok"]
        assert (await page.move("move_on"))["ok"]
        assert (await page.move("volunteer", seat=3))["ok"]

        shown = await page.view(lambda view: view["speaker"] == 3)
        assert shown["role"] == "table"
        assert shown["me"] is None

    in_rooms(journey)


def test_a_table_looks_ahead_once_when_many_moves_come_together(table, monkeypatch):
    looked = []

    def look_ahead(circle, lots):
        assert lots == queries.lots_of(table.id)
        looked.append(circle.seq)
        return {"root": "0", "base": {}, "nodes": {}}

    monkeypatch.setattr(rooms, "look_ahead", look_ahead)
    monkeypatch.setattr(rooms, "LOOKS_AHEAD_AFTER", 0.1)

    async def journey(hub):
        page = await sit_at(hub, table)
        await page.next("ahead")
        for name in ("begin", "move_on", "move_on"):
            assert (await page.move(name))["ok"]

        ahead = await page.next("ahead")

        assert ahead["seq"] == looked[-1]
        assert await page.quiet(0.3) == []

    in_rooms(journey)
    assert len(looked) == 2
    assert looked[-1] == queries.state_of(table.id).seq


def test_moves_made_without_a_line_count_from_when_they_were_made(table):
    began = milliseconds(queries.state_of(table.id).created_at)

    async def journey(hub):
        page = await sit_at(hub, table)
        for step, name in enumerate(("begin", "move_on", "move_on"), start=1):
            assert (await page.move(name, made_at=began + step))["ok"]
        assert (await page.move("volunteer", seat=1, made_at=began + 4))["ok"]
        future = began + 3_600_000
        assert (await page.move("choose", seat=1, target=2, made_at=future))["ok"]

    in_rooms(journey)
    times = [milliseconds(row.at) for row in CircleEvent.objects.filter(circle_id=table.id)]
    assert times == sorted(times)
    assert began + 4 in times
    assert times[-1] <= milliseconds(time_now())


def test_a_seat_on_its_own_device_cannot_say_when_it_moved():
    circle = circle_in_turn()

    async def journey(hub):
        page = await sit(hub, circle, 1)

        assert (await page.move("done", made_at=1000))["ok"]

    in_rooms(journey)
    last = CircleEvent.objects.filter(circle_id=circle.id).last()
    assert (time_now() - last.at).total_seconds() < 10


def test_a_table_tells_when_its_time_is_over_and_a_seat_cannot(table):
    circle = circle_in_turn()

    async def journey(hub):
        tablet, phone = await sit_at(hub, table), await sit(hub, circle, 1)

        assert (await tablet.move("time_passes"))["ok"]
        for name in ("time_passes", "lose", "come_back", "hold_clock", "lead_chosen", "arrive"):
            assert (await phone.move(name, value=1, target=2))["code"] == "of_the_house"

    in_rooms(journey)
