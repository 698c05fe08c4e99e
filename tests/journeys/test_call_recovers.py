"""What is cut comes back by itself: the same seat, the same part, the time that was left."""

import time

import pytest

from tests.journeys.circles import Circle, links_of, standing, taps
from tests.journeys.networks import EVERYWHERE, Network
from tests.nodes import Node

pytestmark = [
    pytest.mark.browser,
    pytest.mark.calls,
    pytest.mark.full,
    pytest.mark.xdist_group("node"),
]
NAMES = ["Ada", "Ben", "Cleo"]
CUT_FOR = 10.0


@pytest.fixture
def circle(call, served_node):
    return sits_down(call, served_node, [{}, {}, {}])


def sits_down(call, node, started):
    links = links_of(node, NAMES)
    people = [
        call(name, seat, node=node, started=how)
        for (seat, name), how in zip(enumerate(NAMES, 1), started, strict=True)
    ]
    for person, link in zip(people, links, strict=True):
        person.comes_in(link)
    return Circle(people)


def test_a_speaker_who_loads_the_page_again_is_back_by_one_tap(circle):
    speaker, _listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    speaker.page.reload()
    speaker.page.locator("live-room[data-line=open]").wait_for()
    assert speaker.page.locator("[data-part=switch-audio][aria-checked=false]").count() == 1
    speaker.comes_back()

    circle.floor_reaches()
    assert standing(speaker) == before
    taps(speaker, "done")
    circle.floor_reaches()


def test_a_new_way_is_found_without_anyone_missing_a_word(circle):
    circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = [way_names(person) for person in circle.people]

    circle.seat(1).page.evaluate("kept.open().forEach((line) => line.restartIce())")
    circle.seat(1).page.wait_for_timeout(1_000)

    circle.floor_reaches()
    assert all(was != now for was, now in zip(before, map(way_names, circle.people), strict=True))


def way_names(person):
    """A line that is found anew has new names for its ways."""
    return person.quietly(
        "kept.open().map((line) => /ice-ufrag:(.*)/.exec(line.localDescription.sdp)[1])"
    )


def test_a_node_that_is_killed_and_started_again_interrupts_nobody(call, own_node):
    circle = sits_down(call, own_node, [{}, {}, {}])
    speaker, _listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    own_node.kill()
    killed_at = time.time()
    for person in circle.people:
        person.page.locator("live-room:not([data-line=open])").wait_for()
    circle.floor_reaches()
    own_node.start()
    for person in circle.people:
        person.page.locator("live-room[data-line=open]").wait_for(timeout=30_000)
    circle.floor_reaches()

    after, was_out = standing(speaker), (time.time() - killed_at) * 1000
    assert {**after, "ends_at": 0} == {**before, "ends_at": 0}
    assert 0 <= after["ends_at"] - before["ends_at"] <= was_out + 1_500
    taps(speaker, "done")
    circle.floor_reaches()


@pytest.fixture
def network():
    network = Network().open()
    yield network
    network.close()


@pytest.fixture
def reachable_node(tmp_path_factory):
    node = Node(tmp_path_factory.mktemp("reachable-node"), HEARD_HOST=EVERYWHERE)
    yield node.start()
    node.stop()


@pytest.mark.namespaces
def test_a_speaker_whose_network_is_cut_for_ten_seconds_speaks_on(
    call, chromiums, network, reachable_node
):
    started = [
        {"switches": [network.way], "command": str(network.join(seat, chromiums.folder))}
        for seat in (1, 2, 3)
    ]
    circle = sits_down(call, reachable_node, started)
    speaker, _listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    network.cut(speaker.seat)
    speaker.page.wait_for_timeout(CUT_FOR * 1000)
    network.mend(speaker.seat)

    speaker.page.locator("live-room[data-line=open]").wait_for(timeout=30_000)
    circle.floor_reaches()
    after = standing(speaker)
    assert {**after, "ends_at": 0} == {**before, "ends_at": 0}
    assert after["ends_at"] >= before["ends_at"]
    taps(speaker, "done")
    circle.floor_reaches()
