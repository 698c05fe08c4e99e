"""The door through which circles are asked."""

from heard.circles.queries.formats import format_text, listed_formats, shipped_formats
from heard.circles.queries.hosting import (
    Average,
    Averages,
    CirclePage,
    Line,
    SeatLine,
    averages_for_host,
    circle_page,
    circles_of,
    circles_of_split,
)
from heard.circles.queries.rooms import (
    Snapshot,
    Turn,
    names_in,
    room_snapshot,
    turns_of,
    words_of_concerns,
)
from heard.circles.queries.seats import (
    Finding,
    SeatFound,
    SeatHeld,
    TableFound,
    seat_by_token,
    seat_held,
    table_by_token,
    table_is_held,
)
from heard.circles.queries.states import (
    live_circles_with_deadline,
    lots_of,
    seats_that_were_here,
    state_of,
)

__all__ = [
    "Average",
    "Averages",
    "CirclePage",
    "Finding",
    "Line",
    "SeatFound",
    "SeatHeld",
    "SeatLine",
    "Snapshot",
    "TableFound",
    "Turn",
    "averages_for_host",
    "circle_page",
    "circles_of",
    "circles_of_split",
    "format_text",
    "listed_formats",
    "live_circles_with_deadline",
    "lots_of",
    "names_in",
    "room_snapshot",
    "seat_by_token",
    "seat_held",
    "seats_that_were_here",
    "shipped_formats",
    "state_of",
    "table_by_token",
    "table_is_held",
    "turns_of",
    "words_of_concerns",
]
