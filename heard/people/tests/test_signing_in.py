"""Coming in by a code: no passwords, no account beforehand."""

import re
import time
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from heard.people.models import Person
from heard.people.tests.factories import ada, cleo, sign_in

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"


def ask_for_a_code(client: Client, email: str, **extra: str) -> str:
    client.post(LOGIN, {"login": email, **extra})
    codes: list[str] = re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))
    return codes[0]


def test_a_code_from_the_mail_signs_in_whoever_was_here_before(client):
    person = ada()

    code = ask_for_a_code(client, "ADA@example.org")
    client.post(CODE, {"code": code})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_someone_new_is_welcomed_by_the_same_code(client):
    code = ask_for_a_code(client, "New@Example.org")
    client.post(CODE, {"code": code})

    person = Person.objects.get()
    assert person.email == "new@example.org"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_signing_in_leads_back_to_the_page_that_asked_for_it(client):
    code = ask_for_a_code(client, "ada@example.org", next="/people/me/")
    answer = client.post(CODE, {"code": code, "next": "/people/me/"})

    assert answer["Location"] == "/people/me/"


def test_signing_in_leads_to_no_other_site(client):
    code = ask_for_a_code(client, "ada@example.org", next="https://evil.example/")
    answer = client.post(CODE, {"code": code, "next": "https://evil.example/"})

    assert "evil" not in answer["Location"]


def test_a_wrong_code_lets_nobody_in_and_says_so(client):
    ask_for_a_code(client, "ada@example.org")

    answer = client.post(CODE, {"code": "000000x"})

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(client):
    code = ask_for_a_code(client, "ada@example.org")
    for _ in range(3):
        client.post(CODE, {"code": "wrong!"})

    client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session


def test_a_code_is_good_once(client):
    code = ask_for_a_code(client, "ada@example.org")
    client.post(CODE, {"code": code})
    client.post("/accounts/logout/")

    client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("minutes", "is_good"), [(9, True), (11, False)])
def test_a_code_is_good_for_ten_minutes(client, monkeypatch, minutes, is_good):
    code, now = ask_for_a_code(client, "ada@example.org"), time.time()
    monkeypatch.setattr(time, "time", lambda: now + minutes * 60)

    client.post(CODE, {"code": code})

    assert ("_auth_user_id" in client.session) is is_good


def test_a_code_is_six_digits_by_the_dice_of_the_system(client, monkeypatch):
    dice = SimpleNamespace(choice=lambda signs: signs[7])
    monkeypatch.setattr("heard.people.outside.secrets", dice)

    assert ask_for_a_code(client, "ada@example.org") == "777777"


def test_signing_in_gives_the_session_a_new_key(client):
    code = ask_for_a_code(client, "ada@example.org")
    before = client.session.session_key

    client.post(CODE, {"code": code})

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_of_two_addresses_in_one_form_one_gets_the_code(client):
    two = {"login": ["ada@example.org", "ben@example.org"]}

    client.post(f"{LOGIN}?login=mallory@example.org", two)

    assert [message.to for message in mail.outbox] == [["ben@example.org"]]


def test_a_code_is_good_only_in_the_browser_that_asked_for_it(client):
    code = ask_for_a_code(client, "ada@example.org")
    stranger = Client()

    stranger.post(CODE, {"code": code})

    assert "_auth_user_id" not in stranger.session


def test_asking_for_codes_again_and_again_is_slowed_down(client):
    for _ in range(30):
        client.post(LOGIN, {"login": "ada@example.org"})

    assert 0 < len(mail.outbox) < 30


def test_something_that_is_no_address_gets_a_sentence_and_no_mail(client):
    answer = client.post(LOGIN, {"login": "nobody at nowhere"})

    assert answer.status_code == 200
    assert mail.outbox == []
    assert not Person.objects.exists()


def test_signing_in_makes_the_device_speak_the_language_of_the_person(client):
    code = ask_for_a_code(client, cleo().email)
    answer = client.post(CODE, {"code": code})

    assert answer.cookies["django_language"].value == "ar"


def test_the_mail_names_the_node_and_holds_no_other_link(client):
    ask_for_a_code(client, "ada@example.org")

    message = mail.outbox[-1]
    assert message.subject.startswith("Heard: ")
    assert re.findall(r"https?://[^\s)]+", str(message.body)) == ["http://localhost:8000"]


def test_there_is_no_place_for_a_password():
    names = [field.name for field in Person._meta.get_fields()]

    assert "password" not in names
    with pytest.raises(NoReverseMatch):
        reverse("account_change_password")


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/inactive/",
        "/people/me/",
        "/accounts/passkeys/",
        "/accounts/passkeys/add/",
    ],
)
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_each_page_of_an_account_opens(client, page, language):
    if page not in ("/accounts/login/", "/accounts/inactive/"):
        sign_in(client, ada())

    answer = client.get(page, headers={"accept-language": language})

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
