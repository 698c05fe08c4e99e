"""From a seat to care: who is meant, in ids, and whom somebody will not sit with again."""

from datetime import datetime

from django.db import transaction

from heard.base.clock import now as time_now
from heard.care import actions as care
from heard.circles import models
from heard.circles.actions.moving import wait_for_circle
from heard.circles.core.nicknames import clean_words
from heard.circles.queries.reporting import HOST, WHOLE_CIRCLE, MayReport

LONGEST_WORDS = 1000


@transaction.atomic
def report_from_seat(
    *,
    may: MayReport,
    about: str,
    reason: str,
    words: str,
    person_id: int | None,
    now: datetime | None = None,
) -> None:
    """`about` is a seat's number, `circle` or `host`. Nobody in the circle is told. Sent twice at
    once, the second waits for the first and finds it."""
    wait_for_circle(may.circle_id)
    seat = _seat_meant(may, about)
    about_id = seat.person_id if seat else None
    leads = about == HOST or (seat is not None and _leads(seat))
    if leads and about_id is None:
        about_id = _host_of(may) if seat is None or seat.is_host else None
    care.report(
        circle_id=may.circle_id,
        reporter_seat=may.seat_id,
        reporter_id=person_id if may.is_signed_in else None,
        is_from_table=may.is_table,
        about_seat=seat.id if seat else None,
        about_id=about_id,
        is_about_facilitator=leads,
        reason=reason,
        words=clean_words(words, longest=LONGEST_WORDS),
        now=now or time_now(),
    )


def part_from(
    *, may: MayReport, about: str, person_id: int | None, now: datetime | None = None
) -> None:
    """Never again together with whoever sits there, where both are known to this node."""
    seat = _seat_meant(may, about)
    blocked_id = seat.person_id if seat else (_host_of(may) if about == HOST else None)
    if may.is_signed_in and person_id is not None and blocked_id is not None:
        care.block(blocker_id=person_id, blocked_id=blocked_id, now=now or time_now())


def _seat_meant(may: MayReport, about: str) -> models.Seat | None:
    if about in (WHOLE_CIRCLE, HOST):
        return None
    seats = models.Seat.objects.select_related("circle")
    return seats.get(circle_id=may.circle_id, number=int(about))


def _leads(seat: models.Seat) -> bool:
    """Whoever hosts or keeps the process; also the host in a seat that is not the host's."""
    circle = seat.circle
    is_host = circle.host_id is not None and seat.person_id == circle.host_id
    return seat.is_host or is_host or seat.number == circle.facilitator_seat


def _host_of(may: MayReport) -> int | None:
    return models.Circle.objects.values_list("host_id", flat=True).get(id=may.circle_id)
