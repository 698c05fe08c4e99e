"""The host's page asks for quiet and asks somebody to leave; it asks back once."""

import pytest

from heard.circles import models
from heard.circles.core.moves import read_move
from heard.circles.tests.rooms import circle_in_turn
from heard.people.tests.factories import ada, ben, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening():
    return circle_in_turn()


@pytest.fixture
def host(client):
    sign_in(client, ada())
    return client


def page(opening, deed, number=4):
    return f"/circles/{opening.id}/{deed}/{opening.opened.seats[number - 1].seat_id}/"


def test_asking_for_quiet_and_letting_them_be_heard_again(host, opening):
    host.post(page(opening, "hush"), {"quiet": "yes"})
    assert opening.snapshot().circle.hushed == (4,)
    assert "Let them be heard again" in host.get(f"/circles/{opening.id}/").content.decode()

    host.post(page(opening, "hush"), {"quiet": "no"})
    assert opening.snapshot().circle.hushed == ()


def test_opening_the_page_that_removes_removes_nobody(host, opening):
    answer = host.get(page(opening, "remove"))

    assert "Remove <bdi>Dana</bdi> from the circle?" in answer.content.decode()
    assert not opening.snapshot().circle.seat(4).removed


def test_the_host_removes_a_seat_and_reads_that_it_was_asked_to_leave(host, opening):
    answer = host.post(page(opening, "remove"), follow=True)

    assert opening.snapshot().circle.seat(4).removed
    assert models.Seat.objects.get(circle_id=opening.id, number=4).removed_at is not None
    assert "was asked to leave" in answer.content.decode()


def test_the_hosts_own_seat_stays(host, opening):
    answer = host.post(page(opening, "remove", 1), follow=True)

    assert "That cannot be done now." in answer.content.decode()
    assert not opening.snapshot().circle.seat(1).removed


@pytest.mark.parametrize("deed", ["hush", "remove"])
def test_the_circle_of_somebody_else_is_not_there(client, opening, deed):
    sign_in(client, ben())

    assert client.post(page(opening, deed)).status_code == 404
    assert not opening.snapshot().circle.seat(4).removed


@pytest.mark.parametrize("deed", ["hush", "remove"])
def test_nobody_who_is_not_signed_in_gets_there(client, opening, deed):
    assert client.post(page(opening, deed)).status_code == 302
    assert opening.snapshot().circle.hushed == ()


def test_a_seat_of_another_circle_is_not_found_under_this_one(host, opening):
    other = circle_in_turn()
    seat_id = other.opened.seats[3].seat_id

    assert host.post(f"/circles/{opening.id}/remove/{seat_id}/").status_code == 404


def test_the_words_of_keeping_come_only_to_who_keeps_the_process(client, opening):
    for number in (1, 2):
        seat_id = opening.opened.seats[number - 1].seat_id
        client.post(f"/sit/{opening.link(number)}/", {"here": "yes"})
        words = client.get(f"/seats/{seat_id}/room/").content.decode()
        assert ("keep_remove" in words) == (number == 1)


def test_a_name_of_the_wire_is_a_move_of_the_rules():
    for name in ("hush", "unhush", "remove", "pause_all"):
        assert read_move(name, seat=1, target=2).kind.value == name
