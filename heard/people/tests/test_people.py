"""What holds of people, whoever they are."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from rules.permissions import has_perm

from heard.base import clock
from heard.people.actions import UNCONFIRMED_KEPT, find_or_welcome, forget_unconfirmed_people
from heard.people.models import Person
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db


def test_two_people_cannot_share_an_address_however_it_is_written():
    Person.objects.create(email="ada@example.org")

    with pytest.raises(IntegrityError):
        Person.objects.create(email="Ada@Example.org")


def test_whoever_is_signed_in_may_host():
    assert has_perm("people.host", ada())


def test_whoever_is_not_signed_in_or_is_closed_out_may_not_host():
    closed = ben()
    closed.is_active = False

    assert not has_perm("people.host", AnonymousUser())
    assert not has_perm("people.host", closed)


def test_an_address_that_nobody_confirmed_is_forgotten_after_a_week():
    typed = find_or_welcome("typed@example.org")
    confirmed = ada()
    Person.objects.filter(pk=confirmed.pk).update(last_login=clock.now())

    forgotten = forget_unconfirmed_people(
        now=typed.joined_at + UNCONFIRMED_KEPT + timedelta(seconds=1)
    )

    assert forgotten == 1
    assert list(Person.objects.all()) == [confirmed]


def test_keeping_ones_page_changes_name_language_and_time_zone(client):
    client.force_login(ada())
    kept = {"name": "Ada L.", "language": "es", "time_zone": "Europe/Madrid"}

    answer = client.post("/people/me/", kept)

    assert answer.cookies["django_language"].value == "es"
    person = Person.objects.get()
    assert (person.name, person.language, person.time_zone) == tuple(kept.values())


def test_times_are_shown_in_the_time_zone_of_the_person_and_of_nobody_after_them(client):
    person = ada()
    person.time_zone = "No/Where"
    person.save()
    client.force_login(person)

    assert client.get("/people/me/").status_code == 200


def test_a_persons_text_holds_no_address():
    nameless = Person.objects.create(email="ada@example.org")

    assert "@" not in str(nameless)
