"""What has been kept long enough goes by itself, each hour, in small steps."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from heard.base.holdings import data_rules, erasing, let_go
from heard.base.holdings.rules import NOTHING
from heard.base.working import work_once
from heard.circles import models
from heard.circles.actions import beat, log_outage_gap, open_circle
from heard.circles.tests.rooms import START, circle_in_turn, circle_of
from heard.people.models import Consent, Erasure, Person
from heard.people.tests.factories import ben

pytestmark = pytest.mark.django_db
A_MONTH = timedelta(days=30)
A_BIT = timedelta(seconds=1)


def closed_circle(*, at: datetime = START):
    """Ben sat on its second seat, rated and worried."""
    opening = circle_of(now=at - timedelta(hours=2), topic="Grief")
    models.Seat.objects.filter(circle_id=opening.id, number=2).update(person=ben())
    opening.move("arrive", 2, now=at - timedelta(hours=2))
    models.CircleEvent.objects.create(
        circle_id=opening.id, seq=90, kind="PhaseBegan", data={"phase": 1}, at=at
    )
    place = {"circle_id": opening.id, "seat": 2}
    models.TurnRating.objects.create(**place, turn=1, side="speaker", value=3, at=at)
    models.Concern.objects.create(**place, number=1, words="worried", at=at)
    models.Circle.objects.filter(id=opening.id).update(closed_at=at, due_at=None)
    return opening


def names_in(opening) -> list[str]:
    seats = models.Seat.objects.filter(circle_id=opening.id).order_by("number")
    return list(seats.values_list("nickname", flat=True))


def test_a_month_after_a_circle_closed_its_names_words_and_ratings_are_gone():
    opening = closed_circle()

    let_go(now=START + A_MONTH + A_BIT)

    assert names_in(opening) == ["Seat 1", "Seat 2", "Seat 3", "Seat 4"]
    for model in (models.TurnRating, models.Concern):
        assert not model.objects.filter(circle_id=opening.id).exists()
    circle = models.Circle.objects.get(id=opening.id)
    assert circle.topic == "" and circle.log.exists()
    seats = models.Seat.objects.filter(circle_id=opening.id)
    assert not seats.exclude(person=None, token_hash=None, device_hash="").exists()


def test_until_then_they_are_kept():
    opening = closed_circle()

    let_go(now=START + A_MONTH - A_BIT)

    assert names_in(opening)[1] == "Ben"
    assert models.TurnRating.objects.filter(circle_id=opening.id).exists()


def test_a_live_circle_keeps_its_names_however_long_it_lasts():
    opening = circle_in_turn(now=START)

    let_go(now=START + timedelta(days=400))

    assert names_in(opening)[0] == "Ada"


def test_letting_go_twice_finds_nothing_the_second_time():
    closed_circle()
    late = START + A_MONTH + A_BIT

    assert let_go(now=late) > 0

    assert let_go(now=late) == 0


def test_much_goes_in_small_steps_and_the_rest_in_the_next_run(monkeypatch):
    monkeypatch.setattr(erasing, "ROWS_AT_ONCE", 2)
    openings = [closed_circle() for _ in range(3)]
    late = START + A_MONTH + A_BIT

    let_go(now=late, most=4)
    left = [name for opening in openings for name in names_in(opening) if "Seat" not in name]
    assert len(left) == 8
    for _hour in range(2):
        let_go(now=late, most=4)

    assert all("Seat" in name for opening in openings for name in names_in(opening))


def test_a_moment_in_another_time_zone_is_the_same_moment():
    opening = closed_circle()
    east = datetime.fromisoformat("2026-04-01T03:59:59+10:00")
    assert east == (START + A_MONTH).astimezone(UTC) - A_BIT

    let_go(now=east)
    assert names_in(opening)[1] == "Ben"
    let_go(now=east + timedelta(seconds=2))

    assert names_in(opening)[1] == "Seat 2"


def test_circles_that_never_began_go_a_month_after_their_links_ended():
    waiting = open_circle(
        format_id="empathy-circle", names=["A", "B", "C"], host_id=ben().pk, language="en",
        mode="devices", host_sits=False, now=START,
    )  # fmt: skip
    end = START + timedelta(days=14) + A_MONTH

    let_go(now=end - A_BIT)
    assert models.Circle.objects.filter(id=waiting.circle_id).exists()
    let_go(now=end + A_BIT)

    assert not models.Circle.objects.filter(id=waiting.circle_id).exists()


def test_addresses_nobody_confirmed_sessions_tasks_and_old_seats_consents_go():
    person = Person.objects.create(email="typo@example.org", joined_at=START)
    Person.objects.filter(id=ben().pk).update(last_login=START)
    Consent.objects.create(
        seat_id="0" * 32, purpose="sitting", version=1, text_hash="0", language="en",
        is_given=True, how="page", at=START,
    )  # fmt: skip
    kept = Consent.objects.create(
        person=ben(), purpose="hosting", version=1, text_hash="0", language="en",
        is_given=True, how="page", at=START,
    )  # fmt: skip
    Erasure.objects.create(kind="person", subject="999", at=START)

    let_go(now=START + timedelta(days=366))

    assert not Person.objects.filter(id=person.pk).exists()
    assert list(Consent.objects.all()) == [kept]
    assert Erasure.objects.exists()
    let_go(now=START + timedelta(days=731))
    assert not Erasure.objects.exists()


def test_each_hour_it_runs_once_by_a_task():
    hour = START.replace(hour=20)
    log_outage_gap(hour - timedelta(seconds=3))
    DBTaskResult.objects.all().delete()

    for seconds in range(-2, 4):
        beat(hour + timedelta(seconds=seconds))

    [task] = DBTaskResult.objects.all()
    assert task.task_path.endswith(".let_go_by_then")


def test_the_hour_is_made_good_after_the_house_was_out():
    log_outage_gap(START)
    DBTaskResult.objects.all().delete()

    log_outage_gap(START + timedelta(hours=3, minutes=20))

    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_task_lets_go():
    opening = closed_circle()
    log_outage_gap(START + A_MONTH + A_BIT)

    work_once()

    assert names_in(opening)[1] == "Seat 2"
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_it_holds_up_nobody_for_longer_than_a_hundred_rows(monkeypatch):
    closed_circle()
    held = []

    def due(_lapse, _now):
        held.append(list(connection.savepoint_ids))
        return NOTHING

    monkeypatch.setattr(erasing, "_due", due)
    log_outage_gap(START + A_MONTH + A_BIT)

    work_once()

    # A transaction of its own for each step, and none around them all.
    assert len(held) > 10
    assert all(not savepoints for savepoints in held)


def test_every_personal_table_says_how_long_it_is_kept():
    silent = [rule.name for rule in data_rules().rules if rule.is_personal and not str(rule.kept)]

    assert silent == []
