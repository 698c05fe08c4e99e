"""Where one is signed in, how it ends, and who may end it for others."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from heard.base import clock
from heard.people import actions
from heard.people.core.browsers import browser_of
from heard.people.models import Look, Person
from heard.people.tests.factories import ada, ben, cleo, sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SESSIONS = "/people/me/sessions/"
OTHERS = "/people/me/sessions/others/end/"


def signed_in(person):
    client = Client()
    sign_in(client, person)
    return client


def owner():
    person = ada()
    person.is_owner = True
    person.save()
    return person


def is_in(client):
    return client.get("/people/me/").status_code == 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU OS 17) AppleWebKit Version/17 Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge, Windows"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_named_in_plain_words_or_not_at_all(text, words):
    assert browser_of(text) == words


def test_the_list_says_which_session_this_is_and_keeps_no_address():
    here, there = signed_in(ada()), signed_in(ada())

    page = here.get(SESSIONS).content.decode()

    assert page.count("<em>this one</em>") == 1
    assert page.count("End this one") == 1
    for client in (here, there):
        assert client.session.session_key not in page
        assert "127.0.0.1" not in str(dict(client.session))


def test_the_sessions_of_others_are_not_listed():
    here = signed_in(ada())
    signed_in(ben())

    assert "End this one" not in here.get(SESSIONS).content.decode()


def test_one_session_is_ended_by_its_mark():
    here, there = signed_in(ada()), signed_in(ada())
    mark = there_mark(here)

    here.post(f"/people/me/sessions/{mark}/end/")

    assert is_in(here)
    assert not is_in(there)


def there_mark(client):
    lines = client.get(SESSIONS).context["sessions"]
    return next(line.mark for line in lines if not line.is_this)


def test_nobody_ends_a_session_of_somebody_else():
    here, there = signed_in(ada()), signed_in(ada())
    stranger = signed_in(ben())

    answer = stranger.post(f"/people/me/sessions/{there_mark(here)}/end/")

    assert answer.status_code == 404
    assert is_in(there)


def test_all_others_end_at_once():
    here, there, third = (signed_in(ada()) for _ in range(3))
    bystander = signed_in(ben())

    here.post(OTHERS)

    assert is_in(here)
    assert is_in(bystander)
    assert not is_in(there)
    assert not is_in(third)


def test_ending_the_others_needs_a_sign_in_of_the_last_minutes():
    here, there = Client(), signed_in(ada())
    here.force_login(ada())

    answer = here.post(OTHERS)

    assert answer["Location"] == "/accounts/again/?next=%2Fpeople%2Fme%2Fsessions%2F"
    assert is_in(there)


def test_closing_an_account_ends_its_sessions_at_once_and_for_good():
    here, there = signed_in(owner()), signed_in(ben())

    here.post(f"/people/{ben().pk}/close/")

    assert not is_in(there)
    assert Session.objects.count() == 1
    again = Client()
    again.force_login(ben())
    assert not is_in(again)


def test_an_account_can_be_opened_again():
    here = signed_in(owner())
    here.post(f"/people/{ben().pk}/close/")

    here.post(f"/people/{ben().pk}/reopen/")

    assert Person.objects.get(pk=ben().pk).is_active


def test_nobody_closes_their_own_account_here_so_that_an_owner_is_left():
    here = signed_in(owner())

    answer = here.post(f"/people/{ada().pk}/close/")

    assert answer.status_code == 404
    assert is_in(here)


def test_ownership_is_given_by_owners_who_signed_in_just_now():
    here = Client()
    here.force_login(owner())
    here.post(f"/people/{ben().pk}/own/")
    assert not Person.objects.get(pk=ben().pk).is_owner
    sign_in(here, ada())

    here.post(f"/people/{ben().pk}/own/")

    assert Person.objects.get(pk=ben().pk).is_owner


@pytest.mark.parametrize("way", ["", "close/", "reopen/", "own/"])
def test_nobody_else_lists_closes_or_makes_owners(way):
    here = signed_in(cleo())
    path = f"/people/{ben().pk}/{way}" if way else "/people/"

    answer = here.post(path) if way else here.get(path)

    assert answer.status_code == 403
    assert Person.objects.get(pk=ben().pk).is_active


def test_everyone_who_is_listed_can_see_that_they_were():
    ben()
    here = signed_in(owner())

    here.get("/people/")

    assert Look.objects.filter(subject=ben(), actor=ada(), what="people-list").exists()


def test_whoever_signs_out_leaves_no_session_behind():
    here = signed_in(ada())
    key = here.session.session_key

    here.post("/accounts/logout/")

    assert not Session.objects.filter(session_key=key).exists()
    here.cookies["sessionid"] = key
    assert not is_in(here)


def test_a_session_that_nobody_uses_ends_after_two_weeks():
    here = signed_in(ada())
    lasts = Session.objects.get().expire_date - clock.now()
    assert timedelta(days=13, hours=23) < lasts <= timedelta(days=14)

    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))

    assert not is_in(here)


@pytest.mark.parametrize(("days", "lasts"), [(29, True), (31, False)])
def test_a_session_ends_thirty_days_after_its_sign_in_though_it_is_used(days, lasts):
    here = signed_in(ada())
    session = here.session
    session["signed_in_since"] -= timedelta(days=days).total_seconds()
    session.save()

    assert is_in(here) is lasts
    assert Session.objects.exists() is lasts


def test_nobody_has_an_account_before_anybody_came():
    assert not Person.objects.exists()


def test_signing_out_everywhere_counts_what_it_ended():
    for _ in range(3):
        signed_in(ben())

    assert actions.end_sessions_of(ben().pk, now=clock.now()) == 3
