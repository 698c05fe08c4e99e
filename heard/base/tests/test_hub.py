"""The hub admits sockets, bounds them, and lets none disturb another."""

import asyncio
import json
import time
from typing import Any

import pytest

from heard.base import connections, hub
from heard.base.connections import BadFrame, Close, Connection
from heard.base.hub import Hub

pytestmark = pytest.mark.asyncio


class Echoes:
    """Rooms that say back what they hear."""

    passed_on = frozenset({"pass"})

    def __init__(self) -> None:
        self.inside: set[Connection] = set()
        self.beats = 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def beat(self) -> None:
        self.beats += 1
        raise RuntimeError

    async def enter(self, connection: Connection, frame: dict[str, Any]) -> None:
        if frame.get("ticket") == "bug":
            raise RuntimeError("not for the other side")
        if frame.get("ticket") != "good":
            raise BadFrame("no_ticket", "No ticket.")
        self.inside.add(connection)
        connection.send({"type": "welcome"})

    async def receive(self, connection: Connection, frame: dict[str, Any]) -> None:
        if frame.get("say") == "bad":
            raise BadFrame("bad", "Bad.")
        if frame.get("say") == "bug":
            raise RuntimeError("not for the other side")
        for other in self.inside:
            if frame.get("type") == "pass":
                other.pass_on(json.dumps(frame))
            else:
                other.send(frame)

    async def leave(self, connection: Connection) -> None:
        self.inside.discard(connection)


class Socket:
    def __init__(self, served: Hub, **changes: Any) -> None:
        self.into: asyncio.Queue[Any] = asyncio.Queue()
        self.out: asyncio.Queue[Any] = asyncio.Queue(changes.pop("room_for", 0))
        self.into.put_nowait({"type": "websocket.connect"})
        scope = {
            "type": "websocket",
            "path": "/echo/",
            "headers": [(b"host", b"localhost:8000"), (b"origin", b"http://localhost:8000")],
        } | changes
        self.task = asyncio.create_task(served(scope, self.into.get, self.out.put))

    def say(self, frame: Any) -> None:
        self.into.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    async def next(self) -> Any:
        message = await asyncio.wait_for(self.out.get(), 3)
        return json.loads(message["text"]) if message["type"] == "websocket.send" else message

    async def enter(self) -> "Socket":
        self.say({"ticket": "good"})
        assert (await self.next())["type"] == "websocket.accept"
        assert (await self.next())["type"] == "welcome"
        return self


@pytest.fixture
def rooms() -> Echoes:
    return Echoes()


@pytest.fixture
def served(rooms: Echoes) -> Hub:
    served = Hub()
    served.register("/echo/", rooms)
    return served


async def test_a_socket_of_another_origin_is_refused_before_it_opens(served):
    headers = [(b"host", b"localhost:8000"), (b"origin", b"http://evil.example")]

    socket = Socket(served, headers=headers)

    assert await socket.next() == {"type": "websocket.close", "code": Close.POLICY}


async def test_a_path_without_rooms_is_refused(served):
    assert (await Socket(served, path="/other/").next())["type"] == "websocket.close"


async def test_who_brings_no_good_ticket_is_told_and_closed(served):
    socket = Socket(served)
    socket.say({"ticket": "bad"})

    assert (await socket.next())["type"] == "websocket.accept"
    assert (await socket.next())["code"] == "no_ticket"
    assert (await socket.next())["code"] == Close.POLICY


async def test_who_says_nothing_is_closed(served, monkeypatch):
    monkeypatch.setattr(hub, "ENTER_WITHIN", 0.05)
    socket = Socket(served)

    assert (await socket.next())["type"] == "websocket.accept"
    assert (await socket.next())["code"] == "too_late"
    assert (await socket.next())["code"] == Close.POLICY


async def test_who_falls_silent_is_closed(served, rooms, monkeypatch):
    monkeypatch.setattr(hub, "SILENCE", 0.05)
    socket = await Socket(served).enter()

    assert (await socket.next())["code"] == Close.AWAY
    await socket.task
    assert not rooms.inside


@pytest.mark.parametrize(
    "message",
    [
        {"text": "{"},
        {"text": "[]"},
        {"text": '"hello"'},
        {"text": ""},
        {"text": "[" * 4000},
        {"text": '{"a":' * 700},
        {"text": "x" * 4097},
        {"text": json.dumps({"say": "é" * 2100}, ensure_ascii=False)},
        {"bytes": b"\x00\xff", "text": None},
        {"bytes": b"{}"},
    ],
)
async def test_what_cannot_be_read_is_answered_and_harms_nobody(served, message):
    rude, kind = await Socket(served).enter(), await Socket(served).enter()

    rude.into.put_nowait({"type": "websocket.receive"} | message)

    answer = await rude.next()
    assert answer["type"] == "error"
    assert answer["message"].endswith(".")
    rude.say({"say": "sorry"})
    assert await kind.next() == {"say": "sorry"}
    assert await rude.next() == {"say": "sorry"}


async def test_ten_bad_frames_in_a_row_close_the_socket(served):
    socket = await Socket(served).enter()
    for _ in range(hub.BAD_IN_A_ROW):
        socket.say({"say": "bad"})

    answers = [await socket.next() for _ in range(hub.BAD_IN_A_ROW)]

    assert {answer["code"] for answer in answers} == {"bad"}
    assert (await socket.next())["code"] == Close.POLICY


async def test_a_good_frame_between_bad_ones_forgives_them(served):
    socket = await Socket(served).enter()
    for _ in range(2):
        for _ in range(hub.BAD_IN_A_ROW - 1):
            socket.say({"say": "bad"})
        socket.say({"say": "good"})

    frames = [await socket.next() for _ in range(2 * hub.BAD_IN_A_ROW)]

    assert sum(frame == {"say": "good"} for frame in frames) == 2


async def test_who_sends_too_fast_is_slowed_down_loses_nothing_and_holds_nobody_up(
    served, monkeypatch
):
    monkeypatch.setattr(connections, "FRAMES_A_SECOND", 200.0)
    fast, kind = await Socket(served).enter(), await Socket(served).enter()
    many = connections.FRAMES_AT_ONCE + 60
    began = time.monotonic()
    for number in range(many):
        fast.say({"number": number})
    kind.say({"say": "among them"})

    heard = [await kind.next() for _ in range(many + 1)]

    assert [frame["number"] for frame in heard if "number" in frame] == list(range(many))
    assert heard.index({"say": "among them"}) < many / 2
    assert time.monotonic() - began > 60 / 200


async def test_a_bug_is_ours_and_does_not_close_the_socket(served):
    socket = await Socket(served).enter()
    socket.say({"say": "bug"})

    answer = await socket.next()
    socket.say({"say": "still here"})

    assert answer["code"] == "our_fault"
    assert "not for the other side" not in answer["message"]
    assert await socket.next() == {"say": "still here"}


async def test_a_bug_at_the_door_stands_in_the_log_and_the_page_may_come_again(served, caplog):
    socket = Socket(served)
    await socket.next()

    socket.say({"ticket": "bug"})

    assert await socket.next() == {"type": "websocket.close", "code": Close.AWAY}
    assert "A socket could not come in." in caplog.text
    await Socket(served).enter()


async def test_only_what_is_passed_on_may_be_long(served):
    socket = await Socket(served).enter()

    socket.say({"type": "pass", "words": "x" * 12_000})
    socket.say({"type": "say", "words": "x" * 5_000})
    socket.say({"type": ["pass"], "words": "x" * 5_000})
    socket.say({"type": "pass", "words": "x" * 17_000})

    heard = [await socket.next() for _ in range(4)]
    assert sorted(frame.get("code", "passed") for frame in heard) == ["passed"] + ["too_long"] * 3


async def test_too_much_to_pass_on_is_dropped_and_holds_up_nothing_behind_it(served):
    fast, kind = await Socket(served).enter(), await Socket(served).enter()
    began = time.monotonic()
    for number in range(1000):
        fast.say({"type": "pass", "number": number})
    fast.say({"say": "among them"})

    heard = [await kind.next()]
    while "say" not in heard[-1]:
        heard.append(await kind.next())

    seconds = time.monotonic() - began
    most = connections.PASSED_AT_ONCE + connections.PASSED_A_SECOND * seconds
    assert seconds < 1000 / connections.PASSED_A_SECOND / 3
    assert len(heard) - 1 <= most
    assert not fast.task.done()


async def test_what_is_passed_on_waits_behind_all_else_and_drives_nobody_out():
    connection = Connection()
    sent: list[str] = []

    async def send(message: Any) -> None:
        sent.append(message.get("text", "closed"))

    for number in range(connections.WAITING_TO_PASS + 20):
        connection.pass_on(f"passed {number}")
    connection.show("view", "view")
    connection.send({"type": "answer"})
    assert not connection.is_closing
    connection.close(Close.AWAY)
    await connection.deliver(send)

    assert sent[:3] == ['{"type":"answer"}', "view", "passed 20"]
    assert len(sent) == connections.WAITING_TO_PASS + 3


async def test_a_slow_reader_is_let_go_and_the_others_are_not_kept_waiting(served, rooms):
    slow = Socket(served, room_for=3)
    slow.say({"ticket": "good"})
    kind = await Socket(served).enter()

    for number in range(connections.WAITING_FRAMES + 20):
        for inside in tuple(rooms.inside):
            inside.send({"number": number})
        if number % 5 == 0:
            await asyncio.sleep(0.01)
    heard = [await kind.next() for _ in range(connections.WAITING_FRAMES + 20)]

    assert [frame["number"] for frame in heard] == list(range(connections.WAITING_FRAMES + 20))
    received = []
    while not received or received[-1]["type"] != "websocket.close":
        received.append(await asyncio.wait_for(slow.out.get(), 3))
    assert received[-1]["code"] == Close.SLOW


async def test_a_reader_who_takes_nothing_at_all_is_let_go(served, rooms, monkeypatch):
    monkeypatch.setattr(connections, "SENT_WITHIN", 0.05)
    stuck = Socket(served, room_for=1)
    stuck.say({"ticket": "good"})

    await asyncio.wait_for(stuck.task, 3)

    assert not rooms.inside


async def test_only_the_newest_picture_waits_to_be_sent():
    connection = Connection()
    sent: list[str] = []

    async def send(message: Any) -> None:
        sent.append(message.get("text", "closed"))

    for number in range(100):
        connection.show("view", f"view {number}")
    connection.show("ahead", "ahead")
    connection.close(Close.AWAY)
    await connection.deliver(send)

    assert sent == ["view 99", "ahead", "closed"]


async def test_a_heart_that_failed_once_beats_again(served, rooms, monkeypatch):
    monkeypatch.setattr(hub, "BEAT", 0.01)
    await served.start()

    await asyncio.sleep(0.1)
    await served.stop()

    assert rooms.beats > 1


async def test_a_hub_that_stops_says_that_it_will_be_back(served):
    socket = await Socket(served).enter()

    await served.stop()

    assert (await socket.next())["code"] == Close.RESTART
