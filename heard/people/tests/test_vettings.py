"""Who was looked at before they sit with minors, and who answers for a minor: until when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from heard.base.reactions import Reaction
from heard.people import actions
from heard.people.events import ConsentWithdrawn, VettingWithdrawn
from heard.people.models import GuardianConsent, Look, Person, Vetting
from heard.people.queries.ages import guardian_agrees, vetting_for, vettings_run_out
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
DAY = timedelta(days=1)
HEARD: list[Any] = []
LISTENING = (
    Reaction(VettingWithdrawn, HEARD.append, "now"),
    Reaction(ConsentWithdrawn, HEARD.append, "now"),
)


@pytest.fixture(autouse=True)
def _listening(settings):
    HEARD.clear()
    settings.HEARD_WIRING = f"{__name__}.LISTENING"


def vetted(person, place="school", **more):
    holds = {"holds_from": FIRST, "holds_until": LAST} | more
    return actions.record_vetting(
        person_id=person.pk, place=place, recorded_by=ada().pk, now=NOW, **holds
    )


@pytest.mark.parametrize(
    ("on", "holds"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)]
)
def test_a_vetting_holds_from_its_first_day_to_the_end_of_its_last(on, holds):
    vetting = vetted(ben())

    assert vetting_for(ben().pk, place="school", on=on) == (vetting if holds else None)
    assert vettings_run_out([vetting], on=on) == (set() if holds else {vetting})


def test_a_vetting_holds_for_its_person_and_place_only():
    vetted(ben())

    assert vetting_for(ben().pk, place="hospital", on=FIRST) is None
    assert vetting_for(cleo().pk, place="school", on=FIRST) is None


def test_of_two_vettings_the_one_that_holds_longer_counts():
    longer = vetted(ben(), holds_until=LAST + DAY)
    vetted(ben())
    longest = vetted(ben(), holds_until=LAST + 2 * DAY)

    found = vetting_for(ben().pk, place="school", on=FIRST)

    assert longer != found == longest


def test_whose_account_is_closed_has_no_vetting():
    vetted(ben())

    Person.objects.filter(pk=ben().pk).update(is_active=False)

    assert vetting_for(ben().pk, place="school", on=FIRST) is None


def test_only_those_that_were_asked_about_have_run_out():
    over, other = vetted(ben()), vetted(cleo())

    assert vettings_run_out([over], on=LAST + DAY) == {over}
    assert vettings_run_out([over, other], on=FIRST) == set()


def test_whoever_records_a_vetting_has_looked_at_that_person():
    vetted(ben())

    (look,) = Look.objects.all()
    assert (look.actor_id, look.subject_id, look.what) == (ada().pk, ben().pk, "vetting")


def test_a_vetting_is_withdrawn_once_and_told_once():
    vetting, other = vetted(ben()), vetted(cleo())

    for moment in (NOW, NOW + DAY):
        actions.withdraw_vetting(vetting_id=vetting, now=moment)

    (event,) = HEARD
    assert event == VettingWithdrawn(vetting, NOW)
    assert Vetting.objects.get(id=vetting).withdrawn_at == NOW
    assert vetting_for(ben().pk, place="school", on=FIRST) is None
    assert vettings_run_out([vetting, other], on=FIRST) == {vetting}


def answered_for(scope="circle:1", **whom):
    actions.record_guardian(
        scope=scope, reference="binder 3", recorded_by=ada().pk, now=NOW, **whom
    )


def standing():
    """Whose word stands: who it is for, and where."""
    kept = GuardianConsent.objects.filter(withdrawn_at=None)
    return set(kept.values_list("person", "seat_id", "scope"))


def test_a_guardian_takes_back_what_they_said_of_one_minor_in_one_circle():
    seat, other = uuid4(), uuid4()
    for whom in ({"seat_id": seat}, {"seat_id": other}, {"person_id": ben().pk}):
        answered_for(**whom)
    answered_for(scope="circle:2", seat_id=seat)

    actions.withdraw_guardian(scope="circle:1", seat_id=seat, now=NOW)

    assert standing() == {
        (None, other, "circle:1"),
        (ben().pk, None, "circle:1"),
        (None, seat, "circle:2"),
    }
    actions.withdraw_guardian(scope="circle:1", person_id=ben().pk, now=NOW)
    assert standing() == {(None, other, "circle:1"), (None, seat, "circle:2")}


def test_what_one_guardian_said_of_a_person_on_a_seat_is_not_said_of_another_on_it():
    seat = uuid4()
    for person in (ben(), cleo()):
        answered_for(seat_id=seat, person_id=person.pk)

    actions.withdraw_guardian(scope="circle:1", seat_id=seat, person_id=ben().pk, now=NOW)

    assert standing() == {(cleo().pk, seat, "circle:1")}


def test_a_guardian_who_takes_it_back_twice_is_told_of_once():
    seat = uuid4()
    answered_for(seat_id=seat)

    for moment in (NOW, NOW + DAY):
        actions.withdraw_guardian(scope="circle:1", seat_id=seat, now=moment)

    assert [event.at for event in HEARD] == [NOW]
    assert GuardianConsent.objects.get().withdrawn_at == NOW


@pytest.mark.parametrize(("scope", "holds"), [("circle:1", True), ("", True), ("circle:2", False)])
def test_a_guardian_answers_for_the_circle_they_named_or_for_all(scope, holds):
    seat = uuid4()

    answered_for(scope=scope, seat_id=seat)

    assert guardian_agrees(scope="circle:1", seat_id=seat, person_id=None) is holds
