"""The door through which circles are changed."""

from heard.circles.actions.agreeing import (
    agree_to_sit,
    let_seat_go,
    take_back_at_table,
    take_back_sitting,
)
from heard.circles.actions.answers import Answer
from heard.circles.actions.beating import beat, forget_practice, hear_table, log_outage_gap
from heard.circles.actions.captions import let_write_captions, say_words
from heard.circles.actions.forgetting import forget_unbegun, vacate_seat
from heard.circles.actions.minors import (
    OpenedClass,
    let_grown_up_go,
    let_minor_go,
    open_school_circle,
    seat_grown_up,
    take_school_seat,
)
from heard.circles.actions.moving import (
    hold_clock,
    let_time_pass,
    make_move,
    move_companions,
    topic_of,
)
from heard.circles.actions.names import Unfit, fit_name
from heard.circles.actions.noting import note_host_looks
from heard.circles.actions.opening import (
    Opened,
    OpenedSeat,
    Tried,
    fit_number,
    open_circle,
    open_try_circle,
    split_into_tables,
)
from heard.circles.actions.removing import give_up_seats, remove_seat
from heard.circles.actions.seating import (
    move_seat_to_this_device,
    new_device_key,
    renew_seat_link,
    renew_table_link,
    take_seat,
    take_table,
    ticket_for_seat,
    ticket_for_table,
)
from heard.circles.actions.telling import rate_turn, write_concern_words
from heard.circles.models import keep_ages_apart

__all__ = [
    "Answer",
    "Opened",
    "OpenedClass",
    "OpenedSeat",
    "Tried",
    "Unfit",
    "agree_to_sit",
    "beat",
    "fit_name",
    "fit_number",
    "forget_practice",
    "forget_unbegun",
    "give_up_seats",
    "hear_table",
    "hold_clock",
    "keep_ages_apart",
    "let_grown_up_go",
    "let_minor_go",
    "let_seat_go",
    "let_time_pass",
    "let_write_captions",
    "log_outage_gap",
    "make_move",
    "move_companions",
    "move_seat_to_this_device",
    "new_device_key",
    "note_host_looks",
    "open_circle",
    "open_school_circle",
    "open_try_circle",
    "rate_turn",
    "remove_seat",
    "renew_seat_link",
    "renew_table_link",
    "say_words",
    "seat_grown_up",
    "split_into_tables",
    "take_back_at_table",
    "take_back_sitting",
    "take_school_seat",
    "take_seat",
    "take_table",
    "ticket_for_seat",
    "ticket_for_table",
    "topic_of",
    "vacate_seat",
    "write_concern_words",
]
