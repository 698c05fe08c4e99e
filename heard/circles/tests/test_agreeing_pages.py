"""What one agreed to, on pages: of a seat, of a host, and of who signs in on the way."""

import re

import pytest
from django.test import Client

from heard.circles import actions, queries
from heard.circles.models import Seat
from heard.circles.tests.rooms import circle_of, free_circle, typed
from heard.circles.tests.test_agreeing import agreed, seat_of
from heard.people.models import Consent
from heard.people.queries import has_consented
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db(transaction=True)


# ── the page of whoever holds the seat ──────────────────────────────────────


@pytest.fixture
def seated(client):
    """A client that sits as Ben, and the circle."""
    circle = circle_of(4)
    actions.renew_seat_link(seat_id=seat_of(circle, 2).id, host_id=ada().pk)
    token = queries.circle_page(circle.id, host_id=ada().pk).seats[1].token
    client.post(f"/sit/{token}/", typed("Benny"))
    return client, circle, f"/seats/{seat_of(circle, 2).id}/"


def test_the_page_says_what_was_agreed_to_and_takes_it_back(seated):
    client, circle, seat = seated
    page = client.get(f"{seat}consents/").content.decode()
    assert "What is kept when I sit in this circle" in page
    assert "Take it back, and leave the circle" in page

    answer = client.post(f"{seat}consents/", {"take_back": "yes"})

    assert answer["Location"] == f"{seat}consents/"
    after = client.get(answer["Location"]).content.decode()
    assert "Taken back on" in after
    assert not agreed(circle, 2)
    assert client.get(f"{seat}room/")["Location"] == f"{seat}consents/"
    assert client.post(f"{seat}ticket/").status_code == 403


def test_who_agrees_again_comes_to_their_seat(seated):
    client, circle, seat = seated
    client.post(f"{seat}consents/", {"take_back": "yes"})

    old = client.post(f"{seat}consents/", {"read": "0" * 64})
    assert old["Location"] == f"{seat}consents/"
    assert not agreed(circle, 2)

    answer = client.post(f"{seat}consents/", {"read": typed("")["read"]})

    assert answer["Location"] == f"{seat}room/"
    assert agreed(circle, 2)
    assert client.get(f"{seat}room/").status_code == 200


def test_looking_takes_nothing_back(seated):
    client, circle, seat = seated

    client.get(f"{seat}consents/", {"take_back": "yes"})

    assert agreed(circle, 2)


def test_no_other_device_sees_or_takes_back_what_a_seat_agreed_to(seated):
    _client, circle, seat = seated
    host = Client()
    host.force_login(ada())
    for other in (Client(), host):
        assert other.get(f"{seat}consents/").status_code == 404
        assert other.post(f"{seat}consents/", {"take_back": "yes"}).status_code == 404

    assert agreed(circle, 2)


def test_the_way_back_needs_the_token_of_the_form(seated):
    client, circle, seat = seated
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert strict.post(f"{seat}consents/", {"take_back": "yes"}).status_code == 403
    assert agreed(circle, 2)


def test_the_room_and_the_last_page_lead_there(seated):
    client, _circle, seat = seated

    assert f'href="{seat}consents/"' in client.get(f"{seat}room/").content.decode()
    assert f'href="{seat}consents/"' in client.post(f"{seat}leave/").content.decode()


# ── who one is here ─────────────────────────────────────────────────────────


def free_link(client) -> str:
    opened = free_circle()
    return f"/sit/{opened.seats[1].token}/"


def test_without_an_account_it_is_said_that_the_link_is_all_we_have(client):
    link = free_link(client)

    page = client.get(link).content.decode()

    assert "Without an account your link is all we have" in page
    assert f"/accounts/login/?next={link}" in page


def test_who_is_signed_in_reads_as_whom_and_finds_their_nickname(client):
    person = ben()
    person.nickname = "Benito"
    person.save()
    client.force_login(person)

    page = client.get(free_link(client)).content.decode()

    assert "ben@example.org" in page
    assert 'value="Benito"' in page
    assert "your link is all we have" not in page


def test_nobody_else_learns_the_address_of_who_signed_in(client):
    client.force_login(ben())
    client.post(free_link(client), typed("Benny"))

    circle_id = Seat.objects.get(nickname="Benny").circle_id
    assert "ben@example.org" not in str(queries.room_snapshot(circle_id))
    assert has_consented(
        purpose="sitting",
        scope=f"circle:{circle_id}",
        person_id=ben().pk,
        seat_id=Seat.objects.get(nickname="Benny").id,
    )


# ── hosting ─────────────────────────────────────────────────────────────────

START = "/start/empathy-circle/"
OPENING = {"topic": "", "names": "Ada\nBen\nCleo", "mode": "devices"}


def agreed_to_host():
    return has_consented(purpose="hosting", person_id=ada().pk)


def test_who_opens_a_first_circle_reads_what_is_kept_and_is_not_asked_twice(client):
    client.force_login(ada())
    assert "What is kept when I host" in client.get(START).content.decode()
    assert not agreed_to_host()

    for _time in range(2):
        client.post(START, OPENING)

    assert agreed_to_host()
    assert Consent.objects.filter(purpose="hosting").count() == 1
    assert "What is kept when I host" not in client.get(START).content.decode()


def test_who_takes_hosting_back_is_asked_again_and_keeps_their_circles(client):
    client.force_login(ada())
    client.post(START, OPENING)

    client.post("/people/me/consents/", {"purpose": "hosting", "scope": "", "seat": ""})

    assert not agreed_to_host()
    assert len(queries.circles_of(ada().pk)) == 1
    for page in (START, "/split/"):
        assert client.get(page).status_code == 200
    assert "What is kept when I host" in client.get(START).content.decode()


# ── signing in on the way ───────────────────────────────────────────────────


def test_who_signs_in_first_comes_back_to_the_seat(client, mailoutbox):
    link = free_link(client)
    asked = client.post(
        f"/accounts/login/?next={link}", {"login": "ben@example.org", "next": link}, follow=True
    )
    assert f'name="next" value="{link}"' in asked.content.decode()
    code = re.findall(r"\b\d{6}\b", mailoutbox[0].body)[0]

    answer = client.post("/accounts/login/code/", {"code": code, "next": link})

    assert answer["Location"] == link
