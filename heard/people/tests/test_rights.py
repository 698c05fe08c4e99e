"""Who gives and takes rights, what is noted of it, and who hears."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from heard.base.reactions import Reaction
from heard.people import actions
from heard.people.actions.entering import LinkIsClosed, find_or_welcome, forget_unconfirmed_people
from heard.people.actions.rights import NotYours
from heard.people.events import RightsEnded
from heard.people.models import Look, OwnerLink, Person
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
HEARD: list[RightsEnded] = []
LISTENING = (Reaction(RightsEnded, HEARD.append, "now"),)
DEEDS = {
    actions.close_account: "account-closed",
    actions.reopen_account: "account-reopened",
    actions.give_ownership: "ownership-given",
}


@pytest.fixture(autouse=True)
def _listening(settings):
    HEARD.clear()
    settings.HEARD_WIRING = f"{__name__}.LISTENING"


@pytest.mark.parametrize(("deed", "what"), DEEDS.items())
def test_whose_rights_are_changed_can_see_who_did_it(deed, what):
    deed(person_id=ben().pk, by=ada().pk, now=NOW)

    look = Look.objects.get()
    assert (look.what, look.actor_id, look.subject_id) == (what, ada().pk, ben().pk)


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_changes_their_own_rights_or_those_of_nobody(deed):
    person = ada()

    for person_id in (person.pk, 10**6):
        with pytest.raises(NotYours):
            deed(person_id=person_id, by=person.pk, now=NOW)

    person.refresh_from_db()
    assert (person.is_active, person.is_owner) == (True, False)
    assert not Look.objects.exists()


def test_rights_are_changed_of_one_person_only():
    others = [ada(), cleo()]

    actions.close_account(person_id=ben().pk, by=ada().pk, now=NOW)
    assert [Person.objects.get(pk=each.pk).is_active for each in others] == [True, True]
    actions.reopen_account(person_id=ben().pk, by=ada().pk, now=NOW)
    actions.give_ownership(person_id=ben().pk, by=ada().pk, now=NOW)

    assert set(Person.objects.filter(is_owner=True)) == {ben()}
    assert Person.objects.get(pk=ben().pk).is_active


def test_whoever_may_not_sign_in_is_made_no_owner():
    Person.objects.filter(pk=ben().pk).update(is_active=False)

    with pytest.raises(NotYours):
        actions.give_ownership(person_id=ben().pk, by=ada().pk, now=NOW)


def test_that_somebody_is_signed_out_everywhere_is_told_once():
    actions.close_account(person_id=ben().pk, by=ada().pk, now=NOW)

    (event,) = HEARD
    assert event == RightsEnded(ben().pk, NOW)


def test_a_link_for_owners_says_who_used_it_and_opens_a_closed_account():
    first = actions.make_owner_link(now=NOW)
    actions.become_owner(first, email="ada@example.org", nickname="Ada", now=NOW)
    Person.objects.filter(pk=ben().pk).update(is_active=False, nickname="B")

    second = actions.make_owner_link(now=NOW)
    actions.become_owner(second, email="BEN@example.org", nickname="Ben", now=NOW)

    person = Person.objects.get(pk=ben().pk)
    assert (person.is_active, person.is_owner, person.nickname) == (True, True, "Ben")
    used = OwnerLink.objects.order_by("id").values_list("used_by__email", flat=True)
    assert list(used) == ["ada@example.org", "ben@example.org"]


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_link_that_is_none_makes_nobody_an_owner(token):
    with pytest.raises(LinkIsClosed):
        actions.become_owner(token, email="ada@example.org", nickname="Ada", now=NOW)

    assert not Person.objects.filter(is_owner=True).exists()


def test_a_new_address_is_the_first_one_and_not_confirmed():
    person = find_or_welcome("new@example.org")

    address = EmailAddress.objects.get()
    assert (address.user_id, address.primary, address.verified) == (person.pk, True, False)


def test_only_addresses_that_nobody_confirmed_for_a_week_are_forgotten():
    known: dict[str, dict[str, Any]] = {
        "owner": {"is_owner": True},
        "came": {"last_login": NOW},
        "typed": {},
        "newer": {},
    }
    for name, details in known.items():
        age = timedelta(days=6) if name == "newer" else timedelta(days=8)
        Person.objects.create(email=f"{name}@example.org", joined_at=NOW - age, **details)

    assert forget_unconfirmed_people(now=NOW) == 1

    left = Person.objects.values_list("email", flat=True)
    assert set(left) == {f"{name}@example.org" for name in ("owner", "came", "newer")}
