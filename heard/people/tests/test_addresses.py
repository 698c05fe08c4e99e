"""Two people never become one, and one never two, whatever letters an address is typed with."""

import re

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from heard.people.core.addresses import clean_address
from heard.people.models import Person
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
SAME = ["ADA@EXAMPLE.ORG", " ada@example.org ", "Ada@Example.Org"]
OTHERS = ["ada+tag@example.org", "a.da@example.org", "ada@sub.example.org", "ada@example.org.uk"]
# Each looks like Ada's, or is Ada's to some database or some normal form.
LOOK_ALIKE = [
    "аda@example.org",  # а of Cyrillic
    "ａda@example.org",
    "adа@example.org",
    "a\u0301da@example.org",
    "ada\u200b@example.org",
    "ada@example.org\u202e",
    "\u202eada@example.org",
    "ada@ｅxample.org",
    "ada@example。org",
    "ada@exam\u00adple.org",
    "ª" + "da@example.org",
    "ada@e\u212aample.org",
    "ada\n@example.org",
    "ada@example.org\r\nBcc: eve@example.org",
    "ada@example.org\u2028Bcc: eve@example.org",
    "ada@example.org\x85Bcc: eve@example.org",
    "ada@example.org,eve@example.org",
    "ada@example.org;eve@example.org",
    "<ada@example.org>",
    "eve@example.org@example.org ada",
]


def asks_for_a_code(client, address):
    return client.post("/accounts/login/", {"login": address})


@pytest.mark.parametrize("typed", SAME)
def test_the_same_address_is_the_same_person_however_it_is_capitalised(client, typed):
    person = ada()

    asks_for_a_code(client, typed)

    assert Person.objects.get() == person
    assert mail.outbox[0].to == [ADA]


@pytest.mark.parametrize("typed", OTHERS)
def test_what_may_be_another_mailbox_is_another_person(client, typed):
    ada()

    asks_for_a_code(client, typed)

    assert Person.objects.count() == 2
    assert mail.outbox[0].to == [typed]


@pytest.mark.parametrize("typed", LOOK_ALIKE)
def test_letters_that_look_alike_lead_to_nobody_else(client, typed):
    ada()

    asks_for_a_code(client, typed)

    assert Person.objects.filter(email__iexact=ADA).count() == 1
    for message in mail.outbox:
        (to,) = message.to
        assert to.isascii()
        assert re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+", to)
        assert "eve" not in to or "ada" not in to


@pytest.mark.parametrize("sign", ["ſ", "\u212a", "ı", "İ"])
def test_a_letter_that_a_database_takes_for_another_sends_nobody_elses_code(client, sign):
    plain = {"ſ": "s", "\u212a": "k", "ı": "i", "İ": "i"}[sign]
    Person.objects.welcome(f"{plain}am@example.org")

    asks_for_a_code(client, f"{sign}am@example.org")

    # A code goes to the mailbox of the one who is found, or to nobody.
    assert {to for message in mail.outbox for to in message.to} <= {f"{plain}am@example.org"}
    assert Person.objects.count() == 1


def test_a_domain_in_other_letters_is_the_one_that_the_network_knows(client):
    asks_for_a_code(client, "ada@Bücher.example")
    asks_for_a_code(client, "ada@xn--bcher-kva.example")

    assert Person.objects.get().email == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize("typed", ["ada@faß.example", "ada@ＥＸＡＭＰＬＥ.org"])
def test_a_domain_that_would_change_its_letters_is_refused(typed):
    with pytest.raises(ValueError, match="@"):
        clean_address(typed)


@given(st.emails())
def test_every_plain_address_stays_what_it_is(address):
    assert clean_address(address) == address.lower()
    assert clean_address(clean_address(address)) == clean_address(address)


@pytest.mark.parametrize(
    "line", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"]
)
def test_no_name_of_a_node_adds_a_header_to_a_mail(client, settings, line):
    settings.HEARD_NODE_NAME = f"Heard{line}Bcc: eve@example.org"

    asks_for_a_code(client, ADA)

    sent = mail.outbox[0].message()
    assert sent["Bcc"] is None
    assert mail.outbox[0].recipients() == [ADA]
