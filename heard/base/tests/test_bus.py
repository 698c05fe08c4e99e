"""News inside one process."""

import asyncio
import threading

import pytest

from heard.base.bus import Bus


def test_a_listener_hears_each_publication_in_order():
    bus, heard = Bus(), []
    bus.subscribe(lambda topic, seq: heard.append((topic, seq)))

    bus.publish("circle:7", 41)
    bus.publish("circle:7", 42)

    assert heard == [("circle:7", 41), ("circle:7", 42)]


def test_whoever_unsubscribes_hears_no_more():
    bus, heard = Bus(), []
    unsubscribe = bus.subscribe(lambda topic, seq: heard.append(seq))

    unsubscribe()
    bus.publish("circle:7", 1)

    assert heard == []


def test_a_listener_may_publish_itself():
    bus, heard = Bus(), []
    bus.subscribe(lambda topic, seq: heard.append(seq))
    bus.subscribe(lambda topic, seq: bus.publish(topic, seq + 1) if seq < 3 else None)

    bus.publish("circle:7", 1)

    assert sorted(heard) == [1, 2, 3]


def test_threads_reach_a_listener_on_its_own_loop():
    bus = Bus()
    heard: list[tuple[int, int]] = []

    async def listen() -> int:
        here = threading.get_ident()
        bus.subscribe(
            lambda topic, seq: heard.append((threading.get_ident(), seq)),
            loop=asyncio.get_running_loop(),
        )
        threads = [threading.Thread(target=bus.publish, args=("t", n)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            await asyncio.to_thread(thread.join)
        await asyncio.sleep(0)
        return here

    loop_thread = asyncio.run(listen())

    assert sorted(heard) == [(loop_thread, n) for n in range(20)]


def test_a_loop_that_has_ended_harms_nobody():
    bus, heard = Bus(), []

    async def subscribe() -> None:
        bus.subscribe(lambda topic, seq: None, loop=asyncio.get_running_loop())

    asyncio.run(subscribe())
    bus.subscribe(lambda topic, seq: heard.append(seq))
    bus.publish("circle:7", 1)

    assert heard == [1]


def test_what_is_said_is_overheard_in_order_and_only_by_who_overhears():
    bus, overheard, heard = Bus(), [], []
    bus.overhear(lambda topic, words: overheard.append((topic, words)))
    bus.subscribe(lambda topic, seq: heard.append(seq))

    bus.say("signals:7", "one")
    bus.say("signals:7", "two")

    assert overheard == [("signals:7", "one"), ("signals:7", "two")]
    assert heard == []


def test_whoever_stops_overhearing_hears_no_more():
    bus, overheard = Bus(), []
    stop = bus.overhear(lambda topic, words: overheard.append(words))

    stop()
    bus.say("signals:7", "one")

    assert overheard == []


def test_words_that_are_too_long_are_our_mistake():
    with pytest.raises(AssertionError, match="too long"):
        Bus().say("signals:7", "é" * 17_000)
