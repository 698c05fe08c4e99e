"""The room's page: what it carries, who may open it, and the ways in and out."""

import json
import re

import pytest

from heard.base.tickets import redeem_ticket
from heard.circles.actions import open_circle
from heard.circles.core.companions import SCRIPTS
from heard.circles.models import CircleEvent, Seat
from heard.circles.queries import shipped_formats
from heard.circles.tests.rooms import typed
from heard.circles.words import room_words
from heard.people.tests.factories import ada

LANGUAGES = ["en", "es", "ar"]
PLURALS = ("zero", "one", "two", "few", "many", "other")


@pytest.fixture
def room(client, db):
    """The address of a room in which this client sits, with companions."""
    return client.post("/try/", typed("Ada"))["Location"]


@pytest.fixture
def table(client, db):
    opened = open_circle(
        format_id="empathy-circle",
        names=("Ada", "Ben", "Cleo"),
        mode="table",
        host_id=ada().pk,
        language="en",
    )
    return client.post(f"/table/{opened.table_token}/")["Location"]


def data_of(answer):
    found = re.search(
        r'<script id="room-data" type="application/json">(.*?)</script>', answer.content.decode()
    )
    return json.loads(found[1])


def test_the_room_carries_its_words_and_the_texts_of_its_format(client, room):
    data = data_of(client.get(room))

    assert data["words"]["you_have_the_floor"] == "You have the floor"
    assert set(data["texts"]) == {"topic", "agreements", "phases"}
    assert data["ticket"] == room.replace("/room/", "/ticket/")


def test_the_room_speaks_the_language_of_the_one_who_sits(client, room):
    answer = client.get(room, headers={"accept-language": "ar"})

    assert 'dir="rtl"' in answer.content.decode()
    assert data_of(answer)["language"] == "ar"


def test_the_room_says_what_to_do_without_javascript(client, room):
    page = client.get(room).content.decode()

    inside = page.split("</live-room>")[1]
    assert "The room needs JavaScript" in inside
    assert "/print/" in inside
    assert 'method="post"' in inside


def test_the_table_has_its_own_page(client, table):
    assert "<table-room" in client.get(table).content.decode()


@pytest.mark.parametrize("page", ["room/", "ticket/", "leave/"])
def test_another_device_is_not_let_into_the_room(client, room, page):
    client.cookies.clear()
    ask = client.get if page == "room/" else client.post

    assert ask(room.replace("room/", page)).status_code in (403, 404)


@pytest.mark.parametrize("page", ["room/", "ticket/"])
def test_another_device_is_not_let_to_the_table(client, table, page):
    client.cookies.clear()
    ask = client.get if page == "room/" else client.post

    assert ask(table.replace("room/", page)).status_code in (403, 404)


def test_a_ticket_names_the_seat_and_the_language(client, room):
    answer = client.post(
        room.replace("/room/", "/ticket/"), headers={"accept-language": "es"}
    ).json()

    claims = redeem_ticket(answer["ticket"])
    assert (claims["seat"], claims["language"]) == ("1", "es")
    assert answer["socket"] == "/ws/room/"


def test_a_ticket_for_the_table_names_no_seat(client, table):
    answer = client.post(table.replace("/room/", "/ticket/")).json()

    assert redeem_ticket(answer["ticket"])["seat"] == "table"


def test_a_refused_ticket_says_why(client, room):
    client.cookies.clear()

    assert "another device" in client.post(room.replace("room/", "ticket/")).json()["message"]


def test_leaving_needs_no_script_and_can_be_done_twice(client, room):
    seat = Seat.objects.get(is_companion=False)

    first = client.post(room.replace("room/", "leave/"))
    second = client.post(room.replace("room/", "leave/"))

    assert "You have left" in first.content.decode()
    assert second.status_code == 200
    left = CircleEvent.objects.filter(circle_id=seat.circle_id, kind="SeatLeft")
    assert left.count() <= 1


def test_a_link_to_leave_that_is_only_followed_leaves_nothing(client, room):
    assert client.get(room.replace("room/", "leave/")).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_room_has_words_for_everything(language):
    words = room_words(language)

    assert all(words.values())
    assert {f"time_minutes.{form}" for form in PLURALS} <= set(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_for_names_and_numbers(language):
    for key, english in room_words("en").items():
        places = set(re.findall(r"{\w+}", english))
        translated = set(re.findall(r"{\w+}", room_words(language)[key]))

        assert translated <= places or key.startswith(("time_minutes.", "are_here."))


def test_every_answer_of_every_format_has_words_in_the_room():
    choices = {
        choice
        for form in shipped_formats().values()
        for phase in form.phases
        if phase.turn
        for step in phase.turn.steps
        for choice, _ in step.choices
    }

    assert {f"answer_{choice}" for choice in choices} <= set(room_words("en"))


def test_every_line_of_a_companion_has_words_in_the_room():
    kinds = ("speak", "more", "echo", "reflect", "confirm")
    lines = {f"{kind}.{script}" for kind in kinds for script in range(SCRIPTS)}

    assert lines <= set(room_words("en"))
