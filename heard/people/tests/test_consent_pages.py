"""The page on which a person reads what they agreed to, and takes it back."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from heard.people.actions import give_consent
from heard.people.queries import has_consented
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db
PAGE = "/people/me/consents/"
NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def give(person, **more):
    details = {"purpose": "hosting", "language": "en", "how": "start"} | more
    give_consent(person_id=person.pk, now=NOW, **details)


def hosts(person):
    return has_consented(purpose="hosting", person_id=person.pk)


def page_of(client, person):
    client.force_login(person)
    return client.get(PAGE).content.decode()


def test_who_is_not_signed_in_is_asked_to(client):
    for answer in (client.get(PAGE), client.post(PAGE, {"purpose": "hosting"})):
        assert answer["Location"].startswith("/accounts/login/")


def test_the_page_says_what_when_and_in_which_words(client):
    give(ada(), language="es")

    page = page_of(client, ada())

    assert "Qué se guarda cuando convoco" in page
    assert "Agreed on 1 March 2026" in page
    assert "Version 1 of these words" in page


def test_nobody_reads_what_another_agreed_to(client):
    give(ada())

    assert "You have agreed to nothing so far" in page_of(client, ben())


def test_taking_it_back_leaves_it_on_the_list_with_its_day(client):
    give(ada())
    client.force_login(ada())

    answer = client.post(PAGE, {"purpose": "hosting", "scope": "", "seat": ""})

    assert answer["Location"] == PAGE
    assert not hosts(ada())
    page = client.get(PAGE).content.decode()
    assert "Taken back on" in page
    assert "Take it back" not in page


def test_looking_takes_nothing_back(client):
    give(ada())
    client.force_login(ada())

    client.get(PAGE, {"purpose": "hosting"})

    assert hosts(ada())


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"purpose": "hosting", "scope": "circle:1", "seat": ""},
        {"purpose": "hosting", "scope": "", "seat": "not-an-id"},
        {"purpose": "hosting\x00", "scope": "", "seat": ""},
        {"purpose": "x" * 10_000, "scope": "", "seat": ""},
    ],
)
def test_what_stands_on_no_list_of_theirs_changes_nothing(client, typed):
    give(ada())
    give(ben())
    client.force_login(ben())

    answer = client.post(PAGE, typed)

    assert answer.status_code == 302
    assert hosts(ada()) and hosts(ben())


def test_a_person_takes_back_a_seat_of_their_own_only(client):
    seat = uuid4()
    give(ada(), purpose="sitting", scope="circle:1", seat_id=seat)
    form = {"purpose": "sitting", "scope": "circle:1", "seat": str(seat)}
    client.force_login(ben())

    client.post(PAGE, form)
    assert has_consented(purpose="sitting", scope="circle:1", seat_id=seat)

    client.force_login(ada())
    client.post(PAGE, form)
    assert not has_consented(purpose="sitting", scope="circle:1", seat_id=seat)
