"""Whenever a seat or a table changes hands, its circle is told and the ledger knows."""

from typing import Any

import pytest
from django.utils import translation

from heard.circles import actions
from heard.circles.actions import agreeing, seating
from heard.circles.models import Seat
from heard.circles.tests.rooms import START, circle_of
from heard.people.events import ConsentWithdrawn
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
