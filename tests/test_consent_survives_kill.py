"""Consents outlive a server that is killed right after it has answered."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.nodes import Node

OPEN = """
import json
from heard.circles import actions
opened = actions.open_circle(
    format_id="empathy-circle", names=["Ada", "Ben", "Cleo"], mode="devices", host_id=None,
    language="en",
)
print(json.dumps([str(opened.circle_id), str(opened.seats[1].seat_id), opened.seats[1].token]))
"""
ASK = """
import json
from uuid import UUID
from heard.circles import queries
from heard.people.models import Consent
lines = Consent.objects.filter(seat_id=UUID("{seat}")).order_by("at")
names = queries.names_in(UUID("{circle}"))
print(json.dumps([list(lines.values_list("is_given", flat=True)), names[2]]))
"""


class Visitor:
    """Somebody with cookies and forms, and no script."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def read(self, path: str) -> str:
        return str(self._opener.open(self.node.url + path).read().decode())

    def send(self, path: str, **fields: str) -> None:
        """The form of this page, with what stands in it already."""
        page = self.read(path)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        body = urlencode(hidden | fields).encode()
        headers = {"Origin": self.node.url, "Referer": self.node.url + path}
        self._opener.open(Request(self.node.url + path, body, headers))


def test_what_was_agreed_to_and_taken_back_outlives_a_killed_server(own_node):
    circle, seat, token = own_node.asks(OPEN)
    ask = ASK.replace("{seat}", seat).replace("{circle}", circle)
    visitor = Visitor(own_node)

    visitor.send(f"/sit/{token}/", nickname="Benny")
    own_node.kill()
    given = own_node.asks(ask)
    own_node.start()
    visitor.send(f"/seats/{seat}/consents/", take_back="yes")
    own_node.kill()
    taken_back = own_node.asks(ask)

    assert given == [[True], "Benny"]
    assert taken_back == [[True, False], "Seat 2"]
