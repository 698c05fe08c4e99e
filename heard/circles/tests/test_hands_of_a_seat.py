"""Which device holds a seat, what its link says, and what becomes of others meanwhile."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from heard.base.clock import now as time_now
from heard.base.tickets import redeem_ticket
from heard.care.actions import block
from heard.circles import actions, queries
from heard.circles.actions import seating
from heard.circles.models import Circle, Seat
from heard.circles.queries import Finding, seats
from heard.circles.queries.links import hashed
from heard.circles.tests.rooms import START, circle_of, free_circle
from heard.circles.tests.seats import a_class, a_vetted_seat
from heard.people.models import Consent, Person, Vetting
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db
ENDS = START + timedelta(minutes=1)


def sit(seat, device="phone", nickname="Ada", **more):
    return actions.take_seat(
        token=seat.token, nickname=nickname, device_key=device, **{"now": START} | more
    )


def kept(seat):
    return Seat.objects.get(id=seat.seat_id)


# ── a seat ──────────────────────────────────────────────────────────────────


def test_the_key_of_a_device_is_long_and_never_the_same():
    assert len({actions.new_device_key() for _ in range(50)}) == 50
    assert len(actions.new_device_key()) >= 32


def test_a_device_that_was_quicker_keeps_the_seat_and_only_it_has_agreed(monkeypatch):
    (seat, *_others) = free_circle(now=START).seats

    def meanwhile(seat_id, **_whom):
        monkeypatch.undo()
        sit(seat, "laptop", "Quick")

    monkeypatch.setattr(seating, "why_not_free", meanwhile)

    found = sit(seat, "phone", "Slow")

    assert found.finding is Finding.ELSEWHERE
    assert (kept(seat).device_hash, kept(seat).nickname) == (hashed("laptop"), "Quick")
    assert Consent.objects.filter(seat_id=seat.seat_id).count() == 1


def test_whoever_sits_may_call_themselves_otherwise_and_nobody_else_is_renamed():
    opened = free_circle(now=START)
    sit(opened.seats[0])

    found = sit(opened.seats[0], nickname="Ada of the hill")

    assert found.nickname == "Ada of the hill"
    assert queries.names_in(opened.circle_id) == {1: "Ada of the hill", 2: "Ben", 3: "Cleo"}


def test_moving_takes_no_seat_that_is_free():
    (seat, *_others) = free_circle(now=START).seats

    found = actions.move_seat_to_this_device(token=str(seat.token), device_key="phone", now=START)

    assert found.finding is Finding.FREE
    assert kept(seat).device_hash == ""


def test_a_seat_that_moves_is_taken_at_that_moment_by_the_clock_too():
    (seat, *_others) = free_circle().seats
    sit(seat, now=None)
    before = kept(seat).taken_at

    actions.move_seat_to_this_device(token=str(seat.token), device_key="laptop")

    assert before < kept(seat).taken_at <= time_now()


def test_each_new_link_is_another_and_the_host_is_shown_the_last():
    circle = circle_of(3, now=START)
    seat = circle.opened.seats[1]
    Seat.objects.filter(id=seat.seat_id).update(person=ben(), writes_captions=True)

    links = [circle.link(2)] + [
        actions.renew_seat_link(seat_id=seat.seat_id, host_id=ada().pk) for _ in range(3)
    ]

    assert len(set(links)) == 4
    assert queries.circle_page(circle.id, host_id=ada().pk).seats[1].token == links[-1]
    assert sit(seat, now=START).finding is Finding.UNKNOWN
    now_kept = kept(seat)
    assert (now_kept.person, now_kept.writes_captions, now_kept.generation) == (None, False, 3)
    assert seats.seat_by_token(str(links[-1]), device_key="", now=START).finding is Finding.FREE


def test_a_seat_at_a_table_or_of_a_class_gets_no_link():
    table = circle_of(mode="table", now=START)

    for seat in table.opened.seats:
        assert actions.renew_seat_link(seat_id=seat.seat_id, host_id=ada().pk) is None


def test_a_seat_that_was_asked_to_leave_gets_no_link():
    circle = circle_of(4, now=START)
    actions.remove_seat(circle_id=circle.id, seat=4, now=START)
    Seat.objects.filter(circle_id=circle.id, number=4).update(token_hash="t")

    seat_id = circle.opened.seats[3].seat_id

    assert actions.renew_seat_link(seat_id=seat_id, host_id=ada().pk) is None


def test_a_ticket_says_circle_seat_device_and_language():
    circle = circle_of(3, now=START)

    claims = redeem_ticket(circle.ticket(2, language="es"))

    assert claims == {
        "circle": str(circle.id),
        "seat": "2",
        "device": hashed(circle.device(2)),
        "language": "es",
    }


def test_who_took_back_their_word_gets_no_ticket():
    circle = circle_of(3, now=START)
    seat_id = circle.opened.seats[1].seat_id

    actions.take_back_sitting(seat_id=seat_id, now=START)

    key = circle.device(2)
    assert seats.seat_held(seat_id, device_key=key) is not None
    assert actions.ticket_for_seat(seat_id=seat_id, device_key=key, language="en") is None


def test_the_doors_are_closed_of_a_circle_to_which_nobody_came_in_time():
    opened = free_circle(now=START)

    found = seats.seat_by_token(
        str(opened.seats[0].token), device_key="", now=START + timedelta(days=9)
    )

    assert found.finding is Finding.DOORS_CLOSED


@pytest.mark.parametrize(
    ("late", "finding"), [(timedelta(0), Finding.FREE), (timedelta(seconds=1), Finding.EXPIRED)]
)
def test_a_link_is_good_to_its_last_moment(late, finding):
    opened, table = free_circle(now=START), circle_of(mode="table", now=START)
    Circle.objects.update(links_end_at=ENDS)

    found = seats.seat_by_token(str(opened.seats[0].token), device_key="", now=ENDS + late)
    at_table = seats.table_by_token(table.table_link, device_key="", now=ENDS + late)

    assert (found.finding, at_table.finding) == (finding, finding)


def test_whoever_holds_a_seat_learns_whether_the_circle_is_over():
    circle = circle_of(3, now=START)
    seat_id, key = circle.opened.seats[0].seat_id, circle.device(1)

    before = seats.seat_held(seat_id, device_key=key)
    Circle.objects.filter(id=circle.id).update(closed_at=START, due_at=None)

    assert not before.is_closed
    assert seats.seat_held(seat_id, device_key=key).is_closed


def test_an_empty_key_holds_nothing_whatever_is_kept():
    circle, table = circle_of(3, now=START), circle_of(mode="table", now=START)
    seat_id = circle.opened.seats[0].seat_id
    Seat.objects.filter(id=seat_id).update(device_hash=hashed(""))
    Circle.objects.filter(id=table.id).update(table_device_hash=hashed(""))

    assert seats.seat_held(seat_id, device_key="") is None
    assert not seats.table_is_held(table.id, device_key="")
    here: dict[str, Any] = {"device_key": "", "now": START}
    assert seats.seat_by_token(circle.link(1), **here).finding is Finding.ELSEWHERE
    assert seats.table_by_token(table.table_link, **here).finding is Finding.ELSEWHERE


# ── who is out ──────────────────────────────────────────────────────────────


def test_of_a_circle_only_who_was_asked_to_leave_is_out():
    circle = circle_of(4, now=START)
    first, *_rest, last = (seat.seat_id for seat in circle.opened.seats)

    actions.remove_seat(circle_id=circle.id, seat=4, now=START)

    assert [seats.is_removed(seat_id) for seat_id in (first, last)] == [False, True]
    assert [seats.why_out(each) for each in (first, last)] == [None, Finding.REMOVED]
    assert seats.why_out(uuid.uuid4()) is None


@pytest.mark.parametrize("withdrawn", [True, False])
def test_of_a_grown_up_who_is_out_it_is_said_when_their_vetting_has_ended(withdrawn):
    seat = a_vetted_seat(a_class())
    if withdrawn:
        Vetting.objects.filter(person=seat.person).update(withdrawn_at=time_now())
    else:
        Seat.objects.filter(id=seat.id).update(removed_at=time_now())

    why = seats.why_out(seat.id)

    assert why is (Finding.UNVETTED if withdrawn else Finding.REMOVED)


def test_whose_account_is_closed_is_out_by_every_link():
    circle = circle_of(3, now=START)
    Seat.objects.filter(id=circle.opened.seats[1].seat_id).update(person=ben())
    vetted = a_vetted_seat(a_class())
    Seat.objects.filter(id=vetted.id).update(token_hash=hashed("link"))

    Person.objects.filter(pk__in=(ben().pk, vetted.person_id)).update(is_active=False)

    for token in (circle.link(2), "link"):
        found = seats.seat_by_token(token, device_key=circle.device(2), now=START)
        assert found.finding is Finding.REMOVED


def test_whom_somebody_never_wants_to_meet_is_let_in_once_the_other_is_out():
    circle = free_circle(names=("Ada", "Ben", "Cleo", "Dana"), now=START)
    sit(circle.seats[0], "tablet", "Ben", person_id=ben().pk)
    block(blocker_id=ben().pk, blocked_id=cleo().pk, now=START)
    assert sit(circle.seats[1], person_id=cleo().pk).finding is Finding.NOT_FREE

    Seat.objects.filter(id=circle.seats[0].seat_id).update(removed_at=START)

    assert sit(circle.seats[1], person_id=cleo().pk).finding is Finding.MINE
