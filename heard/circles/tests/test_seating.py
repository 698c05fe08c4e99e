"""A seat, not a room link: links, devices, and what people find behind them."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from heard.circles import actions, queries
from heard.circles.actions import Unfit
from heard.circles.core.moves import Move, MoveKind
from heard.circles.models import Circle, Seat
from heard.circles.queries import Finding
from heard.circles.tests.rooms import START, circle_in_turn, circle_of, later
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return actions.open_circle(
        format_id="empathy-circle",
        names=["Ada", "Ben", "Cleo", "Dana"],
        mode="devices",
        host_id=ada().pk,
        language="en",
        topic="  What  home means ",
        host_sits=True,
        now=START,
    )


def sit(opened, number=1, device="phone", nickname="Ada", now=START):
    token = opened.seats[number - 1].token
    return actions.take_seat(token=token, nickname=nickname, device_key=device, now=now)


def test_an_opened_circle_has_a_secret_link_for_each_seat(opened):
    tokens = {seat.token for seat in opened.seats}

    assert len(tokens) == 4
    assert all(len(token) >= 32 for token in tokens)
    assert not Seat.objects.filter(token_hash__in=tokens).exists()
    assert Circle.objects.get().topic == "What home means"


def test_the_host_can_see_the_links_again(opened):
    page = queries.circle_page(opened.circle_id, host_id=ada().pk)

    assert page is not None
    assert [seat.token for seat in page.seats] == [seat.token for seat in opened.seats]
    assert queries.circle_page(opened.circle_id, host_id=ben().pk) is None
    assert queries.circle_page(uuid.uuid4(), host_id=ada().pk) is None


def test_who_sits_down_holds_the_seat(opened):
    found = sit(opened, 2, nickname="Benjamin")

    assert found.finding is Finding.MINE
    assert found.nickname == "Benjamin"
    held = queries.seat_held(found.seat_id, device_key="phone")
    assert held is not None
    assert held.number == 2
    assert queries.seat_held(found.seat_id, device_key="another") is None
    assert queries.seat_held(found.seat_id, device_key="") is None


def test_nobody_sits_before_taking_the_seat(opened):
    assert queries.seat_held(opened.seats[0].seat_id, device_key="") is None
    assert (
        actions.ticket_for_seat(seat_id=opened.seats[0].seat_id, device_key="", language="en")
        is None
    )


def test_the_same_device_finds_its_seat_again(opened):
    sit(opened)

    assert sit(opened).finding is Finding.MINE


def test_a_second_device_is_asked_and_the_first_keeps_the_seat(opened):
    first = sit(opened, device="phone")

    found = sit(opened, device="laptop")

    assert found.finding is Finding.ELSEWHERE
    assert queries.seat_held(first.seat_id, device_key="phone") is not None


def test_a_seat_moves_to_the_second_device_when_the_person_says_so(opened):
    first = sit(opened, device="phone")

    found = actions.move_seat_to_this_device(
        token=opened.seats[0].token, device_key="laptop", now=START
    )

    assert found.finding is Finding.MINE
    assert queries.seat_held(first.seat_id, device_key="laptop") is not None
    assert queries.seat_held(first.seat_id, device_key="phone") is None


def test_a_forged_link_is_unknown(opened):
    token = opened.seats[0].token
    for forged in ("", "x", token[:-1], token + "x", token.swapcase(), "🪑", "../" + token):
        found = actions.take_seat(token=forged, nickname="Eve", device_key="x", now=START)

        assert found.finding is Finding.UNKNOWN
        assert found.seat_id is None


def test_a_link_ends_after_two_weeks_but_not_for_who_sits(opened):
    sit(opened, 1)
    late = START + timedelta(days=15)

    assert sit(opened, 2, now=late).finding is Finding.EXPIRED
    assert sit(opened, 1, now=late).finding is Finding.MINE


def test_a_link_to_a_circle_that_has_ended_says_so(opened):
    circle = circle_in_turn(now=START)
    for number in (1, 2, 3, 4):
        circle.move("leave", number, now=later(seconds=30))

    found = actions.take_seat(
        token=circle.link(1), nickname="Eve", device_key="x", now=later(minutes=9)
    )

    assert found.finding is Finding.CLOSED


def test_a_link_called_back_leads_nowhere_and_lets_its_device_go(opened):
    first = sit(opened, 2, device="stranger")

    token = actions.renew_seat_link(seat_id=first.seat_id, host_id=ada().pk)

    assert sit(opened, 2, device="stranger").finding is Finding.UNKNOWN
    assert queries.seat_held(first.seat_id, device_key="stranger") is None
    assert token is not None
    again = actions.take_seat(token=token, nickname="Ben", device_key="mine", now=START)
    assert again.finding is Finding.MINE


def test_only_the_host_calls_a_link_back(opened):
    assert actions.renew_seat_link(seat_id=opened.seats[1].seat_id, host_id=ben().pk) is None
    assert sit(opened, 2).finding is Finding.MINE


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "name_empty"), ("\u202e", "name_empty"), ("x" * 10_000, "name_too_long")],
)
def test_a_name_that_cannot_be_shown_is_refused_in_a_sentence(opened, name, code):
    with pytest.raises(Unfit) as refused:
        sit(opened, nickname=name)

    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert sit(opened).finding is Finding.MINE


@pytest.mark.parametrize("count", [0, 2, 7, 50])
def test_a_number_of_people_that_does_not_fit_is_refused_in_a_sentence(count):
    with pytest.raises(Unfit, match="wrong_number") as refused:
        actions.open_circle(
            format_id="empathy-circle",
            names=["Ada"] * count,
            mode="devices",
            host_id=ada().pk,
            language="en",
        )

    assert str(count) in refused.value.message
    assert not Circle.objects.exists()


def test_an_unknown_format_is_refused_in_a_sentence():
    with pytest.raises(Unfit, match="no_such_format"):
        actions.open_circle(
            format_id="../etc", names=["Ada"], mode="devices", host_id=None, language="en"
        )


# ── tables ──────────────────────────────────────────────────────────────────


def test_fourteen_people_become_three_tables_with_a_link_each():
    names = [f"Person {number}" for number in range(14)]

    tables = actions.split_into_tables(
        format_id="empathy-circle", names=names, host_id=ada().pk, language="en", now=START
    )

    assert [len(table.seats) for table in tables] == [5, 5, 4]
    assert [seat.nickname for table in tables for seat in table.seats] == names
    assert len({table.table_token for table in tables}) == 3
    split_id = queries.circles_of(ada().pk)[0].split_id
    assert split_id is not None
    assert queries.circles_of_split(split_id, host_id=ada().pk) == tuple(
        table.circle_id for table in tables
    )


def test_a_table_is_held_by_one_device_and_a_second_is_asked():
    table = circle_of(mode="table", now=START)
    token = table.table_link

    first = actions.take_table(token=token, device_key="tablet", now=START)
    second = actions.take_table(token=token, device_key="phone", now=START)

    assert (first.finding, second.finding) == (Finding.MINE, Finding.ELSEWHERE)
    moved = actions.take_table(token=token, device_key="phone", move_here=True, now=START)
    assert moved.finding is Finding.MINE
    assert not queries.table_is_held(table.id, device_key="tablet")


def test_a_table_link_called_back_leads_nowhere():
    table = circle_of(mode="table", now=START)
    actions.take_table(token=table.table_link, device_key="tablet", now=START)

    actions.renew_table_link(circle_id=table.id, host_id=ada().pk)

    found = actions.take_table(token=table.table_link, device_key="tablet", now=START)
    assert found.finding is Finding.UNKNOWN
    assert not queries.table_is_held(table.id, device_key="tablet")


def test_seats_at_a_table_have_no_links():
    table = circle_of(mode="table", now=START)

    assert {seat.token for seat in table.opened.seats} == {None}


# ── alone ───────────────────────────────────────────────────────────────────


def test_trying_alone_seats_one_person_among_companions():
    tried = actions.open_try_circle(language="es", nickname="Eva", device_key="phone", now=START)

    held = queries.seat_held(tried.seat_id, device_key="phone")
    assert held is not None
    assert held.nickname == "Eva"
    seats = Seat.objects.filter(circle_id=tried.circle_id)
    assert seats.filter(is_companion=True).count() == seats.count() - 1
    assert Circle.objects.get().is_practice


def test_companions_go_through_a_whole_circle_while_the_person_looks_on():
    tried = actions.open_try_circle(language="en", nickname="Eva", device_key="phone", now=START)
    actions.make_move(circle_id=tried.circle_id, move=Move(MoveKind.ARRIVE, 1), now=START)

    second = 0
    while queries.state_of(tried.circle_id).stage != "closed":
        second += 1
        assert second < 1800
        actions.beat(later(seconds=second))

    assert len(queries.turns_of(tried.circle_id)) > 1


def test_circles_of_practice_are_forgotten_after_a_day_and_others_are_not():
    kept = circle_of(now=START)
    tried = actions.open_try_circle(language="en", nickname="Eva", device_key="phone", now=START)

    actions.forget_practice(START + timedelta(hours=23))
    assert Circle.objects.count() == 2
    actions.beat((START + timedelta(hours=25)).replace(minute=0, second=0))

    assert list(Circle.objects.values_list("id", flat=True)) == [kept.id]
    assert queries.seat_held(tried.seat_id, device_key="phone") is None


@pytest.mark.django_db(transaction=True)
def test_of_many_devices_that_take_a_seat_at_once_one_gets_it():
    opened = actions.open_circle(
        format_id="empathy-circle",
        names=["A", "B", "C"],
        mode="devices",
        host_id=None,
        language="en",
    )
    token = opened.seats[0].token
    assert token is not None

    def take(number):
        try:
            return actions.take_seat(
                token=token, nickname=f"Person {number}", device_key=f"device {number}"
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        found = list(people.map(take, range(16)))

    findings = [each.finding for each in found]
    assert findings.count(Finding.MINE) == 1
    assert findings.count(Finding.ELSEWHERE) == 15
    winner = findings.index(Finding.MINE)
    assert Seat.objects.get(id=opened.seats[0].seat_id).nickname == f"Person {winner}"


# ── what the database does not let happen ───────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": 9},
        {"device_hash": "x"},
        {"taken_at": START},
        {"device_hash": "x", "taken_at": START, "agreed_at": None},
        {"is_companion": True},
    ],
)
def test_the_database_keeps_seats_true(opened, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(id=opened.seats[1].seat_id).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"mode": "telepathy"},
        {"relay_only": True},
        {"mode": "alone"},
        {"mode": "table"},
        {"table_device_hash": "x"},
        {"table_number": 1},
        {"closed_at": START},
    ],
)
def test_the_database_keeps_circles_true(opened, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Circle.objects.filter(id=opened.circle_id).update(**change)
