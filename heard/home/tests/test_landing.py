"""The first page."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_first_page_invites_to_a_circle_with_companions(client):
    page = client.get("/").content.decode()

    assert 'href="/try/"' in page
    assert page.count('class="button"') == 1


def test_the_first_page_speaks_the_language_of_the_reader(client):
    page = client.get("/", headers={"accept-language": "ar"}).content.decode()

    assert '<html lang="ar" dir="rtl">' in page


def test_the_language_is_changed_by_a_form_in_the_foot(client):
    answer = client.post("/language/", {"language": "es", "next": "/formats/"})

    assert answer["Location"] == "/formats/"
    assert answer.cookies["django_language"].value == "es"


def test_what_is_not_here_is_said_in_a_sentence(client):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_page_that_was_open_for_too_long_says_so(client):
    client.handler.enforce_csrf_checks = True

    answer = client.post("/language/", {"language": "es"})

    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_a_fault_of_ours_is_logged_and_not_told(monkeypatch, caplog):
    def stumble(*_):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr("heard.home.views.render", stumble)

    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "a secret of the house" in caplog.text


def test_the_page_for_our_own_faults_needs_nothing_from_the_request():
    page = render_to_string("500.html")

    assert "It is our fault, not yours." in page
    assert not re.search(r"https?://", page)
