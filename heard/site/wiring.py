"""What happens in one domain because of what happened in another: the whole table.

Each row reads: after this event, do this deed, `now` (in the same transaction) or `later` (as a
background task that the same transaction writes down).

    Reaction(CircleClosed, ask_how_heard_people_felt, "later"),
"""

from heard.base.reactions import Reaction
from heard.circles.actions import (
    give_up_seats,
    let_grown_up_go,
    let_minor_go,
    let_seat_go,
    vacate_seat,
)
from heard.circles.events import HourBegan
from heard.people.actions import let_go_of_what_is_old
from heard.people.events import ConsentWithdrawn, RightsEnded, SeatErased, VettingWithdrawn

REACTIONS: tuple[Reaction, ...] = (
    Reaction(HourBegan, let_go_of_what_is_old, "now"),
    Reaction(RightsEnded, give_up_seats, "now"),
    Reaction(SeatErased, vacate_seat, "now"),
    Reaction(ConsentWithdrawn, let_minor_go, "now"),
    Reaction(VettingWithdrawn, let_grown_up_go, "now"),
    Reaction(ConsentWithdrawn, let_seat_go, "now"),
)
