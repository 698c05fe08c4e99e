"""Circles of minors: where, with whose word, and without their names."""

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from heard.circles import actions, models, queries
from heard.circles.actions import Unfit
from heard.circles.core.moves import read_move
from heard.circles.queries.minors import circle_of_class, minors_may_meet
from heard.circles.tests.rooms import START, circle_of, free_circle, later
from heard.circles.tests.seats import a_vetting, somebody, today
from heard.circles.words.creatures import creatures
from heard.communities.tests.factories import a_community, belongs
from heard.people import actions as people
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db


def a_class(pupils=4, **more):
    settings: dict[str, Any] = {
        "language": "en",
        "age_band": "teen",
        "may_meet": lambda *_: True,
        "community_id": uuid.uuid4(),
        "now": START,
    } | more
    return actions.open_school_circle(
        format_id="empathy-circle",
        pupils=pupils,
        host_id=ada().pk,
        **settings,
    )


def agreed(opened):
    """Somebody answers for every seat of a class."""
    for seat in models.Seat.objects.filter(circle_id=opened.circle_id):
        people.record_guardian(
            seat_id=seat.id,
            scope=f"circle:{opened.circle_id}",
            reference="binder 3",
            recorded_by=ada().pk,
            now=START,
        )
    return opened


def sit(opened, number):
    return actions.take_school_seat(
        code=opened.code, number=number, device_key=f"device {number}", now=START
    )


def test_minors_meet_in_no_community_that_is_not_here():
    assert not minors_may_meet(uuid.uuid4(), "teen", "school")
    assert not minors_may_meet(None, "teen", "school")
    with pytest.raises(Unfit) as refusal:
        a_class(may_meet=minors_may_meet)
    assert refusal.value.code == "no_minors_here"


def test_a_class_opens_in_a_school_that_lets_its_age_sit_and_has_two_who_were_vetted():
    school = a_community(kind="school", teens_sit=True)
    with pytest.raises(Unfit):
        a_class(may_meet=minors_may_meet, community_id=school.id)

    for _ in range(2):
        teacher = somebody("adult")
        belongs(teacher, school)
        a_vetting(teacher)

    assert a_class(may_meet=minors_may_meet, community_id=school.id).code
    with pytest.raises(Unfit):
        a_class(may_meet=minors_may_meet, community_id=school.id, age_band="child")


def test_a_grown_up_host_does_not_sit_among_minors():
    with pytest.raises(Unfit):
        circle_of(age_band="teen", may_meet=lambda *_: True, community_id=uuid.uuid4())


def test_a_class_holds_nothing_of_its_pupils():
    opened = agreed(a_class())

    sit(opened, 1)

    seat = models.Seat.objects.get(circle_id=opened.circle_id, number=1)
    assert (seat.nickname, seat.person, seat.token_hash) == ("Otter", None, None)
    assert opened.creatures == ("Otter", "Owl", "Cedar", "Dolphin")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_there_is_a_creature_for_every_seat_in_every_language(language):
    assert len(set(creatures(language))) == len(creatures("en")) >= 8


def test_the_code_of_a_class_leads_to_it_while_it_is_open():
    opened = a_class()

    assert circle_of_class(f" {opened.code.upper()} ", now=START) == opened.circle_id
    assert circle_of_class(opened.code, now=later(days=15)) is None
    assert circle_of_class("aaaaaaaa", now=START) is None


def test_a_creature_is_taken_once():
    opened = agreed(a_class())
    sit(opened, 1)

    second = actions.take_school_seat(code=opened.code, number=1, device_key="other", now=START)

    assert second.finding == "not_free"
    assert sit(opened, 1).finding == "mine"


def test_a_minor_sits_only_while_somebody_answers_for_them():
    opened = a_class()

    assert sit(opened, 1).finding == "no_guardian"
    assert sit(agreed(opened), 1).finding == "mine"


def test_a_seat_of_a_minor_by_link_asks_for_the_guardian_too():
    opened = free_circle(
        names=("Otter", "Owl", "Cedar"),
        age_band="teen",
        community_id=uuid.uuid4(),
        community_kind="school",
        may_meet=lambda *_: True,
        now=START,
    )

    found = actions.take_seat(
        token=str(opened.seats[0].token), nickname="Otter", device_key="x", now=START
    )

    assert found.finding == "no_guardian"


def test_a_guardian_who_withdraws_lets_the_seat_leave_in_the_middle():
    opened = agreed(a_class())
    for number in range(1, 5):
        sit(opened, number)
        actions.make_move(
            circle_id=opened.circle_id,
            move=read_move("arrive", seat=number),
            now=START,
        )
    seat = models.Seat.objects.get(circle_id=opened.circle_id, number=2)

    people.withdraw_guardian(
        seat_id=seat.id, scope=f"circle:{opened.circle_id}", now=later(minutes=1)
    )

    seat.refresh_from_db()
    assert queries.state_of(opened.circle_id).seat(2).left
    assert seat.device_hash == ""
    assert sit(opened, 2).finding == "no_guardian"


def test_a_vetted_grown_up_sits_with_a_class():
    opened, person = a_class(), somebody("adult")
    a_vetting(person)

    actions.seat_grown_up(circle_id=opened.circle_id, person_id=person.pk, nickname="Ruth")

    assert models.Seat.objects.filter(circle_id=opened.circle_id, age_band="adult").count() == 1


def test_a_grown_up_whose_vetting_is_withdrawn_is_out_in_the_middle():
    opened, person = a_class(), somebody("adult")
    vetting = a_vetting(person)
    seat_id = actions.seat_grown_up(
        circle_id=opened.circle_id, person_id=person.pk, nickname="Ruth"
    )
    for number in (1, 2, 5):
        actions.make_move(
            circle_id=opened.circle_id, move=read_move("arrive", seat=number), now=START
        )

    people.withdraw_vetting(vetting_id=vetting.pk, now=later(minutes=1))

    seat = models.Seat.objects.get(id=seat_id)
    assert seat.removed_at is not None
    assert queries.state_of(opened.circle_id).seat(5).left


def test_a_grown_up_whose_vetting_runs_out_is_out_when_that_day_is_over(client):
    over = datetime.combine(today() + timedelta(days=1), time(), tzinfo=UTC)
    evening = over - timedelta(minutes=5)
    opened, person = a_class(now=evening), somebody("adult")
    vetting = a_vetting(person, holds_until=today())
    seat_id = actions.seat_grown_up(
        circle_id=opened.circle_id, person_id=person.pk, nickname="Ruth"
    )
    for number in (1, 2, 5):
        move = read_move("arrive", seat=number)
        actions.make_move(circle_id=opened.circle_id, move=move, now=evening)

    actions.beat(over - timedelta(seconds=1))
    before = models.Seat.objects.get(id=seat_id).removed_at
    actions.beat(over)

    assert (before, models.Seat.objects.get(id=seat_id).removed_at) == (None, over)
    circle = queries.state_of(opened.circle_id)
    assert circle.seat(5).removed and not circle.is_closed
    assert vetting.withdrawn_at is None
    page = client.get(f"/seats/{seat_id}/room/")
    assert page.status_code == 410
    assert "Your seat among minors has ended" in page.content.decode()


def test_a_grown_up_whose_vetting_holds_stays_over_midnight():
    midnight = datetime.combine(today() + timedelta(days=1), time(), tzinfo=UTC)
    opened, person = a_class(now=midnight - timedelta(minutes=5)), somebody("adult")
    a_vetting(person, holds_until=today() + timedelta(days=1))
    seat_id = actions.seat_grown_up(
        circle_id=opened.circle_id, person_id=person.pk, nickname="Ruth"
    )

    actions.beat(midnight - timedelta(seconds=1))
    actions.beat(midnight)

    assert models.Seat.objects.get(id=seat_id).removed_at is None


def test_a_grown_up_whom_nobody_vetted_does_not():
    opened = a_class()

    with pytest.raises(Unfit):
        actions.seat_grown_up(
            circle_id=opened.circle_id, person_id=somebody("adult").pk, nickname="Ruth"
        )


def test_a_teen_with_an_account_is_not_seated_with_grown_ups():
    opened = free_circle(now=START)

    found = actions.take_seat(
        token=str(opened.seats[0].token),
        nickname="Teen",
        device_key="x",
        person_id=somebody("teen").pk,
        now=START,
    )

    assert found.finding == "not_free"
