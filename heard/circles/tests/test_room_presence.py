"""Who is here: lines that are lost, second devices, and those who come late."""

import asyncio

import pytest

from heard.base.clock import now as time_now
from heard.base.connections import Close
from heard.base.hub import in_writer
from heard.circles import actions, queries
from heard.circles.live import presence
from heard.circles.models import CircleEvent, Heartbeat
from heard.circles.queries import Finding
from heard.circles.tests.rooms import Page, circle_in_turn, circle_of, in_rooms, sit, sit_all

pytestmark = pytest.mark.django_db(transaction=True)


# ── presence ────────────────────────────────────────────────────────────────


def state(circle, number):
    return queries.state_of(circle.id).seat(number)


def test_a_line_that_is_lost_for_a_moment_is_not_lost(monkeypatch):
    monkeypatch.setattr(presence, "GRACE", 0.2)
    circle = circle_in_turn()

    async def journey(hub):
        ada, *_ = await sit_all(hub, circle)

        await ada.leave()
        await sit(hub, circle, 1)
        await asyncio.sleep(0.4)

    in_rooms(journey)
    assert not CircleEvent.objects.filter(kind="SeatAway").exists()


def test_who_stays_away_is_away_and_their_clock_stands_still(monkeypatch):
    monkeypatch.setattr(presence, "GRACE", 0.1)
    circle = circle_in_turn()

    async def journey(hub):
        ada, ben, *_ = await sit_all(hub, circle)

        await ada.leave()
        shown = await ben.view(lambda view: view["seats"][0]["state"] == "away")
        assert shown["clock"]["held"]

        back = Page(hub)
        back.say({"type": "enter", "ticket": await in_writer(circle.ticket)(1)})
        shown = await ben.view(lambda view: view["seats"][0]["state"] == "speaking")
        assert not shown["clock"]["held"]

    in_rooms(journey)


def test_a_second_tab_keeps_the_seat_present(monkeypatch):
    monkeypatch.setattr(presence, "GRACE", 0.05)
    circle = circle_in_turn()

    async def journey(hub):
        one, two = [await sit(hub, circle, 1) for _ in range(2)]

        await one.leave()
        await asyncio.sleep(0.2)
        assert (await two.move("done"))["ok"]

    in_rooms(journey)
    assert state(circle, 1).here


def test_after_a_restart_who_does_not_come_back_is_away(monkeypatch):
    monkeypatch.setattr(presence, "BACK_AFTER_RESTART", 0.3)
    circle = circle_in_turn()

    async def journey(hub):
        await sit(hub, circle, 1)
        await asyncio.sleep(0.6)

    in_rooms(journey)
    assert [state(circle, number).here for number in (1, 2, 3, 4)] == [True] + [False] * 3


def test_a_restart_gives_the_time_back_before_anyone_moves():
    circle = circle_in_turn()
    box = queries.state_of(circle.id).turn_box
    Heartbeat.objects.create(beat_at=time_now())

    async def journey(hub):
        await asyncio.sleep(0)

    in_rooms(journey)
    after = queries.state_of(circle.id).turn_box
    assert after.ends_at > box.ends_at


# ── a second device ─────────────────────────────────────────────────────────


def test_the_old_device_is_told_and_let_go_when_the_seat_moves():
    circle = circle_in_turn()
    seat = circle.opened.seats[0]

    async def journey(hub):
        old = await sit(hub, circle, 1)

        await in_writer(actions.move_seat_to_this_device)(token=circle.link(1), device_key="laptop")

        moved = await old.next("moved")
        assert moved["message"].endswith(".")
        assert await old.closed() == Close.MOVED
        ticket = await in_writer(actions.ticket_for_seat)(
            seat_id=seat.seat_id, device_key="laptop", language="en"
        )
        assert ticket is not None
        new = await Page.enter(hub, ticket)
        assert (await new.move("done"))["ok"]

    in_rooms(journey)


def test_a_second_device_that_only_looks_moves_nothing():
    circle = circle_in_turn()
    token = circle.link(1)

    async def journey(hub):
        page = await sit(hub, circle, 1)

        found = await in_writer(actions.take_seat)(token=token, nickname="Ada", device_key="laptop")

        assert found.finding is Finding.ELSEWHERE
        assert (await page.move("done"))["ok"]

    in_rooms(journey)


def test_a_ticket_of_the_old_device_opens_nothing():
    circle = circle_in_turn()
    ticket = circle.ticket(1)
    actions.move_seat_to_this_device(token=circle.link(1), device_key="laptop")

    async def journey(hub):
        page = Page(hub)
        page.say({"type": "enter", "ticket": ticket})
        assert (await page.next_error())["code"] == "moved"
        assert await page.closed() == Close.POLICY

    in_rooms(journey)


# ── latecomers ──────────────────────────────────────────────────────────────


def test_who_comes_after_the_doors_have_closed_is_told_so():
    circle = circle_of(4, format_id="restorative-circle")
    for number in (1, 2, 3):
        circle.move("arrive", number)
    while queries.state_of(circle.id).stage in ("together", "slider", "waiting"):
        assert circle.move("move_on").ok

    async def journey(hub):
        page = Page(hub)
        page.say({"type": "enter", "ticket": await in_writer(circle.ticket)(4)})

        assert (await page.next_error())["code"] == "doors_closed"

    in_rooms(journey)
