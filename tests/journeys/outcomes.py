"""Links that lead to no seat any more, made inside a node as weeks of use would make them."""

from tests.nodes import Node

SCRIPT = """
import json
from datetime import timedelta
from heard.base.clock import now
from heard.circles import actions
from heard.circles.core.moves import read_move
from heard.circles.models import Circle

def opened():
    return actions.open_circle(
        format_id="empathy-circle", names=["Ada", "Ben", "Cleo", "Dana"], mode="devices",
        host_id=None, language="en", host_sits=False,
    )

def move(circle, name, seat=None):
    assert actions.make_move(circle_id=circle.circle_id, move=read_move(name, seat=seat)).ok, name

expired = opened()
# Only the link is old: a circle that nobody came to would be closed after a day.
Circle.objects.filter(id=expired.circle_id).update(links_end_at=now() - timedelta(days=1))
begun, closed = opened(), opened()
for circle in (begun, closed):
    for number in (1, 2, 3):
        move(circle, "arrive", number)
    for _phase in ("arrive", "agreements"):
        for number in (1, 2, 3):
            move(circle, "ready", number)
for number in (1, 2, 3):
    move(closed, "leave", number)
print(json.dumps({
    "This link has run out": expired.seats[3].token,
    "The doors are closed": begun.seats[3].token,
    "The circle is closed": closed.seats[0].token,
}))
"""


def lost_links(node: Node) -> dict[str, str]:
    """The headline that each of them leads to, and its address."""
    tokens = node.asks(SCRIPT)
    return {headline: f"/sit/{token}/" for headline, token in tokens.items()}
