"""The questions by which rights are decided, one by one."""

from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from heard.base import clock
from heard.people import queries
from heard.people.models import Look, Person
from heard.people.queries.entering import can_host, someone_owns_this_node
from heard.people.queries.owning import may_sign_in, owns_this_node, people_here
from heard.people.queries.sessions import SINCE, sessions_of
from heard.people.tests.factories import ada, ben, cleo, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("said", list(product([True, False], repeat=3)))
def test_the_node_is_owned_by_owners_who_are_signed_in_and_may_be(said):
    names = ("is_authenticated", "is_active", "is_owner")
    person = SimpleNamespace(**dict(zip(names, said, strict=True)))

    assert owns_this_node(person) is all(said)
    assert can_host(person) is all(said[:2])


def test_who_is_nobody_may_nothing():
    assert owns_this_node(object()) is False
    assert can_host(object()) is False


def test_whoever_is_closed_out_may_not_sign_in_and_nobody_else_is():
    Person.objects.filter(pk=ben().pk).update(is_active=False)

    assert may_sign_in(ada().pk)
    assert not may_sign_in(ben().pk)
    assert not may_sign_in(10**6)


def test_a_node_is_owned_while_one_of_its_owners_may_sign_in():
    Person.objects.filter(pk=ada().pk).update(is_owner=True)
    before = someone_owns_this_node()

    Person.objects.filter(pk=ada().pk).update(is_active=False)

    assert (before, someone_owns_this_node(), queries.may_sign_in(ben().pk)) == (True, False, True)


def test_people_are_listed_as_they_came_some_at_a_time():
    ids = [person.pk for person in (ada(), ben(), cleo())]

    first, rest = people_here(most=2), people_here(after=ids[1])

    assert [line.person_id for line in first] == ids[:2]
    assert [line.person_id for line in rest] == ids[2:]


def signed_in(person, *, since=None):
    """The key of a session of this person."""
    client = Client()
    client.force_login(person)
    session = client.session
    if since is not None:
        session[SINCE] = since
    session.save()
    return session.session_key


def test_ones_sessions_are_listed_the_newest_first_and_none_that_is_over():
    now, person = clock.now(), ada()
    known = [signed_in(person), *(signed_in(person, since=moment) for moment in (1000, 3000, 2000))]
    Session.objects.filter(session_key=known[3]).update(expire_date=now - timedelta(seconds=1))
    signed_in(ben(), since=4000)

    lines = sessions_of(person.pk, this=known[1], now=now)

    assert [line.since and line.since.timestamp() for line in lines] == [3000, 1000, None]
    assert [line.is_this for line in lines] == [False, True, False]


@pytest.fixture
def owner(client):
    person = ada()
    Person.objects.filter(pk=person.pk).update(is_owner=True)
    sign_in(client, person)
    return person


def test_the_list_of_people_goes_on_after_fifty(client, owner):
    Person.objects.bulk_create(Person(email=f"{number}@example.org") for number in range(50))
    ids = list(Person.objects.order_by("id").values_list("id", flat=True))

    first = client.get("/people/").context
    rest = client.get(f"/people/?after={first['last']}").context

    assert [line.person_id for line in first["people"]] == ids[:50]
    assert ([line.person_id for line in rest["people"]], rest["last"]) == (ids[50:], None)


@pytest.mark.parametrize("after", ["", "x", "-1", "²", "1.5"])
def test_a_place_in_the_list_that_is_none_is_its_beginning(client, owner, after):
    answer = client.get("/people/", {"after": after})

    assert [line.person_id for line in answer.context["people"]] == [owner.pk]


def test_an_owner_who_reads_the_list_has_not_looked_at_themselves(client, owner):
    other = ben()

    client.get("/people/")

    assert list(Look.objects.values_list("subject_id", flat=True)) == [other.pk]
