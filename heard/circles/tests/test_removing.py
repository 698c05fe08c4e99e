"""Whoever is asked to leave is out at once: seat, link, tickets and sockets."""

import pytest
from django.db import transaction

from heard.base import clock
from heard.base.connections import Close
from heard.base.hub import in_writer
from heard.circles import actions, models
from heard.circles.queries import Finding, seat_by_token, seat_held
from heard.circles.tests.rooms import Page, circle_in_turn, circle_of, in_rooms, sit, sit_all
from heard.people import actions as people
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db(transaction=True)


def removed(opening, seat=4):
    return actions.remove_seat(circle_id=opening.id, seat=seat)


def seat_of(opening, number=4):
    return models.Seat.objects.get(circle_id=opening.id, number=number)


def test_a_removed_seat_is_held_by_no_device_and_has_a_dead_link():
    opening = circle_in_turn()
    seat_id = opening.opened.seats[3].seat_id

    removed(opening)

    seat = seat_of(opening)
    assert seat.removed_at is not None
    assert (seat.device_hash, seat.taken_at) == ("", None)
    assert seat_held(seat_id, device_key=opening.device(4)) is None
    found = seat_by_token(opening.link(4), device_key=opening.device(4), now=seat.removed_at)
    assert found.finding is Finding.REMOVED


def test_nobody_takes_a_removed_seat_by_its_link_or_by_moving_to_another_device():
    opening = circle_in_turn()
    removed(opening)

    taken = actions.take_seat(token=opening.link(4), nickname="Dana", device_key="another")
    moved = actions.move_seat_to_this_device(token=opening.link(4), device_key="another")

    assert taken.finding is moved.finding is Finding.REMOVED
    assert seat_of(opening).device_hash == ""


def test_a_removed_seat_gets_no_new_link():
    opening = circle_in_turn()
    removed(opening)

    token = actions.renew_seat_link(seat_id=opening.opened.seats[3].seat_id, host_id=ada().pk)

    assert token is None
    found = seat_by_token(opening.link(4), device_key="another", now=seat_of(opening).removed_at)
    assert found.finding is Finding.REMOVED


def test_a_removal_that_is_undone_leaves_the_seat_as_it_was():
    opening = circle_in_turn()

    with transaction.atomic():
        removed(opening)
        transaction.set_rollback(True)

    assert seat_of(opening).removed_at is None
    assert not opening.snapshot().circle.seat(4).removed


def test_the_pages_say_in_words_that_one_was_asked_to_leave(client):
    opening = circle_in_turn()
    seat_id = opening.opened.seats[3].seat_id
    removed(opening)

    by_link = client.get(f"/sit/{opening.link(4)}/")
    room = client.get(f"/seats/{seat_id}/room/")
    ticket = client.post(f"/seats/{seat_id}/ticket/")

    assert by_link.status_code == room.status_code == 410
    assert "You were asked to leave this circle" in by_link.content.decode()
    assert "You were asked to leave this circle" in room.content.decode()
    assert ticket.status_code == 403
    assert ticket.json()["message"] == "You were asked to leave this circle."


def test_the_socket_is_told_and_closed_with_a_code_of_its_own():
    opening = circle_in_turn()

    async def journey(hub):
        pages = await sit_all(hub, opening)
        await in_writer(removed)(opening)
        told = await pages[3].next("removed")
        assert told["message"].startswith("You were asked to leave this circle.")
        assert "turn to the host" in told["message"]
        assert await pages[3].closed() == 4003
        seen = await pages[0].view(lambda view: view["seats"][3]["state"] == "left")
        assert 4 not in seen["floor"]

    in_rooms(journey)


def test_a_ticket_that_was_issued_before_is_refused():
    opening = circle_in_turn()

    async def journey(hub):
        ticket = await in_writer(opening.ticket)(4)
        await in_writer(removed)(opening)
        page = Page(hub)
        page.say({"type": "enter", "ticket": ticket})
        assert (await page.next_error())["code"] == "removed"

    in_rooms(journey)


def test_the_facilitator_removes_over_the_socket_and_others_cannot():
    opening = circle_in_turn()

    async def journey(hub):
        pages = await sit_all(hub, opening)
        refused = await pages[1].move("remove", seat=2, target=4)
        assert refused["code"] == "host_only"
        answer = await pages[0].move("remove", seat=1, target=4)
        assert answer["ok"]
        assert await pages[3].closed() == Close.REMOVED

    in_rooms(journey)
    assert seat_of(opening).removed_at is not None


def test_what_a_removed_page_still_says_reaches_nobody():
    opening = circle_in_turn(mode="video")

    async def journey(hub):
        pages = await sit_all(hub, opening)
        await in_writer(removed)(opening)
        await pages[3].next("removed")
        pages[3].say({"type": "signal", "to": 1, "data": {"hello": 1}})
        pages[3].say(
            {
                "type": "move",
                "id": "3a9b2f60-0000-4000-8000-000000000001",
                "move": {"move": "raise_hand", "seat": 4},
            }
        )
        frames = await pages[0].quiet(0.4)
        assert not [frame for frame in frames if frame.get("type") == "signal"]

    in_rooms(journey)


def test_only_who_keeps_the_process_is_sent_what_they_may_do():
    opening = circle_in_turn()

    async def journey(hub):
        first = await sit(hub, opening, 1)
        second = await sit(hub, opening, 2)
        keeping = first.seen[-1]["keeping"]
        assert keeping == {"hush": [2, 3, 4], "unhush": [], "remove": [2, 3, 4]}
        assert "keeping" not in second.seen[-1]

    in_rooms(journey)


def test_a_hushed_seat_is_told_and_may_write_nothing():
    opening = circle_in_turn()
    opening.move("hush", 1, target=4)

    async def journey(hub):
        page = await sit(hub, opening, 4)
        assert page.seen[-1]["hushed"] is True
        answer = await page.move("raise_hand", seat=4)
        assert not answer["ok"]

    in_rooms(journey)


def test_who_is_signed_out_everywhere_is_out_of_the_rooms_and_may_come_back_by_their_link():
    opening = circle_in_turn()
    models.Seat.objects.filter(circle_id=opening.id, number=2).update(person=ben())

    async def journey(hub):
        pages = await sit_all(hub, opening)
        await in_writer(sign_ben_out)()
        told = await pages[1].next("moved")
        assert "no longer holds the seat" in told["message"]
        assert await pages[1].closed() == Close.MOVED

    in_rooms(journey)
    back = actions.take_seat(token=opening.link(2), nickname="Ben", device_key="new")
    assert back.finding is Finding.MINE


def sign_ben_out():
    people.end_sessions_of(ben().pk, now=clock.now())


def test_whose_account_is_closed_is_removed_from_the_circles_that_run():
    opening = circle_in_turn()
    models.Seat.objects.filter(circle_id=opening.id, number=2).update(person=ben())

    async def journey(hub):
        pages = await sit_all(hub, opening)
        await in_writer(close_ben)()
        assert await pages[1].closed() == Close.REMOVED

    in_rooms(journey)
    assert seat_of(opening, 2).removed_at is not None


def close_ben():
    people.close_account(person_id=ben().pk, by=ada().pk, now=clock.now())


def test_a_seat_that_nobody_has_taken_can_be_removed():
    opening = circle_of()

    assert removed(opening, 3).ok
    assert opening.move("arrive", 3).code == "removed"
