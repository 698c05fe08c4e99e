"""Whatever one socket sends, it gets a sentence, and the circle goes on for everyone else."""

import json
import random
import uuid
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.base.connections import BadFrame, Close
from heard.base.hub import in_writer
from heard.base.tickets import issue_ticket
from heard.circles import actions, queries
from heard.circles.live.frames import read_frame
from heard.circles.models import CircleEvent
from heard.circles.tests.rooms import Page, circle_in_turn, circle_of, in_rooms, sit, sit_all

pytestmark = pytest.mark.django_db(transaction=True)
ID = "9a1de2b0-55aa-4b1e-9df1-6c7a3f1f6c11"

MALFORMED = [
    {},
    {"type": None},
    {"type": 7},
    {"type": "explode"},
    {"type": ["move"]},
    {"type": "move"},
    {"type": "move", "id": ID},
    {"type": "move", "id": ID, "move": "done"},
    {"type": "move", "id": ID, "move": {}},
    {"type": "move", "id": ID, "move": {"move": 1}},
    {"type": "move", "id": ID, "move": {"move": "x" * 41}},
    {"type": "move", "id": "not-an-id", "move": {"move": "done"}},
    {"type": "move", "id": 5, "move": {"move": "done"}},
    {"type": "move", "id": ID, "move": {"move": "choose", "target": "2"}},
    {"type": "move", "id": ID, "move": {"move": "choose", "target": True}},
    {"type": "move", "id": ID, "move": {"move": "choose", "target": 2.0}},
    {"type": "move", "id": ID, "move": {"move": "choose", "target": -1}},
    {"type": "move", "id": ID, "move": {"move": "choose", "target": 10**30}},
    {"type": "move", "id": ID, "move": {"move": "set_slider", "value": [1]}},
    {"type": "move", "id": ID, "move": {"move": "done"}, "made_at": "now"},
    {"type": "move", "id": ID, "move": {"move": "done"}, "made_at": 10**15},
    {"type": "rate", "id": ID},
    {"type": "rate", "id": ID, "turn": 1, "side": "speaker"},
    {"type": "rate", "id": ID, "turn": 1, "side": 2, "value": 3},
    {"type": "concern_words", "id": ID, "words": ""},
    {"type": "concern_words", "id": ID, "words": {"a": 1}},
    {"type": "ping"},
    {"type": "ping", "sent": "soon"},
    {"type": "enter", "ticket": "again"},
]


@pytest.mark.parametrize("frame", MALFORMED, ids=lambda frame: json.dumps(frame)[:60])
def test_a_malformed_frame_is_answered_with_a_sentence_and_moves_nothing(frame):
    circle = circle_in_turn()
    before = queries.state_of(circle.id)

    async def journey(hub):
        rude, kind = await sit(hub, circle, 3), await sit(hub, circle, 1)

        rude.say(frame)
        answer = await rude.next("error")

        assert answer["message"].endswith(".")
        assert (await kind.move("more_time"))["ok"]
        assert not any(frame["type"] == "error" for frame in kind.seen)

    in_rooms(journey)
    assert queries.state_of(circle.id).seq == before.seq + 1


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("explode", {}),
        ("choice", {}),
        ("choose", {}),
        ("choose", {"target": 8}),
        ("choose", {"target": 0}),
        ("set_slider", {}),
        ("set_slider", {"value": 11}),
        ("settle_concern", {"value": 9}),
        ("begin", {}),
        ("move_on", {}),
        ("done", {"seat": 1}),
        ("done", {"seat": 8}),
        ("leave", {"seat": 2}),
        ("__class__", {}),
    ],
)
def test_a_move_that_nobody_may_make_is_refused_in_a_sentence(name, details):
    circle = circle_in_turn()
    before = queries.state_of(circle.id)

    async def journey(hub):
        page = await sit(hub, circle, 4)

        answer = await page.move(name, **details)

        assert not answer["ok"]
        assert answer["message"].endswith(".")

    in_rooms(journey)
    assert queries.state_of(circle.id) == before


def test_a_seat_cannot_act_for_another():
    circle = circle_in_turn()

    async def journey(hub):
        page = await sit(hub, circle, 4)

        assert (await page.move("done", seat=1))["code"] == "not_your_seat"
        page.say({"type": "rate", "id": ID, "seat": 1, "turn": 1, "side": "speaker", "value": 0})
        assert (await page.next("answer"))["code"] == "not_your_seat"

    in_rooms(journey)


def test_an_oversized_frame_harms_nobody():
    circle = circle_in_turn()

    async def journey(hub):
        rude, kind = await sit(hub, circle, 3), await sit(hub, circle, 1)

        rude.say({"type": "concern_words", "id": ID, "words": "x" * 5000})

        assert (await rude.next("error"))["code"] == "too_long"
        assert (await kind.move("done"))["ok"]

    in_rooms(journey)


def test_a_flood_closes_its_socket_and_the_circle_goes_on():
    circle = circle_in_turn()

    async def journey(hub):
        rude, kind = await sit(hub, circle, 3), await sit(hub, circle, 1)

        for _ in range(500):
            rude.say_text("{")

        assert await rude.closed() == Close.POLICY
        assert (await kind.move("done"))["ok"]

    in_rooms(journey)


def test_late_duplicate_and_reordered_moves_happen_once_and_in_the_order_that_is_right():
    circle = circle_in_turn()
    frames = [
        (1, {"move": "done"}),
        (2, {"move": "done"}),
        (1, {"move": "heard"}),
        (2, {"move": "choose", "target": 3}),
    ]
    ids = [str(uuid.uuid4()) for _ in frames]
    shuffled = [0, 2, 1, 0, 1, 2, 3, 3, 2, 1, 0]
    random.Random(4).shuffle(shuffled)

    async def journey(hub):
        pages = await sit_all(hub, circle, 2)
        for index in shuffled:
            seat, move = frames[index]
            pages[seat - 1].say({"type": "move", "id": ids[index], "move": move})
            answer = await pages[seat - 1].next("answer")
            assert answer["id"] == ids[index]
            assert answer["ok"] or answer["message"]

    in_rooms(journey)
    kinds = list(CircleEvent.objects.filter(circle_id=circle.id).values_list("kind", flat=True))
    assert kinds.count("TurnBegan") == 1
    assert kinds.count("ChoiceMade") <= 1


# ── tickets ─────────────────────────────────────────────────────────────────


def _refused(ticket, code):
    async def journey(hub):
        page = Page(hub)
        page.say({"type": "enter", "ticket": ticket})

        error = await page.next_error()

        assert error["code"] == code
        assert error["message"].endswith(".")
        assert await page.closed() == Close.POLICY

    in_rooms(journey)


def test_a_used_ticket_opens_nothing():
    circle = circle_of(4)
    ticket = circle.ticket(1)

    async def journey(hub):
        await Page.enter(hub, ticket)

    in_rooms(journey)
    _refused(ticket, "ticket_used")


@pytest.mark.parametrize("ticket", ["x", "x:y:z", "🎫", "a" * 2000])
def test_a_forged_ticket_opens_nothing(ticket):
    _refused(ticket, "ticket_forged")


def test_an_expired_ticket_opens_nothing(monkeypatch):
    ticket = circle_of(4).ticket(1)
    monkeypatch.setattr("heard.base.tickets.GOOD_FOR", -1)

    _refused(ticket, "ticket_expired")


def test_a_ticket_for_another_device_opens_nothing():
    circle = circle_of(4)
    foreign = issue_ticket(circle=str(circle.id), seat="1", device="of someone", language="en")

    _refused(foreign, "moved")


def test_a_ticket_for_a_circle_that_is_gone_opens_nothing():
    foreign = issue_ticket(circle=str(uuid.uuid4()), seat="1", device="x", language="en")

    _refused(foreign, "gone")


def test_a_device_gets_no_ticket_for_a_seat_that_it_does_not_hold():
    circle, other = circle_of(4), circle_of(4)
    seat = circle.opened.seats[0]

    for key in ("", "guessed", other.device(1), circle.device(2)):
        ticket = actions.ticket_for_seat(seat_id=seat.seat_id, device_key=key, language="en")
        assert ticket is None
    assert actions.ticket_for_table(circle_id=circle.id, device_key="", language="en") is None


def test_an_error_speaks_the_language_of_the_page():
    circle = circle_in_turn()

    async def journey(hub):
        page = await Page.enter(hub, await in_writer(circle.ticket)(3, "ar"))

        answer = await page.move("done")

        assert answer["code"] == "not_your_turn"
        assert "Ada" in answer["message"]

    in_rooms(journey)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "https://localhost:8000",
        "http://localhost:8000.evil.de",
    ],
)
def test_a_page_of_another_origin_is_refused_even_with_a_good_ticket(origin):
    ticket = circle_of(4).ticket(1)

    async def journey(hub):
        page = Page(hub, origin=origin)
        page.say({"type": "enter", "ticket": ticket})
        assert await page.closed() == Close.POLICY

    in_rooms(journey)


@pytest.mark.parametrize(
    "name",
    ["\u202eadA", "<script>alert(1)</script>", "Ada 👩‍👩‍👧", "&amp;{{ 7*7 }}", "مريم", '"],"x":["'],
)
def test_a_name_arrives_as_it_was_written_and_breaks_no_frame(name):
    circle = circle_of(4)
    actions.take_seat(token=circle.link(2), nickname=name, device_key=circle.device(2))

    async def journey(hub):
        page = Page(hub)
        page.say({"type": "enter", "ticket": await in_writer(circle.ticket)(1)})
        await page.raw()

        assert (await page.next("view"))["names"]["2"] == name.replace("\u202e", "")

    in_rooms(journey)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)
keys = st.sampled_from(
    ["type", "id", "move", "ticket", "made_at", "turn", "side", "value", "words", "sent", "seat"]
)
kinds = st.sampled_from(["enter", "move", "rate", "concern_words", "ping"])


@given(st.dictionaries(keys, json_values), kinds | json_values)
def test_no_frame_at_all_breaks_the_reader(frame, kind):
    with suppress(BadFrame):
        read_frame({**frame, "type": kind})
