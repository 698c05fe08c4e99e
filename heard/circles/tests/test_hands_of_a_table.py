"""Which device holds a table and what its link says; what the code of a class leads to."""

import uuid
from datetime import timedelta

import pytest

from heard.base.tickets import redeem_ticket
from heard.circles import actions, queries
from heard.circles.models import Circle, Seat
from heard.circles.queries import Finding, seats
from heard.circles.queries.links import hashed
from heard.circles.queries.minors import (
    circle_of_class,
    circles_by_vetting,
    class_code,
    seats_by_vetting,
)
from heard.circles.tests.rooms import START, circle_of
from heard.circles.tests.seats import a_class, a_vetted_seat
from heard.people.models import Consent
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db
ENDS = START + timedelta(minutes=1)


def holder(table):
    """Which device the table knows."""
    return Circle.objects.get(id=table.id).table_device_hash


def test_a_table_is_taken_at_that_moment_and_no_other_table_is():
    first, second = circle_of(mode="table", now=START), circle_of(mode="table", now=START)

    actions.take_table(token=first.table_link, device_key="tablet", now=START)

    assert Circle.objects.get(id=first.id).table_heard_at == START
    assert (holder(first), holder(second)) == (hashed("tablet"), "")
    assert seats.table_is_held(first.id, device_key="tablet")
    assert not seats.table_is_held(second.id, device_key="tablet")
    assert not seats.table_is_held(first.id, device_key="phone")


def test_around_a_table_everyone_agrees_once_also_when_it_moves():
    table = circle_of(mode="table", now=START)

    for device in ("tablet", "phone"):
        actions.take_table(token=table.table_link, device_key=device, move_here=True, now=START)

    assert Consent.objects.filter(purpose="sitting").count() == 4


def test_no_table_is_moved_after_its_link_has_run_out():
    table = circle_of(mode="table")
    actions.take_table(token=table.table_link, device_key="tablet")
    Circle.objects.filter(id=table.id).update(links_end_at=START)

    found = actions.take_table(token=table.table_link, device_key="phone", move_here=True)

    assert found.finding is Finding.EXPIRED
    assert holder(table) == hashed("tablet")


def test_each_new_link_of_a_table_is_another_and_lets_its_device_go():
    table, other = circle_of(mode="table", now=START), circle_of(mode="table", now=START)
    for each in (table, other):
        actions.take_table(token=each.table_link, device_key="tablet", now=START)

    links = [table.table_link] + [
        actions.renew_table_link(circle_id=table.id, host_id=ada().pk) for _ in range(3)
    ]

    assert len(set(links)) == 4
    assert queries.circle_page(table.id, host_id=ada().pk).table_token == links[-1]
    assert seats.table_by_token(str(links[-1]), device_key="", now=START).finding is Finding.FREE
    assert (holder(table), holder(other)) == ("", hashed("tablet"))
    assert seats.table_by_token(other.table_link, device_key="", now=START).circle_id == other.id


def test_only_the_host_of_a_table_gets_a_new_link_for_it():
    table, circle = circle_of(mode="table", now=START), circle_of(3, now=START)

    assert actions.renew_table_link(circle_id=table.id, host_id=ben().pk) is None
    assert actions.renew_table_link(circle_id=circle.id, host_id=ada().pk) is None
    assert actions.renew_table_link(circle_id=uuid.uuid4(), host_id=ada().pk) is None


def test_the_device_of_a_table_gets_a_ticket_and_no_other_does():
    table = circle_of(mode="table", now=START)
    actions.take_table(token=table.table_link, device_key="tablet", now=START)

    ticket, other = (
        actions.ticket_for_table(circle_id=table.id, device_key=key, language="ar")
        for key in ("tablet", "phone")
    )

    assert other is None
    assert redeem_ticket(str(ticket)) == {
        "circle": str(table.id),
        "seat": "table",
        "device": hashed("tablet"),
        "language": "ar",
    }


# ── a class ─────────────────────────────────────────────────────────────────


def test_a_code_is_eight_signs_and_leads_to_an_open_school_circle_only():
    school, hospital = a_class(), a_class(kind="hospital")
    Circle.objects.update(links_end_at=ENDS)
    code = class_code(school.id)

    assert len(code) == 8
    assert circle_of_class(code, now=START) == school.id
    assert circle_of_class(class_code(hospital.id), now=START) is None
    Circle.objects.update(closed_at=START)
    assert circle_of_class(code, now=START) is None


def test_grown_ups_among_minors_are_those_who_sit_there_now():
    here, over = a_class(), a_class()
    first, second = a_vetted_seat(here, number=8), a_vetted_seat(here, number=7)
    gone, late = a_vetted_seat(here, number=6), a_vetted_seat(over)
    Seat.objects.filter(id=gone.id).update(removed_at=START)
    Circle.objects.filter(id=over.id).update(closed_at=START)

    assert {seat.id for seat in seats_by_vetting()} == {first.id, second.id}
    assert circles_by_vetting() == [here.id]
    assert late.vetting_id is not None
