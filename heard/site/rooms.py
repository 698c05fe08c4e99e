"""Which live rooms a node has, and at which address each is entered."""

from heard.base.hub import Hub
from heard.circles.live.rooms import CircleRooms


def open_rooms(hub: Hub) -> None:
    """Called once per process, before the first socket."""
    hub.register("/ws/room/", CircleRooms())
