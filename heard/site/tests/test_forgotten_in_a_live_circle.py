"""Somebody is forgotten while their circle is live: the others see it at once and go on."""

import time

import pytest

from heard.base import clock
from heard.base.hub import in_writer
from heard.circles import models, queries
from heard.circles.tests.rooms import Page, circle_in_turn, circle_of, in_rooms, sit_all
from heard.people.actions import erase_person, erase_seat
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db(transaction=True)


def with_ben_on_the_second_seat():
    opening = circle_of(3)
    models.Seat.objects.filter(circle_id=opening.id, number=2).update(person=ben())
    return opening


def test_the_others_see_an_empty_seat_within_a_second_and_the_socket_is_closed():
    opening, person_id = with_ben_on_the_second_seat(), ben().pk

    async def journey(hub):
        pages = await sit_all(hub, opening, 3)
        began = time.monotonic()
        await in_writer(erase_person)(person_id, now=clock.now())
        frame = await pages[0].next("view", lambda frame: frame["names"]["2"] != "Ben")
        took = time.monotonic() - began
        assert took < 1
        assert "Ben" not in repr(frame)
        await pages[1].closed()

    in_rooms(journey)

    assert queries.state_of(opening.id).seat(2).left


def test_whoever_is_forgotten_cannot_come_back_by_the_old_link_or_ticket():
    opening, person_id = with_ben_on_the_second_seat(), ben().pk
    ticket = opening.ticket(2)

    erase_person(person_id, now=clock.now())

    found = queries.seat_by_token(opening.link(2), device_key=opening.device(2), now=clock.now())
    assert found.finding is queries.Finding.UNKNOWN

    async def journey(hub):
        page = Page(hub)
        page.say({"type": "enter", "ticket": ticket, "since": None})
        await page.closed()
        assert "view" not in [frame["type"] for frame in page.seen]

    in_rooms(journey)


def test_the_turn_of_a_speaker_who_is_forgotten_passes_on():
    opening = circle_in_turn()
    models.Seat.objects.filter(circle_id=opening.id, number=1).update(person=ben())
    assert queries.state_of(opening.id).holders == (1,)

    erase_person(ben().pk, now=clock.now())

    circle = queries.state_of(opening.id)
    assert circle.seat(1).left and 1 not in circle.holders


def test_a_host_who_sits_among_them_leaves_too_and_the_others_go_on():
    opening = circle_in_turn()

    erase_person(ada().pk, now=clock.now())

    circle = queries.state_of(opening.id)
    assert circle.seat(1).left and not circle.is_closed
    assert models.Circle.objects.get(id=opening.id).host_id is None


def test_a_seat_that_was_forgotten_is_forgotten_once_and_leaves_once():
    opening = circle_in_turn()
    seat_id = opening.opened.seats[1].seat_id

    for _again in range(2):
        erase_seat(seat_id, now=clock.now())

    kinds = [row.kind for row in models.CircleEvent.objects.filter(circle_id=opening.id)]
    assert kinds.count("SeatLeft") == 1
