"""The same report, sent twice at the same moment, is one: on both engines."""

from typing import Any

import pytest

from heard.base import clock
from heard.care.models import Report
from heard.circles.actions.reporting import report_from_seat
from heard.circles.queries import may_report
from heard.circles.tests.rooms import circle_of
from heard.circles.tests.test_moving_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def report_of(opening):
    """What each of the threads tells."""
    seat_id, key = opening.opened.seats[2].seat_id, opening.device(3)
    may = may_report(seat_id, device_key=key, person_id=None, now=clock.now())
    said: dict[str, Any] = {
        "may": may,
        "about": "2",
        "reason": "hurt",
        "words": "",
        "person_id": None,
    }
    return lambda _number: report_from_seat(**said)


def test_a_repeat_at_the_same_moment_is_answered_like_the_first():
    for _ in range(ROUNDS):
        opening = circle_of()

        told = all_at_once(report_of(opening))

        assert told == [None] * len(told)
        assert Report.objects.filter(circle_id=opening.id).count() == 1
