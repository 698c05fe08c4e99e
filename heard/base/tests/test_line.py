"""News between processes, over a real Valkey that is flushed, cut off, killed and started again."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import redis

from heard.base import line
from heard.base.bus import Bus
from heard.base.line import MOST_WAITING, Line
from heard.base.tests.children import Valkey

PATIENCE = 15.0


@dataclass
class Process:
    """As far as a bus can tell: what is published and said in it, and what it hears."""

    url: str
    node: str = "heard:one"
    heard: list[tuple[str, int | str]] = field(default_factory=list)
    gaps: int = 0

    def __post_init__(self) -> None:
        self.bus = Bus(self._make_line)
        self.bus.subscribe(lambda topic, seq: self.heard.append((topic, seq)), after_gap=self._gap)
        self.bus.overhear(lambda topic, words: self.heard.append((topic, words)))

    def _make_line(self, hear, after_gap) -> Line:
        self.line = Line(self.url, self.node, hear=hear, after_gap=after_gap)
        return self.line

    def _gap(self) -> None:
        self.gaps += 1

    def numbers(self, topic: str = "circle:7") -> list[int | str]:
        return [value for about, value in self.heard if about == topic]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.01)


@pytest.fixture(scope="module")
def own_valkey(tmp_path_factory) -> Iterator[Valkey]:
    valkey = Valkey(tmp_path_factory.mktemp("valkey")).start()
    yield valkey
    valkey.stop()


@pytest.fixture
def valkey(own_valkey) -> Iterator[Valkey]:
    yield own_valkey
    if own_valkey._process is None:
        own_valkey.start()


@pytest.fixture
def process(valkey) -> Iterator[Callable[..., Process]]:
    begun: list[Process] = []

    def begin(**details) -> Process:
        begun.append(Process(valkey.url, **details))
        until(lambda: begun[-1].gaps == 1)
        return begun[-1]

    yield begin
    for each in begun:
        each.line.close()


def test_what_one_process_says_all_hear_once_and_in_order(process):
    ada, ben, cleo = process(), process(), process()

    for number in range(300):
        ada.bus.publish("circle:7", number)
        ada.bus.say("signals:7", str(number))

    said = [each for n in range(300) for each in (("circle:7", n), ("signals:7", str(n)))]
    until(lambda: len(ben.heard) == len(cleo.heard) == 600)
    assert ben.heard == cleo.heard == said
    assert ada.heard == said


def test_processes_of_two_nodes_on_one_server_do_not_hear_each_other(process):
    ada, stranger = process(), process(node="heard:two")
    ben = process()

    ada.bus.publish("circle:7", 1)
    until(lambda: ben.numbers() == [1])

    assert stranger.heard == []


def test_words_arrive_as_they_were_said(process):
    ada, ben = process(), process()
    words = '{"a": "é 😀 \ud83d\u2028\u0000"}' * 500

    ada.bus.say("signals:7", words)

    until(lambda: bool(ben.heard))
    assert ben.heard == [("signals:7", words)]


def test_who_speaks_hears_at_once_and_waits_for_nobody_though_the_server_is_killed(process, valkey):
    ada = process()
    valkey.kill()

    began_at = time.monotonic()
    for number in range(100):
        ada.bus.publish("circle:7", number)

    assert time.monotonic() - began_at < 0.5
    assert ada.numbers() == list(range(100))


def test_a_server_that_never_answers_keeps_nobody_waiting():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        ada = Process(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
        began_at = time.monotonic()

        ada.bus.publish("circle:7", 1)

        assert ada.numbers() == [1]
        assert time.monotonic() - began_at < 0.5
        ada.line.close()


def test_news_from_before_and_after_a_kill_arrive_once_and_everyone_looks_again(process, valkey):
    ada, ben = process(), process()
    ada.bus.publish("circle:7", 1)
    until(lambda: ben.numbers() == [1])

    valkey.kill()
    ada.bus.publish("circle:7", 2)
    ben.bus.publish("circle:8", 1)
    valkey.start()
    until(lambda: ada.gaps >= 2 and ben.gaps >= 2)
    ada.bus.publish("circle:7", 3)
    ben.bus.publish("circle:8", 2)

    until(lambda: 3 in ben.numbers() and 2 in ada.numbers("circle:8"))
    # What was sent before the other had come back is what it looks for in the database.
    assert ben.numbers() in ([1, 2, 3], [1, 3])
    assert ada.numbers("circle:8") in ([1, 2], [2])
    assert ada.numbers() == [1, 2, 3]


@pytest.mark.parametrize("how", ["flush", "cut"])
def test_a_flush_or_a_cut_loses_nothing_for_long(process, valkey, how):
    ada, ben = process(), process()

    with redis.Redis.from_url(valkey.url) as operator:
        if how == "flush":
            operator.flushall()
        else:
            operator.client_kill_filter(_type="pubsub")
            operator.client_kill_filter(_type="normal", skipme=True)
            until(lambda: ben.gaps >= 2 and ada.gaps >= 2)
    ada.bus.publish("circle:7", 1)

    until(lambda: ben.numbers() == [1])


def test_what_waits_is_bounded_and_who_missed_some_of_it_is_told(process, valkey):
    ada, ben = process(), process()
    ada.bus.publish("circle:7", 0)
    until(lambda: ben.numbers() == [0])
    valkey.kill()

    for number in range(1, 3 * MOST_WAITING):
        ada.bus.publish("circle:7", number)
    waiting = len(ada.line._waiting)
    valkey.start()

    assert waiting == MOST_WAITING
    until(lambda: ben.gaps >= 2)
    ada.bus.publish("circle:7", 9999)
    until(lambda: ben.numbers()[-1] == 9999)
    assert sorted(set(ben.numbers())) == ben.numbers()


def test_news_that_were_lost_on_the_way_are_noticed(process):
    ada, ben = process(), process()
    ada.bus.publish("circle:7", 1)
    until(lambda: ben.numbers() == [1])

    ada.line._count += 1
    ada.bus.publish("circle:7", 3)

    until(lambda: ben.numbers() == [1, 3])
    assert ben.gaps == 2


def test_words_that_waited_long_are_dropped_and_news_are_not(process, valkey, monkeypatch):
    ada, ben = process(), process()
    monkeypatch.setattr(line, "WORDS_WAIT", 0.0)
    valkey.kill()

    ada.bus.say("signals:7", "hello")
    ada.bus.publish("circle:7", 1)
    valkey.start()
    until(lambda: not ada.line._waiting and ben.gaps >= 2)
    ada.bus.publish("circle:7", 2)

    until(lambda: 2 in ben.numbers())
    assert ben.numbers("signals:7") == []


def test_a_process_that_ends_at_once_has_said_what_it_had_to_say(process, valkey):
    ben = process()
    brief = Process(valkey.url)

    brief.bus.publish("circle:7", 1)
    brief.line.close()

    until(lambda: ben.numbers() == [1])


def test_nonsense_on_the_line_is_passed_over(process, valkey):
    ada, ben = process(), process()

    with redis.Redis.from_url(valkey.url) as stranger:
        for nonsense in (b"\xff", b"{}", b"[1, 2]", b'["x", "y", "z", null]', b"[[], {}, 1, 2]"):
            stranger.publish("heard:one", nonsense)
    ada.bus.publish("circle:7", 1)

    until(lambda: bool(ben.heard))
    assert (ben.heard, ben.gaps) == ([("circle:7", 1)], 1)


def test_a_bus_that_is_not_there_yet_is_found_when_it_comes(tmp_path):
    late = Valkey(tmp_path)
    ada, ben = Process(late.url), Process(late.url)
    ada.bus.publish("circle:7", 1)

    late.start()
    until(lambda: ada.gaps == ben.gaps == 1)
    ben.bus.publish("circle:7", 2)

    until(lambda: 2 in ada.numbers())
    ada.line.close()
    ben.line.close()
    late.stop()
