"""Whatever a socket sends: it is answered, or closed with its code, and the others go on."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.base.connections import Close
from heard.base.hub import Hub, in_writer
from heard.circles.actions import take_table, ticket_for_table
from heard.circles.tests.rooms import Opening, Page, circle_in_turn, in_rooms, sit
from tests.access.world import device_on
from tests.fuzz.asking import REPEATABLE, nothing_breaks, often
from tests.fuzz.frames import first_frames, frames, knocks

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = {
    "facilitator": ("devices", 1),
    "listener": ("voice", 2),
    "witness": ("video", 3),
    "table": ("table", 0),
}
# Who stays in the room throughout, unless the facilitator asks them to leave.
KIND = 4
# Turned away, or let in and gone.
CLOSED_AT_DOOR = (Close.POLICY, Close.AWAY)
MARK = 4_102_444_799_999


@pytest.fixture(autouse=True)
def _nobody_is_held_back(monkeypatch):
    monkeypatch.setattr("heard.base.connections.FRAMES_AT_ONCE", 1e9)
    monkeypatch.setattr("heard.base.connections.PASSED_AT_ONCE", 1e9)


@pytest.mark.parametrize("times", often(4, 16))
@pytest.mark.parametrize("place", PLACES)
def test_no_frame_breaks_a_room_or_what_the_others_have_of_it(place, times):
    said = 0

    @settings(REPEATABLE, max_examples=times)
    @given(st.lists(frames(), min_size=10, max_size=40))
    def say(texts: list[str]) -> None:
        nonlocal said
        said += len(texts)
        circle = _circle(place)
        with nothing_breaks():
            in_rooms(lambda hub: _say_all(hub, circle, place, texts))

    say()

    print(f"\n{said:,} frames by the {place}, 0 faults")  # noqa: T201  (a figure)


@pytest.mark.parametrize("times", often(10, 30))
def test_no_first_frame_breaks_the_door(times):
    @settings(REPEATABLE, max_examples=times)
    @given(st.lists(first_frames(), min_size=10, max_size=40))
    def say(texts: list[str]) -> None:
        with nothing_breaks():
            in_rooms(lambda hub: _come_in_with(hub, texts))

    say()


@pytest.mark.parametrize("times", often(10, 30))
def test_no_knock_breaks_the_door(times):
    @settings(REPEATABLE, max_examples=times)
    @given(st.lists(knocks(), min_size=10, max_size=40))
    def knock(asked: list[list[tuple[bytes, bytes]]]) -> None:
        with nothing_breaks():
            in_rooms(lambda hub: _knock_all(hub, asked))

    knock()


async def _say_all(hub: Hub, circle: Opening, place: str, texts: list[str]) -> None:
    others = [] if place == "table" else [await sit(hub, circle, KIND)]
    rude = await _enter(hub, circle, place)
    for text in texts:
        rude.say_text(text)
        if (closed := await _closed(rude)) is not None:
            assert closed in (Close.MOVED, Close.REMOVED)
            break
    for other in others:
        assert await _closed(other) in (None, Close.REMOVED)


async def _come_in_with(hub: Hub, texts: list[str]) -> None:
    for text in texts:
        page = Page(hub)
        page.say_text(text)
        assert await page.closed() == Close.POLICY
        assert [frame["type"] for frame in page.seen] == ["error"]


async def _knock_all(hub: Hub, asked: list[list[tuple[bytes, bytes]]]) -> None:
    for headers in asked:
        await _knock(hub, headers)


async def _knock(hub: Hub, headers: list[tuple[bytes, bytes]]) -> None:
    """Is let in or turned away, and goes."""
    said = iter(({"type": "websocket.connect"}, {"type": "websocket.disconnect"}))
    answers = []

    async def receive() -> Any:
        return next(said)

    async def send(message: Any) -> None:
        answers.append(message)

    await hub({"type": "websocket", "path": "/ws/room/", "headers": headers}, receive, send)
    last = answers[-1]
    assert (last["type"], last["code"]) in (("websocket.close", code) for code in CLOSED_AT_DOOR)


async def _closed(page: Page) -> int | None:
    """The code with which the page's socket was closed, if it was; else it answers a ping."""
    page.say({"type": "ping", "sent": MARK})
    while (message := await page.raw())["type"] == "websocket.send":
        frame = json.loads(message["text"])
        assert frame.get("code") != "our_fault"
        if frame["type"] == "pong" and frame["sent"] == MARK:
            return None
    return int(message["code"])


def _circle(place: str) -> Opening:
    circle = circle_in_turn(mode=PLACES[place][0])
    if place == "table":
        take_table(token=circle.table_link, device_key=device_on(circle))
    return circle


async def _enter(hub: Hub, circle: Opening, place: str) -> Page:
    if place != "table":
        return await sit(hub, circle, PLACES[place][1])
    ticket = await in_writer(ticket_for_table)(
        circle_id=circle.id, device_key=device_on(circle), language="en"
    )
    return await Page.enter(hub, str(ticket))
