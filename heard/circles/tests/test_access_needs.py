"""What somebody needs so that they can take part is read by who hosts them, and by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from heard.base import clock
from heard.circles import actions, models
from heard.circles.tests.rooms import circle_of, free_circle
from heard.people.models import Look
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db
NEEDS = "Captions, and pauses"


@pytest.fixture
def circle():
    """Ada hosts; Ben, who needs something, sits in the second seat."""
    person = ben()
    person.access_needs = NEEDS
    person.save()
    opening = circle_of()
    token = actions.renew_seat_link(seat_id=opening.opened.seats[1].seat_id, host_id=ada().pk)
    actions.take_seat(
        token=str(token), nickname="Ben", device_key=opening.device(2), person_id=person.pk
    )
    return opening


def read(circle, person=ada):
    client = Client()
    client.force_login(person())
    return client.get(reverse("circles:host", args=[circle.id])).content.decode()


def looks():
    return Look.objects.filter(what="access-needs")


def test_the_host_reads_it_beside_the_name_and_that_is_written_down_once(circle):
    page = read(circle)
    read(circle)

    assert f'<bdi>Ben</bdi>: <bdi class="voice">{NEEDS}</bdi>' in page
    look = looks().get()
    assert (look.actor_id, look.subject_id) == (ada().pk, ben().pk)
    assert look.scope == f"circle:{circle.id}"


def test_whoever_needs_something_sees_that_it_was_read(circle):
    read(circle)
    client = Client()
    client.force_login(ben())

    page = client.get("/people/me/looks/").content.decode()

    assert "What you need so that you can take part, in a circle that you sit in" in page
    assert "Ada" in page


@pytest.mark.parametrize("gone", ["left", "removed", "taken back"])
def test_of_who_is_gone_nothing_is_read(circle, gone):
    circle.move("arrive", 2)
    {
        "left": lambda: circle.move("leave", 2),
        "removed": lambda: actions.remove_seat(circle_id=circle.id, seat=2),
        "taken back": lambda: actions.take_back_sitting(
            seat_id=circle.opened.seats[1].seat_id, now=clock.now()
        ),
    }[gone]()

    assert NEEDS not in read(circle)
    assert not looks().exists()


def test_of_a_circle_that_has_closed_nothing_is_read(circle):
    hours = 0
    while not circle.snapshot().circle.is_closed:
        hours += 1
        actions.let_time_pass(circle_id=circle.id, now=clock.now() + timedelta(hours=hours))

    assert NEEDS not in read(circle)
    assert not looks().exists()


def test_the_host_of_another_circle_reads_nothing(circle):
    assert NEEDS not in read(circle, ben)
    assert not looks().exists()


def test_a_host_who_sits_there_is_told_of_others_only(circle):
    models.Seat.objects.filter(circle_id=circle.id, number=2).update(person=None)
    models.Seat.objects.filter(circle_id=circle.id, number=1).update(person=ada())
    host = ada()
    host.access_needs = NEEDS
    host.save()

    assert NEEDS not in read(circle)


def test_before_they_sit_down_and_at_their_own_page_people_read_who_will_see_it(circle, client):
    client.force_login(ben())
    opened = free_circle()

    door = client.get(f"/sit/{opened.seats[0].token}/").content.decode()
    mine = client.get("/people/me/").content.decode()

    assert "Whoever hosts this circle reads what you need" in door
    assert "whoever hosts it reads this, and nobody else" in mine
