"""The ledger on a real database: given, taken back, told to whoever keeps something by it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from heard.base.reactions import Reaction
from heard.people.actions import give_consent, withdraw_consent
from heard.people.core.consents import ConsentText
from heard.people.events import ConsentWithdrawn
from heard.people.models import Consent
from heard.people.queries import consents, consents_of, has_consented, seats_that_agreed
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db
OF_CIRCLE: dict[str, Any] = {"purpose": "sitting", "scope": "circle:1"}
NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
HEARD: list[ConsentWithdrawn] = []


def refuse(_event):
    raise ZeroDivisionError


REFUSING = (Reaction(ConsentWithdrawn, refuse, "now"),)
LISTENING = (Reaction(ConsentWithdrawn, HEARD.append, "now"),)


@pytest.fixture(autouse=True)
def _listening(settings):
    """Whoever keeps something by a consent."""
    HEARD.clear()
    settings.HEARD_WIRING = f"{__name__}.LISTENING"


def give(**whom):
    give_consent(**OF_CIRCLE | {"language": "es", "how": "page", "now": NOW} | whom)


def withdraw(**whom):
    withdraw_consent(**OF_CIRCLE | {"how": "page", "now": NOW} | whom)


def agreed(**whom):
    return has_consented(**OF_CIRCLE | whom)


def test_what_was_agreed_to_holds_for_its_scope_and_holder_only():
    seat, other = uuid4(), uuid4()

    give(seat_id=seat)

    assert agreed(seat_id=seat)
    assert not agreed(seat_id=other)
    assert not agreed(seat_id=seat, scope="circle:2")
    assert not agreed(seat_id=seat, purpose="hosting")
    assert not agreed(person_id=ada().pk)


def test_the_line_says_which_words_were_read_in_which_language():
    give(person_id=ada().pk)

    (shown,) = consents_of(person_id=ada().pk)

    assert shown.line.language == "es"
    assert shown.text.title.startswith("Qué se guarda")
    assert shown.is_newest


def test_taking_it_back_is_a_line_of_its_own_and_is_told_once():
    seat, person = uuid4(), ada().pk
    give(seat_id=seat, person_id=person)

    for _time in range(3):
        withdraw(seat_id=seat, person_id=person)

    assert not agreed(seat_id=seat)
    assert [line.is_given for line in Consent.objects.order_by("at")] == [True, False]
    (event,) = HEARD
    assert (event.person_id, event.seat_id, event.scope) == (person, seat, "circle:1")


def test_taking_back_what_was_never_given_writes_nothing():
    withdraw(seat_id=uuid4())

    assert not Consent.objects.exists()
    assert HEARD == []


def test_who_cannot_let_go_of_what_is_kept_undoes_the_line(settings):
    seat = uuid4()
    give(seat_id=seat)
    settings.HEARD_WIRING = f"{__name__}.REFUSING"

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        withdraw(seat_id=seat)

    assert agreed(seat_id=seat)


def test_agreeing_again_after_taking_back_holds():
    seat = uuid4()

    give(seat_id=seat)
    withdraw(seat_id=seat)
    give(seat_id=seat)

    assert agreed(seat_id=seat)


def test_a_clock_that_was_set_back_changes_no_order():
    seat = uuid4()
    give(seat_id=seat)

    withdraw(seat_id=seat, now=NOW - timedelta(days=400))

    assert not agreed(seat_id=seat)


def test_who_sat_there_before_takes_nothing_from_who_sits_there_now():
    seat = uuid4()
    give(seat_id=seat, person_id=ada().pk)
    give(seat_id=seat, person_id=ben().pk)

    withdraw(seat_id=seat, person_id=ada().pk)

    assert agreed(seat_id=seat)
    assert agreed(seat_id=seat, person_id=ben().pk)
    assert not agreed(seat_id=seat, person_id=ada().pk)


def test_new_words_ask_again_and_leave_what_was_shown_before(monkeypatch):
    seat = uuid4()
    give(seat_id=seat)
    old = consents.consent_texts()["sitting"]
    new = tuple(
        ConsentText("sitting", 2, code, f"New, {code}", "More.") for code in ("en", "es", "ar")
    )

    monkeypatch.setattr(consents, "consent_texts", lambda: {"sitting": old + new})

    assert not agreed(seat_id=seat)
    assert seats_that_agreed(seat_ids=[seat, uuid4()], **OF_CIRCLE) == {seat}
    (shown,) = consents_of(seat_id=seat)
    assert not shown.is_newest
    assert shown.text in old
    assert consents.consent_text("sitting", "es") == new[1]
    assert consents.newest_text_with("sitting", old[0].hash) is None


def test_whose_word_stands_is_told_of_the_seats_purpose_and_scope_that_were_asked_for():
    seat, other = uuid4(), uuid4()
    give(seat_id=seat)
    give(seat_id=other)

    assert seats_that_agreed(seat_ids=[seat], **OF_CIRCLE) == {seat}
    assert not seats_that_agreed(seat_ids=[seat], purpose="hosting", scope="circle:1")
    assert not seats_that_agreed(seat_ids=[seat], purpose="sitting", scope="circle:2")


def test_what_somebody_agreed_to_is_shown_seat_by_seat_the_newest_first():
    person, seats = ada().pk, [uuid4() for _ in range(3)]
    for minute in (1, 2, 0):
        moment = NOW + timedelta(minutes=minute)
        give(person_id=person, seat_id=seats[minute], now=moment)
    withdraw(person_id=person, seat_id=seats[0])

    shown = consents_of(person_id=person)

    assert [each.line.seat_id for each in shown] == [seats[2], seats[1], seats[0]]
    assert [each.line.is_given for each in shown] == [True, True, False]


def test_the_ledger_is_only_ever_written_to():
    give(seat_id=uuid4())
    line = Consent.objects.get()

    line.is_given = False
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        Consent.objects.update(is_given=False)
    with pytest.raises(TypeError):
        Consent.objects.all().delete()


def test_nobody_consents_for_nobody():
    with pytest.raises(AssertionError):
        give()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(purpose="sitting", version=1, is_given=True, at=NOW)


def test_who_is_erased_leaves_no_line():
    person = ada()
    give(person_id=person.pk)

    person.delete()

    assert not Consent.objects.exists()
