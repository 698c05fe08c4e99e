"""Pages of circles with faces and voices: what they say before, and what the room is lent."""

import json
import re

import pytest

from heard.circles.actions import make_move, open_circle, remove_seat
from heard.circles.core.moves import Move, MoveKind
from heard.circles.tests.rooms import typed
from heard.circles.words import media_words
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
NAMES = ("Ada", "Ben", "Cleo")


def circle(mode="video", **more):
    return open_circle(
        format_id="empathy-circle",
        names=NAMES,
        mode=mode,
        host_id=ada().pk,
        language="en",
        **more,
    )


def take_seat(client, opened, number=1):
    """The address of the room in which this client now sits."""
    link = f"/sit/{opened.seats[number - 1].token}/"
    return client.post(link, typed(NAMES[number - 1]))["Location"]


def data_of(answer):
    found = re.search(
        r'<script id="room-data" type="application/json">(.*?)</script>', answer.content.decode()
    )
    return json.loads(found[1])


def ticket_of(client, room):
    return client.post(room.replace("/room/", "/ticket/")).json()


@pytest.fixture
def relay(settings):
    settings.HEARD_TURN_URLS = ("turn:turn.example:3478",)
    settings.HEARD_TURN_SECRET = "not so secret in tests"


@pytest.mark.parametrize("mode", ["video", "voice"])
def test_a_room_with_faces_or_voices_carries_what_its_page_needs(client, mode):
    room = take_seat(client, circle(mode))

    data = data_of(client.get(room))

    assert data["media"] == {"kind": mode, "canRelay": False, "relayOnly": False}
    assert media_words("en").items() <= data["words"].items()
    assert (data["closed"], data["here"], data["of"]) == (False, 0, 3)


@pytest.mark.parametrize("mode", ["devices", "alone"])
def test_other_rooms_carry_nothing_of_it(client, mode):
    room = (
        client.post("/try/", typed("Ada"))["Location"]
        if mode == "alone"
        else take_seat(client, circle(mode))
    )

    data = data_of(client.get(room))

    assert data["media"] is None
    assert not media_words("en").keys() <= data["words"].keys()
    assert "ice" not in ticket_of(client, room)


def test_who_is_here_already_is_counted(client):
    opened = circle()
    make_move(circle_id=opened.circle_id, move=Move(MoveKind.ARRIVE, 2))

    data = data_of(client.get(take_seat(client, opened)))

    assert (data["here"], data["of"]) == (1, 3)


@pytest.mark.usefixtures("relay")
def test_a_ticket_lends_the_relay_to_this_seat_and_does_not_name_it(client):
    opened = circle(relay_only=True)
    room = take_seat(client, opened)

    ice = ticket_of(client, room)["ice"]

    assert ice["relay"] is True
    assert ice["servers"][-1]["urls"] == ["turn:turn.example:3478"]
    assert str(opened.seats[0].seat_id) not in json.dumps(ice)
    assert data_of(client.get(room))["media"]["canRelay"]


def test_a_node_without_a_relay_lends_none(client):
    assert ticket_of(client, take_seat(client, circle()))["ice"] == {"servers": [], "relay": False}


def test_who_chose_to_hide_addresses_stays_hidden_when_the_relay_is_gone(client):
    room = take_seat(client, circle(relay_only=True))

    assert ticket_of(client, room)["ice"] == {"servers": [], "relay": True}


@pytest.mark.usefixtures("relay")
def test_a_closed_circle_is_lent_nothing(client):
    opened = circle()
    room = take_seat(client, opened)
    for number in (1, 2, 3):
        make_move(circle_id=opened.circle_id, move=Move(MoveKind.ARRIVE, number))
    for number in (1, 2, 3):
        make_move(circle_id=opened.circle_id, move=Move(MoveKind.LEAVE, number))

    assert "ice" not in ticket_of(client, room)
    assert data_of(client.get(room))["closed"]


@pytest.mark.usefixtures("relay")
def test_who_was_asked_to_leave_is_lent_nothing_more(client):
    opened = circle()
    room = take_seat(client, opened, 2)
    before = ticket_of(client, room)

    remove_seat(circle_id=opened.circle_id, seat=2)

    assert "ice" in before
    assert set(ticket_of(client, room)) == {"message"}


@pytest.mark.usefixtures("relay")
def test_another_device_is_lent_nothing(client):
    room = take_seat(client, circle())
    client.cookies.clear()

    assert set(ticket_of(client, room)) == {"message"}


# ── before one sits ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("video", "Camera and microphone stay off until you turn them on."),
        ("voice", "The microphone stays off until you turn it on."),
        ("devices", "This page uses no camera and no microphone."),
    ],
)
def test_the_link_says_how_people_meet_before_the_seat_is_taken(client, mode, said):
    page = client.get(f"/sit/{circle(mode).seats[0].token}/").content.decode()

    assert said in page
    assert "Nothing is recorded." in page


@pytest.mark.parametrize("hidden", [True, False])
def test_the_link_says_whether_addresses_stay_hidden(client, hidden):
    page = client.get(f"/sit/{circle(relay_only=hidden).seats[0].token}/").content.decode()

    assert ("None of the others learns your network address." in page) is hidden


def test_the_look_promises_nothing_that_is_not_so(client):
    page = client.get("/look/").content.decode()

    assert "no camera" not in page
    assert "yours stay off until you turn them on" in page
