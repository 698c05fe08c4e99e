"""The door through which circles are asked."""

from heard.circles.queries.agreeing import SITTING, has_agreed, nameless, names_in, scope_of
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
from heard.circles.queries.reporting import MayReport, SeatReported, may_report, seats_reported
from heard.circles.queries.rooms import (
    Snapshot,
    Turn,
    room_snapshot,
    turns_of,
    words_of_concerns,
)
from heard.circles.queries.seats import (
    Finding,
    SeatFound,
    SeatHeld,
    TableFound,
    is_removed,
    seat_by_token,
    seat_held,
    table_by_token,
    table_is_held,
)
from heard.circles.queries.states import (
    keeps_process_of,
    live_circles_with_deadline,
    lots_of,
    seats_that_were_here,
    state_of,
)

__all__ = [
    "SITTING",
    "Average",
    "Averages",
    "CirclePage",
    "Finding",
    "Line",
    "MayReport",
    "SeatFound",
    "SeatHeld",
    "SeatLine",
    "SeatReported",
    "Snapshot",
    "TableFound",
    "Turn",
    "averages_for_host",
    "circle_page",
    "circles_of",
    "circles_of_split",
    "format_text",
    "has_agreed",
    "is_removed",
    "keeps_process_of",
    "listed_formats",
    "live_circles_with_deadline",
    "lots_of",
    "may_report",
    "nameless",
    "names_in",
    "room_snapshot",
    "scope_of",
    "seat_by_token",
    "seat_held",
    "seats_reported",
    "seats_that_were_here",
    "shipped_formats",
    "state_of",
    "table_by_token",
    "table_is_held",
    "turns_of",
    "words_of_concerns",
]
