"""Whoever was asked to leave can still tell what happened, for some days, and comes in nowhere."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from heard.base import clock
from heard.care.models import Report
from heard.circles import actions, models
from heard.circles.queries import may_report, seat_held
from heard.circles.tests.rooms import circle_in_turn
from heard.circles.tests.test_reporting import report, report_url, seated
from heard.circles.views.devices import _SALT, LINK
from heard.people.events import RightsEnded
from heard.people.models import Person
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def removed():
    """Cleo was asked to leave, and has no account."""
    opening = circle_in_turn()
    actions.remove_seat(circle_id=opening.id, seat=3)
    return opening


def seat_of(opening):
    return models.Seat.objects.get(circle_id=opening.id, number=3)


def can_report(opening, *, after, device=None):
    key = opening.device(3) if device is None else device
    now = seat_of(opening).removed_at + after
    return may_report(seat_of(opening).id, device_key=key, person_id=None, now=now) is not None


def test_the_page_that_says_so_leads_to_a_report_on_the_device_that_sat_there(removed):
    room = reverse("circles:seat_room", args=[seat_of(removed).id])
    link = Client()
    link.cookies[LINK] = signed_key(removed)

    for told in (seated(removed, 3).get(room), link.get(f"/sit/{removed.link(3)}/")):
        assert told.status_code == 410
        assert f'href="{report_url(removed, 3)}"' in told.content.decode()


def signed_key(opening):
    answer = Client().get("/")
    answer.set_signed_cookie(LINK, opening.device(3), salt=_SALT)
    return answer.cookies[LINK].value


@pytest.mark.parametrize("device", [None, 1, 2])
def test_no_other_device_is_led_there(removed, device):
    client = seated(removed, device) if device else Client()
    room = reverse("circles:seat_room", args=[seat_of(removed).id])

    assert "report" not in client.get(room).content.decode().lower()
    assert client.get(report_url(removed, 3)).status_code == 404


def test_what_they_tell_is_kept_as_from_their_seat_and_leads_nowhere_back(removed):
    page = seated(removed, 3).get(report_url(removed, 3)).content.decode()

    answer = report(removed, 3, about="1", words="She put me out.").content.decode()

    kept = Report.objects.get()
    assert (kept.reporter_seat, kept.is_about_facilitator) == (seat_of(removed).id, True)
    assert "We have your report." in answer
    for shown in (page, answer):
        assert "Back to the circle" not in shown and "/room/" not in shown
        assert not re.search(r"Leave the circle|step out", shown)


def test_the_room_that_is_still_open_can_tell_it_too(removed):
    answer = seated(removed, 3).post(
        report_url(removed, 3),
        {"about": "1", "reason": "hurt"},
        headers={"accept": "application/json"},
    )

    assert json.loads(answer.content) == {"message": "We have your report."}


def test_they_come_in_nowhere(removed):
    client, seat_id = seated(removed, 3), seat_of(removed).id
    pages = ("seat_room", "consents", "seat_data")
    deeds = ("seat_ticket", "leave_seat", "download_seat", "forget_seat")

    assert seat_held(seat_id, device_key=removed.device(3)) is None
    for name in pages:
        assert client.get(reverse(f"circles:{name}", args=[seat_id])).status_code in (404, 410)
    for name in deeds:
        answer = client.post(reverse(f"circles:{name}", args=[seat_id]))
        assert answer.status_code in (403, 404, 410)
    assert seat_of(removed).device_hash == ""


def test_for_a_week_and_no_longer(removed):
    assert can_report(removed, after=WEEK)
    assert not can_report(removed, after=WEEK + timedelta(seconds=1))
    assert not can_report(removed, after=WEEK, device="")
    assert not can_report(removed, after=WEEK, device="another")


def test_a_host_cannot_cut_it_off_by_a_new_link(removed):
    renewed = actions.renew_seat_link(seat_id=seat_of(removed).id, host_id=ada().pk)

    assert renewed is None
    assert can_report(removed, after=WEEK)


def test_who_never_came_leaves_no_device_behind():
    opening = circle_in_turn()
    models.Seat.objects.filter(circle_id=opening.id, number=3).update(device_hash="", taken_at=None)

    actions.remove_seat(circle_id=opening.id, seat=3)

    assert seat_of(opening).removed_device_hash == ""
    assert not can_report(opening, after=WEEK, device="")


def test_whose_account_is_closed_in_a_circle_can_tell_it_too():
    opening = circle_in_turn()
    person = Person.objects.create(email="dana@example.org", is_active=False)
    models.Seat.objects.filter(circle_id=opening.id, number=3).update(person=person)

    actions.give_up_seats(RightsEnded(person.pk, clock.now()))

    assert can_report(opening, after=WEEK)
    assert seat_of(opening).device_hash == ""
