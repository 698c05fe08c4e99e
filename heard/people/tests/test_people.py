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


def test_keeping_ones_page_keeps_what_was_said(client):
    client.force_login(ada())
    kept = {
        "nickname": "Ada L.",
        "languages": ["ar", "es"],
        "language": "es",
        "time_zone": "Europe/Madrid",
        "access_needs": "Captions",
        "age_band": "adult",
    }

    answer = client.post("/people/me/", kept)

    assert answer.cookies["django_language"].value == "es"
    person = Person.objects.get()
    assert {name: getattr(person, name) for name in kept} == kept


@pytest.mark.parametrize("told", ["child", "teen"])
def test_nobody_makes_themselves_a_minor_and_is_told_the_way_in(client, told):
    client.force_login(ada())

    page = client.post("/people/me/", {"age_band": told, "nickname": "Ada L."})

    assert "a school or a hospital that looks after them" in page.content.decode()
    assert (Person.objects.get().age_band, Person.objects.get().nickname) == ("adult", "Ada")


def test_no_minor_makes_themselves_a_grown_up(client):
    person = ada()
    Person.objects.filter(pk=person.pk).update(age_band="teen")
    client.force_login(person)

    page = client.post("/people/me/", {"age_band": "adult"})

    assert "Whoever looks after you here" in page.content.decode()
    assert Person.objects.get().age_band == "teen"


def test_nobody_makes_themselves_an_owner_on_their_page(client):
    client.force_login(ada())

    page = {"language": "en", "is_owner": "on", "is_active": "", "email": "ben@example.org"}
    client.post("/people/me/", page | {"nickname": "Adele"})

    person = Person.objects.get()
    assert (person.nickname, person.email) == ("Adele", "ada@example.org")
    assert (person.is_owner, person.is_active) == (False, True)


@pytest.mark.parametrize(
    "typed",
    [
        {"languages": ["en", "tlh"]},
        {"nickname": "A" * 41},
        {"nickname": "A\x00"},
        {"access_needs": "A" * 301},
        {"age_band": "wise"},
        {"time_zone": "No/Where"},
        {"language": "tlh"},
    ],
)
def test_what_makes_no_sense_on_ones_page_is_not_kept(client, typed):
    client.force_login(ada())

    page = client.post("/people/me/", {"nickname": "Ada L."} | typed)

    assert page.status_code == 200
    assert 'class="errorlist"' in page.content.decode()
    assert Person.objects.get().nickname == "Ada"


def test_times_are_shown_in_the_time_zone_of_the_person_and_of_nobody_after_them(client):
    person = ada()
    person.time_zone = "No/Where"
    person.save()
    client.force_login(person)

    assert client.get("/people/me/").status_code == 200


def test_a_persons_text_holds_no_address():
    nameless = Person.objects.create(email="ada@example.org")

    assert "@" not in str(nameless)
