"""Pages of passkeys answer whatever is sent to them with a sentence, never with a fault of ours."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from heard.people.tests.factories import ada, sign_in
from tests.access.world import _credential

pytestmark = pytest.mark.django_db
ADD, LOGIN = "/accounts/passkeys/add/", "/accounts/passkeys/login/"
AGAIN = "/accounts/again/passkey/"
NOT_MADE, NOT_USED = "No passkey was made.", "The passkey was not used."
READABLE = "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"


def credential(**response):
    said = {"clientDataJSON": READABLE, "attestationObject": "oA", "authenticatorData": "AA"}
    whole = {"id": "AA", "rawId": "AA", "type": "public-key", "response": said | response}
    return json.dumps(whole)


GARBAGE = [
    None,
    *("", "null", "{}", "[]", "7", '"x"', "{", "[" * 5000, '{"a": 1}', '{"id": 5}', "\x00"),
    '{"id": "AA", "rawId": "!", "type": "public-key", "response": 5}',
    '{"id": "AA", "rawId": "AA", "type": "x", "response": {}}',
    credential(),
    credential(clientDataJSON="AAAA"),
    credential(clientDataJSON=7),
    credential(attestationObject="_____w"),
    credential(attestationObject="gYGBgYGBgYE"),
    credential(attestationObject="oWNmbXQB"),
    credential(authenticatorData="A" * 60, signature="AA", userHandle="AA"),
    credential(authenticatorData="A" * 60, signature="AA", userHandle=5),
    credential(authenticatorData="A" * 60, signature="AA", userHandle="eno" * 30),
]


def sent(garbage):
    return {} if garbage is None else {"credential": garbage}


def said_on(client, answer):
    """What the page says that one is led to."""
    while answer.status_code == 302:
        answer = client.get(answer["Location"])
    return answer.content.decode()


@pytest.fixture
def someone(client):
    """Signed in just now, with a passkey; each page was opened before something is sent."""
    sign_in(client, ada())
    for page in (ADD, LOGIN):
        client.get(page, headers={"x-requested-with": "XMLHttpRequest"})
    return client


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_no_passkey_is_not_added_and_the_page_says_so(someone, garbage):
    answer = someone.post(ADD, sent(garbage) | {"name": "phone"})

    assert answer.status_code == 200
    assert NOT_MADE in answer.content.decode().partition("<passkey-maker>")[0]
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_no_passkey_lets_nobody_in_and_the_page_says_so(client, garbage):
    client.get(LOGIN, headers={"x-requested-with": "XMLHttpRequest"})

    answer = client.post(LOGIN, sent(garbage))

    assert answer["Location"] == "/accounts/login/"
    assert NOT_USED in said_on(client, answer).partition("<passkey-door>")[0]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.usefixtures("a_passkey")
def test_what_is_no_passkey_proves_nothing_of_who_is_signed_in(client, garbage):
    client.force_login(ada())
    client.get(AGAIN)

    answer = client.post(AGAIN, sent(garbage))

    assert NOT_USED in said_on(client, answer)
    assert client.get(ADD).status_code == 302


@pytest.fixture
def a_passkey():
    data = {"name": "phone", "credential": _credential()}
    return Authenticator.objects.create(user=ada(), type="webauthn", data=data)


@pytest.mark.parametrize("page", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_passkey_that_is_not_there_is_neither_renamed_nor_removed(someone, page, pk):
    assert someone.post(reverse(page, args=[pk]), {"name": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["", " ", "\x00"])
def test_a_passkey_keeps_its_name_where_none_is_given(someone, a_passkey, name):
    answer = someone.post(reverse("mfa_edit_webauthn", args=[a_passkey.pk]), {"name": name})

    assert answer.status_code == 200
    assert Authenticator.objects.get().data["name"] == "phone"


TOO_LONG = "Use at most 60 letters; these are 61."


def test_a_passkey_gets_no_name_that_is_too_long_and_the_page_says_so(someone, a_passkey):
    renamed = reverse("mfa_edit_webauthn", args=[a_passkey.pk])

    answer = someone.post(renamed, {"name": "x" * 61})

    assert TOO_LONG in answer.content.decode()
    assert Authenticator.objects.get().data["name"] == "phone"
    someone.post(renamed, {"name": "x" * 60})
    assert Authenticator.objects.get().data["name"] == "x" * 60


def test_no_passkey_is_added_under_a_name_that_is_too_long(someone):
    answer = someone.post(ADD, {"name": "x" * 61, "credential": credential()})

    assert TOO_LONG in answer.content.decode()
    assert not Authenticator.objects.exists()
