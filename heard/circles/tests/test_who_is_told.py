"""Whenever a seat or a table changes hands, its circle is told and the ledger knows."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import translation

from heard.circles import actions
from heard.circles.actions import agreeing, minors, seating
from heard.circles.models import Caption, Circle, Concern, Seat, SliderAnswer, TurnRating
from heard.circles.queries import state_of
from heard.circles.tests.rooms import START, circle_of
from heard.circles.tests.seats import a_vetting, somebody, today
from heard.circles.tests.test_agreeing import KEPT
from heard.circles.tests.test_minors import a_class
from heard.people.events import ConsentWithdrawn, VettingWithdrawn
from heard.people.models import Consent
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """Which circles are told while a deed is done."""

    def of(deed):
        topics = []
        for module in (seating, agreeing):
            monkeypatch.setattr(module, "publish", lambda topic, _seq: topics.append(topic))
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return topics

    return of


def opened(mode="devices"):
    return actions.open_circle(
        format_id="empathy-circle",
        names=("Ada", "Ben", "Cleo"),
        mode=mode,
        host_id=ada().pk,
        language="en",
        now=START,
    )


def test_the_circle_hears_that_a_seat_is_taken_moved_or_called_back(told):
    circle = opened()
    seat, topic = circle.seats[0], f"circle:{circle.circle_id}"
    first = {"token": seat.token, "nickname": "Ada", "device_key": "phone", "now": START}
    second = {"token": seat.token, "device_key": "tablet", "now": START}

    assert told(lambda: actions.take_seat(**first)) == [topic]
    assert told(lambda: actions.move_seat_to_this_device(**second)) == [topic]
    assert told(lambda: actions.renew_seat_link(seat_id=seat.seat_id, host_id=ada().pk)) == [topic]


def test_the_circle_hears_that_a_table_is_taken_or_called_back(told):
    circle, other = opened("table"), opened("table")
    topic = f"circle:{circle.circle_id}"
    key: dict[str, Any] = {"device_key": "tablet", "now": START}

    assert told(lambda: actions.take_table(token=circle.table_token, **key)) == [topic]
    assert told(lambda: actions.renew_table_link(circle_id=circle.circle_id, host_id=ada().pk)) == [
        topic
    ]
    agreed = set(Consent.objects.values_list("scope", flat=True)) - {""}
    assert agreed == {topic}
    assert other.circle_id != circle.circle_id


def test_the_circle_hears_that_somebody_took_back_their_consent(told):
    circle = circle_of(3, now=START)
    seat_id = circle.opened.seats[1].seat_id

    topics = told(lambda: actions.take_back_sitting(seat_id=seat_id, now=START))

    assert f"circle:{circle.id}" in topics


def test_whoever_takes_a_seat_is_in_the_ledger_once():
    circle = opened()
    seat = circle.seats[0]

    for device in ("phone", "tablet"):
        actions.take_seat(token=seat.token, nickname="Ada", device_key=device, now=START)

    (line,) = Consent.objects.filter(seat_id=seat.seat_id)
    assert (line.scope, line.is_given) == (f"circle:{circle.circle_id}", True)


def test_what_is_taken_back_of_another_kind_leaves_the_seat_as_it_is():
    circle = circle_of(3, now=START)
    seat = Seat.objects.get(circle_id=circle.id, number=2)

    agreeing.let_seat_go(ConsentWithdrawn(None, seat.id, "another", f"circle:{circle.id}", START))

    assert Seat.objects.get(id=seat.id).nickname == "Ben"


@pytest.mark.parametrize(("active", "language"), [("es", "es"), ("ar", "ar"), (None, "en")])
def test_without_a_word_about_it_the_words_were_read_in_the_language_of_the_page(active, language):
    circle = circle_of(3, now=START)
    Consent.objects.all()._raw_delete("default")

    with translation.override(active):
        agreeing.agree_to_host(ada().pk, now=START)
        agreeing.agree_to_sit(seat_id=circle.opened.seats[0].seat_id, how="page", now=START)

    assert set(Consent.objects.values_list("language", flat=True)) == {language}


MIDNIGHT = datetime.combine(today() + timedelta(days=1), time(), tzinfo=UTC)


def a_class_with_grown_up(pupils=4):
    """In the evening of the last day on which their vetting holds."""
    opened, person = a_class(pupils, now=MIDNIGHT - timedelta(minutes=5)), somebody("adult")
    vetting = a_vetting(person, holds_until=today())
    actions.seat_grown_up(circle_id=opened.circle_id, person_id=person.pk, nickname="Ruth")
    return opened, vetting


def test_the_circle_hears_that_a_grown_up_or_a_minor_was_let_go(told):
    opened, vetting = a_class_with_grown_up()
    other, _theirs = a_class_with_grown_up()
    topic = f"circle:{opened.circle_id}"
    seat = Seat.objects.get(circle_id=opened.circle_id, number=1)
    taken_back = ConsentWithdrawn(None, seat.id, "guardian", "", START)

    assert told(lambda: minors.let_minor_go(taken_back)) == [topic]
    assert told(lambda: minors.let_grown_up_go(VettingWithdrawn(vetting.pk, START))) == [topic]
    assert told(lambda: minors.let_unvetted_go(other.circle_id, now=MIDNIGHT)) == [
        f"circle:{other.circle_id}"
    ]


def test_when_a_vetting_has_run_out_only_the_grown_up_of_that_circle_goes():
    (asked, _), (other, _) = a_class_with_grown_up(pupils=5), a_class_with_grown_up()

    minors.let_unvetted_go(asked.circle_id, now=MIDNIGHT)

    out = Seat.objects.filter(removed_at__isnull=False)
    assert list(out.values_list("circle_id", "number")) == [(asked.circle_id, 6)]
    assert not state_of(other.circle_id).seat(5).removed


def test_a_circle_that_is_over_hears_of_no_vetting(told):
    opened, vetting = a_class_with_grown_up()
    Circle.objects.filter(id=opened.circle_id).update(closed_at=MIDNIGHT, due_at=None)

    assert told(lambda: minors.let_grown_up_go(VettingWithdrawn(vetting.pk, MIDNIGHT))) == []


def test_what_is_taken_back_of_another_circle_leaves_the_seat_as_it_is():
    circle = circle_of(3, now=START)
    seat = Seat.objects.get(circle_id=circle.id, number=2)

    agreeing.let_seat_go(ConsentWithdrawn(None, seat.id, "sitting", "circle:1", START))

    assert Seat.objects.get(id=seat.id).nickname == "Ben"


def test_with_who_takes_it_back_goes_nothing_of_anybody_else():
    circle, other = circle_of(3, now=START), circle_of(3, now=START)
    Seat.objects.update(writes_captions=True)
    for each in (circle, other):
        for seat in (1, 2):
            say(each.id, seat)

    actions.take_back_sitting(seat_id=circle.opened.seats[0].seat_id, now=START)

    seats = Seat.objects.filter(writes_captions=True).order_by("circle", "number")
    assert {seat.nickname for seat in seats} == {"Ada", "Ben", "Cleo"}
    assert seats.count() == 5
    left = {(circle.id, 2), (other.id, 1), (other.id, 2)}
    for kind in KEPT:
        assert set(kind.objects.values_list("circle_id", "seat")) == left


def say(circle_id, seat):
    """One of each kind that is kept."""
    here = {"circle_id": circle_id, "seat": seat}
    TurnRating.objects.create(turn=1, side="speaker", value=3, at=START, **here)
    SliderAnswer.objects.create(phase=0, value=3, **here)
    Concern.objects.create(number=seat, words="x", at=START, **here)
    Caption.objects.create(number=seat, phase=0, turn=1, by=3, words="x", at=START, **here)
