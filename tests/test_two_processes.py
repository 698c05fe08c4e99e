"""What one process of a node does, people in the rooms of another see, over a real Valkey."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed

from heard.base.tests.children import Valkey
from tests.nodes import Node
from tests.test_survives_kill import Guest, begin_turn, open_circle

# A move of the first seat that another process makes.
MOVE = """
import json
from heard.circles import actions, models
from heard.circles.core.moves import read_move
circle = models.Circle.objects.get()
print(json.dumps(actions.make_move(circle_id=circle.id, move=read_move("{name}", seat=1)).ok))
"""

# The host's page, served by another process, asks the third seat to leave.
REMOVE = """
import json
from heard.circles import actions, models
circle = models.Circle.objects.get()
print(json.dumps(actions.remove_seat(circle_id=circle.id, seat=3).ok))
"""


@pytest.fixture
def valkey(tmp_path) -> Iterator[Valkey]:
    valkey = Valkey(tmp_path).start()
    yield valkey
    valkey.stop()


@pytest.fixture
def node(valkey, tmp_path_factory) -> Iterator[Node]:
    node = Node(tmp_path_factory.mktemp("node"), HEARD_BUS_URL=valkey.url).start()
    yield node
    node.stop()


def test_a_room_shows_what_another_process_did_also_after_the_bus_was_killed(node, valkey):
    with ExitStack() as life:
        tickets, _more = open_circle(node)
        guests = [Guest.enter(node, ticket, life) for ticket in tickets]
        begin_turn(guests)

        assert node.asks(MOVE.format(name="done"))
        guests[2].until(lambda: guests[2].view["step"] == "reflect")

        valkey.kill()
        assert guests[1].move("done")[0]
        guests[2].until(lambda: guests[2].view["step"] == "confirm")
        assert node.asks(MOVE.format(name="heard"))
        valkey.start()

        guests[2].until(lambda: guests[2].view["step"] != "confirm")


def test_a_seat_that_another_process_removes_is_out_of_the_room(node):
    with ExitStack() as life:
        tickets, spare = open_circle(node)
        guests = [Guest.enter(node, ticket, life) for ticket in tickets]

        assert node.asks(REMOVE)

        with pytest.raises(ConnectionClosed) as closed:
            guests[2].until(lambda: False)
        assert closed.value.rcvd.code == 4003
        with pytest.raises(ConnectionClosed):
            Guest.enter(node, spare[2], life)
        guests[0].until(lambda: guests[0].view["seats"][2]["state"] == "left")
