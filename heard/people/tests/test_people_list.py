"""The list of people, as its address asks for it."""

import pytest

from heard.people.tests.factories import ada, ben, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("after", ["", "x", "-1", "٣", "²", "9" * 19, "9" * 5000, "\0"])
def test_nonsense_in_the_address_counts_as_nothing(client, after):
    ben()
    person = ada()
    person.is_owner = True
    person.save()
    sign_in(client, person)

    shown = client.get("/people/", {"after": after})

    assert ben().email in shown.content.decode()
