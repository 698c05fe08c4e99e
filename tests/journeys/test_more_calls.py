"""Calls that need more than the everyday ones: five people, and a relay between all of them."""

import pytest

from tests.journeys.circles import Circle, links_of, taps
from tests.nodes import Node
from tests.turn_servers import ALLOWING_THIS_MACHINE, turn_server_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.calls,
    pytest.mark.full,
    pytest.mark.xdist_group("node"),
]
NAMES = ["Ada", "Ben", "Cleo", "Dana", "Elif"]

# Two cores carry twenty streams when the pictures are tiny.
SMALL_PICTURES = """
const ask = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = function ({ audio, video }) {
  const tiny = { width: 160, height: 120, frameRate: 10 };
  return ask.call(this, { audio, video: video && { ...video, ...tiny } });
};
"""
# And when there is less to paint, since here that is the processor's work, too.
SMALL = {"width": 320, "height": 320}


def sits_down(call, node, names, *, speaks=True, **circle_has):
    links = links_of(node, names, **circle_has)
    people = [call(name, seat, node=node, viewport=SMALL) for seat, name in enumerate(names, 1)]
    for person, link in zip(people, links, strict=True):
        person.context.add_init_script(SMALL_PICTURES)
        person.comes_in(link, speaks=speaks)
    return Circle(people)


def test_five_people_hear_the_floor_and_see_each_other(call, served_node):
    # All voices at once, as while they gather, are more than two cores carry for five.
    circle = sits_down(call, served_node, NAMES, speaks=False)
    circle.patience = 60
    circle.floor_reaches()

    speaker, listener = circle.comes_to_its_first_turn()
    for person in circle.people:
        person.turns_on("switch-audio")
        person.speaks = True
    circle.floor_reaches()
    taps(speaker, "done")
    circle.floor_reaches()
    taps(listener, "done")
    circle.floor_reaches()
    taps(speaker, "heard")

    circle.takes_the_floor()
    circle.floor_reaches()


@pytest.fixture
def relaying_node(tmp_path_factory):
    folder = tmp_path_factory.mktemp("relay")
    with turn_server_in(folder, more=ALLOWING_THIS_MACHINE) as server:
        urls = ",".join(server.urls)
        node = Node(folder / "node", HEARD_TURN_URLS=urls, HEARD_TURN_SECRET=server.secret)
        yield node.start()
        node.stop()


@pytest.mark.turn
def test_where_the_host_says_so_everything_goes_through_the_relay(call, relaying_node):
    circle = sits_down(call, relaying_node, NAMES[:3], relay_only=True)

    speaker, _listener = circle.comes_to_its_first_turn()

    circle.floor_reaches()
    for person in circle.people:
        ends = [kind for way in person.candidates() for kind, _protocol in way]
        assert set(ends) == {"relay"}
        assert len(ends) >= 4
    taps(speaker, "done")
    circle.floor_reaches()
