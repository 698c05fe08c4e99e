"""Where a socket sits: a ticket becomes a place, and the circle hears who has come."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heard.base.clock import now as time_now
from heard.base.connections import BadFrame
from heard.base.tickets import TicketRefused, redeem_ticket
from heard.circles import actions, queries
from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.viewing import milliseconds
from heard.circles.live.sentences import sentence
from heard.circles.queries import Snapshot

Entry = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A seat, or with None the table. Of two entries to one seat the greater came later."""

    circle_id: UUID
    seat: int | None
    device: str
    language: str
    entry: Entry


def place_for(ticket: str) -> Place:
    """Uses the ticket up. Raises `BadFrame`."""
    try:
        claims = redeem_ticket(ticket)
    except TicketRefused as refused:
        words = _("That ticket is no longer good. Load the page again.")
        raise BadFrame(f"ticket_{refused.code}", words) from None
    return Place(
        circle_id=UUID(claims["circle"]),
        seat=None if claims["seat"] == "table" else int(claims["seat"]),
        device=claims["device"],
        language=claims["language"],
        entry=(milliseconds(time_now()), secrets.token_hex(4)),
    )


def sit(place: Place) -> Snapshot:
    """Tell the circle that this seat is here, unless it sits on another device by now."""
    snapshot = queries.room_snapshot(place.circle_id)
    if snapshot is None:
        raise BadFrame("gone", _("This circle is no longer kept here."))
    if (why := why_not_in(place, snapshot)) is not None:
        raise BadFrame("removed" if is_removed(place, snapshot) else "moved", why)
    if place.seat is None or snapshot.circle.is_closed:
        return snapshot
    if snapshot.circle.seat(place.seat).here:
        # As the log has it, nobody has missed them: after a restart this is the usual case.
        return snapshot
    arrived = actions.make_move(circle_id=place.circle_id, move=Move(MoveKind.ARRIVE, place.seat))
    if not arrived.ok and arrived.code != "closed":
        with translation.override(place.language):
            raise BadFrame(arrived.code or "", sentence(arrived, {}))
    return queries.room_snapshot(place.circle_id) or snapshot


def why_not_in(place: Place, snapshot: Snapshot) -> Promise | None:
    """Why this socket has no place in the room any more, in a sentence."""
    if is_removed(place, snapshot):
        return _("You were asked to leave this circle.")
    if place.seat is not None and not snapshot.devices.get(place.seat):
        return _("This device no longer holds the seat. To sit here again, open your link.")
    if snapshot.devices.get(place.seat or 0) != place.device:
        return _("This seat is on another device now.")
    if place.seat is not None and place.seat not in snapshot.agreed:
        return _("You took back your consent, and have left the circle.")
    return None


def is_removed(place: Place, snapshot: Snapshot) -> bool:
    """Whether this seat was asked to leave, by who keeps the process."""
    return place.seat is not None and snapshot.circle.seat(place.seat).removed
