"""Hostile words in what a host types: topics, names, ways; on every page of the circles."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

import pytest

from tests.hostile_words import WORDS, packed
from tests.journeys.hostile.house import (
    ALL,
    SOME,
    TYPED,
    as_names,
    fills,
    links_on,
    next_move,
    open_circle,
    posts,
    submits,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
LONGEST_TOPIC = 200
PEOPLE, GROUP = 8, 160


@dataclass
class Circle:
    path: str
    topic: str
    names: list[str]


def opened(host, words, mode) -> Iterator[Circle]:
    """As many circles as it takes to say all topics and all names."""
    topics = packed(tuple(each for each in words if each in TYPED), LONGEST_TOPIC)
    names = as_names(words)
    called, said = cycle(names), cycle(topics)
    for _ in range(max(len(topics), -(-len(names) // PEOPLE))):
        topic, seated = next(said), list(islice(called, PEOPLE))
        path = open_circle(host, "council", topic=topic, names="\n".join(seated), mode=mode)
        yield Circle(path, topic, seated)


def test_what_a_host_typed_stays_words_where_it_is_refused(host, looks):
    fills(host.open("/start/council/"), topic=ALL, names="\n".join(TYPED), mode=ALL)
    submits(host, "main form .button")

    typed = {"StartForm.topic": TYPED, "StartForm.names": TYPED, "StartForm.mode": ()}
    looks.at(host, "start a circle, refused", typed)


def test_what_a_host_typed_stays_words_where_a_split_is_refused(host, looks):
    fills(host.open("/split/"), topic=ALL, names="\n".join(TYPED), mode=ALL, format=ALL)
    submits(host, "[name=show]")

    typed = {"SplitForm.topic": TYPED, "SplitForm.names": TYPED}
    looks.at(host, "split, refused", typed | {"SplitForm.mode": (), "SplitForm.format": ()})


def test_names_of_a_large_group_stay_words(host, words, looks):
    names = as_names(words)
    topic = packed(TYPED, LONGEST_TOPIC)[0]
    for part in (names[start : start + GROUP] for start in range(0, len(names), GROUP)):
        fills(host.open("/split/"), topic=topic, names="\n".join(part))
        host.page.locator("[name=format]").select_option("council")
        host.page.locator("[name=mode][value=table]").check()
        submits(host, "[name=show]")
        looks.at(host, "split", {"SplitForm.names": part, "SplitForm.topic": [topic]})
        submits(host, "[name=make]")
        looks.at(host, "tables", {"SplitForm.names": part, "SplitForm.topic": [topic]})


def test_topics_and_names_stay_words_on_the_pages_of_circles(host, watched, looks):
    guest, topics = watched(), []
    for circle in opened(host, SOME, "devices"):
        typed = {"StartForm.topic": [circle.topic], "StartForm.names": circle.names}
        looks.at(host.open(circle.path), "circle", typed)
        remove = host.page.locator("a[href*='/remove/']").first.get_attribute("href")
        looks.at(host.open(f"{circle.path}links/"), "cards to print", typed)
        looks.at(guest.open(links_on(host, circle.path)[0]), "take a seat", only_first(typed))
        topics.append(circle.topic)
    looks.at(host.open(remove), "ask somebody to leave", {"StartForm.names": circle.names[:1]})

    looks.at(host.open("/circles/"), "your circles", {"StartForm.topic": topics})


def only_first(typed):
    return typed | {"StartForm.names": typed["StartForm.names"][:1]}


def test_topics_and_names_stay_words_at_a_table(host, watched, looks):
    table = watched()
    for circle in opened(host, SOME, "table"):
        table.open(links_on(host, circle.path)[0])
        looks.at(table, "use this device at the table", {"StartForm.topic": [circle.topic]})
        submits(table, "main form .button")
        table.page.locator("table-room[data-stage]").wait_for()
        looks.at(table, "table", {"StartForm.names": circle.names})


def test_names_stay_words_at_a_table_until_the_end(host, watched, looks):
    names = as_names(WORDS)[:3]
    path = open_circle(host, "empathy-circle-20", names="\n".join(names), mode="table")
    table = watched().open(links_on(host, path)[0])
    submits(table, "main form .button")
    table.page.locator("table-room[data-stage]").wait_for()

    while (move := next_move(table.view)) is not None:
        table.page.evaluate("(move) => document.querySelector('table-room').act({ move })", move)
        waits_for_news(table)
        if table.view["stage"] != "closed":
            looks.at(table, "table", {"StartForm.names": names})
    for name in names:
        table.page.locator("[data-part=questions] .button--act").click()
        looks.at(table, "table, closing", {"StartForm.names": [name]})
        table.page.locator("[data-part=questions] .link").click()


def test_names_stay_words_beside_a_table(host, watched, looks):
    names = as_names(WORDS)[:PEOPLE]
    path = open_circle(host, "council", names="\n".join(names), mode="table")
    table = watched().open(links_on(host, path)[0])
    submits(table, "main form .button")
    own = path.replace("circles", "table")

    typed = {"StartForm.names": names}
    looks.at(table.open(f"{own}consents/"), "what a table agreed to", typed)
    looks.at(table.open(f"{own}report/"), "report at a table", typed)
    looks.nowhere(["POST seat"], posts(table, f"{own}consents/", seat=ALL).text())


def waits_for_news(table):
    seq = table.view["seq"]
    for _ in range(250):
        table.page.wait_for_timeout(20)
        if table.view["seq"] > seq:
            return
    raise AssertionError(f"Nothing came of the move: {table.view}")
