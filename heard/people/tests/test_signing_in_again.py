"""What cannot be taken back needs a sign-in of the last ten minutes."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpResponse

from heard.people.forms import UsePasskeyAgainForm
from heard.people.tests.factories import ada, sign_in
from heard.people.views.owning import owners_only
from heard.people.views.stepping import AGAIN, signed_in_lately

pytestmark = pytest.mark.django_db
KEYS = "/accounts/passkeys/add/"
HERE = f"/accounts/again/?next={KEYS}"


@pytest.fixture
def long_ago(client):
    client.force_login(ada())
    return client


def code_sent(client):
    client.post(HERE, {"next": KEYS})
    return re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))[0]


def opens(client):
    return client.get(KEYS).status_code == 200


def test_who_signed_in_long_ago_is_asked_whether_it_is_them(long_ago):
    answer = long_ago.get(KEYS)

    assert answer["Location"] == "/accounts/again/?next=%2Faccounts%2Fpasskeys%2Fadd%2F"
    assert "Is it you?" in long_ago.get(answer["Location"]).content.decode()


def test_who_signed_in_just_now_is_not_asked(client):
    sign_in(client, ada())

    assert opens(client)


def test_a_code_sign_in_counts_for_ten_minutes_and_no_longer(client, monkeypatch):
    sign_in(client, ada())
    session = client.session
    session[AGAIN] -= 601
    session.save()

    assert not opens(client)


def test_signing_in_by_a_code_at_the_door_counts(client):
    client.post("/accounts/login/", {"login": "ada@example.org"})
    code = re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))[0]
    client.post("/accounts/login/code/", {"code": code})

    assert opens(client)


def test_a_code_leads_back_to_what_was_asked_for(long_ago):
    code = code_sent(long_ago)

    answer = long_ago.post(HERE, {"code": code, "next": KEYS})

    assert answer["Location"] == KEYS
    assert opens(long_ago)


def test_a_wrong_code_leads_nowhere_and_says_so(long_ago):
    code_sent(long_ago)

    answer = long_ago.post(HERE, {"code": "nothing"})

    assert "no longer good" in answer.content.decode()
    assert not opens(long_ago)


def test_after_three_wrong_codes_the_right_one_is_worth_nothing_here_too(long_ago):
    code = code_sent(long_ago)
    for _ in range(3):
        long_ago.post(HERE, {"code": "wrong!"})

    long_ago.post(HERE, {"code": code})

    assert not opens(long_ago)


def test_a_code_is_good_once(long_ago):
    code = code_sent(long_ago)
    long_ago.post(HERE, {"code": code})

    assert "no longer good" in long_ago.post(HERE, {"code": code}).content.decode()


def test_a_code_gives_the_session_a_new_key(long_ago):
    code, before = code_sent(long_ago), long_ago.session.session_key

    long_ago.post(HERE, {"code": code})

    assert long_ago.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_passkey_gives_the_session_a_new_key_too(long_ago, monkeypatch):
    kind = Authenticator.Type.WEBAUTHN
    phone = Authenticator.objects.create(user=ada(), type=kind, data={"name": "phone"})
    monkeypatch.setattr(UsePasskeyAgainForm, "clean_credential", lambda form: phone)
    before = long_ago.session.session_key

    answer = long_ago.post("/accounts/again/passkey/?next=/people/me/", {"credential": '{"id": 1}'})

    assert answer["Location"] == "/people/me/"
    assert long_ago.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_keeps_no_code(long_ago):
    code = code_sent(long_ago)

    assert code not in str(dict(long_ago.session))


def test_codes_again_and_again_are_slowed_down(long_ago):
    answers = [long_ago.post(HERE).status_code for _ in range(12)]

    assert answers[-1] == 429
    assert len(mail.outbox) <= 10


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "data:text/html,x"],
)
def test_the_way_back_leads_to_no_other_site(long_ago, evil):
    code = code_sent(long_ago)

    answer = long_ago.post("/accounts/again/", {"code": code, "next": evil})

    assert answer["Location"] == "/people/me/"


def test_without_a_passkey_there_is_no_page_for_one(long_ago):
    assert long_ago.get("/accounts/again/passkey/").status_code == 403


@pytest.mark.parametrize(
    "guard", [signed_in_lately, signed_in_lately(back_to="people:people"), owners_only]
)
def test_a_deed_is_kept_from_strangers_whichever_way_its_guard_is_written(rf, guard):
    request = rf.get("/people/")
    request.user = AnonymousUser()

    answer = guard(lambda _request: HttpResponse("done"))(request)

    assert answer["Location"] == "/accounts/login/?next=/people/"


def test_to_look_whether_it_is_asked_sends_no_code_and_tries_none(long_ago):
    for _again in range(12):
        assert long_ago.get(HERE, {"code": "123456"}).status_code == 200

    assert mail.outbox == []


@pytest.mark.parametrize("way", ["address", "form"])
def test_the_way_back_is_read_from_the_address_and_from_the_form(long_ago, way):
    code = code_sent(long_ago)
    here = HERE if way == "address" else "/accounts/again/"

    answer = long_ago.post(here, {"code": code} | ({} if way == "address" else {"next": KEYS}))

    assert answer["Location"] == KEYS
