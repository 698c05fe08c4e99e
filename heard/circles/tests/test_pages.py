"""Pages around the room: that they answer, and open to the right people."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from heard.base import clock
from heard.circles.actions import (
    make_move,
    open_circle,
    opening,
    split_into_tables,
    take_seat,
    write_concern_words,
)
from heard.circles.core.moves import Move, MoveKind
from heard.circles.models import Circle, Seat, TurnRating
from heard.circles.queries import seat_by_token
from heard.circles.tests.rooms import typed
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db

NAMES = ("Ada", "Ben", "Cleo")
HOSTILE = '<script>alert("x")</script>'


def a_circle(*, host, names=NAMES, mode="devices", host_sits=False, topic=""):
    return open_circle(
        format_id="empathy-circle",
        names=names,
        mode=mode,
        host_id=host.pk,
        language="en",
        topic=topic,
        host_sits=host_sits,
    )


def text(answer):
    return answer.content.decode()


def signed_in(client, person):
    client.force_login(person)
    return client


# ── hosting ─────────────────────────────────────────────────────────────────


def test_a_host_sees_a_link_and_a_code_for_each_seat(client, settings):
    host = ada()
    opened = a_circle(host=host)

    page = text(signed_in(client, host).get(f"/circles/{opened.circle_id}/"))

    assert page.count('class="qr"') == 3
    assert f"{settings.HEARD_URL}/sit/{opened.seats[1].token}/" in page


@pytest.mark.parametrize("page", ["", "links/"])
def test_a_circle_is_shown_to_its_host_only(client, page):
    address = f"/circles/{a_circle(host=ada()).circle_id}/{page}"

    assert client.get(address).status_code == 302
    assert signed_in(client, ben()).get(address).status_code == 404


@pytest.mark.parametrize("deed", ["begin/", "renew/"])
def test_nobody_but_the_host_changes_a_circle(client, deed):
    opened = a_circle(host=ada(), mode="table")
    before = Circle.objects.get().table_token_hash

    answer = signed_in(client, ben()).post(f"/circles/{opened.circle_id}/{deed}")

    assert answer.status_code == 404
    assert Circle.objects.get().table_token_hash == before


def test_the_tables_of_a_group_are_shown_to_their_host_only(client):
    names = [f"Name {number}" for number in range(6)]
    split_into_tables(format_id="empathy-circle", names=names, host_id=ada().pk, language="en")
    split_id = Circle.objects.first().split_id

    assert signed_in(client, ben()).get(f"/split/{split_id}/").status_code == 404
    assert signed_in(client, ada()).get(f"/split/{split_id}/").status_code == 200
    assert client.get(f"/split/{uuid4()}/").status_code == 404


def test_beginning_alone_is_refused_in_a_sentence(client):
    host = ada()
    opened = a_circle(host=host)

    page = signed_in(client, host).post(f"/circles/{opened.circle_id}/begin/", follow=True)

    assert "Too few people are here to begin." in text(page)


def test_a_new_link_lets_the_old_one_go(client):
    host = ada()
    opened = a_circle(host=host)
    seat = opened.seats[1]

    signed_in(client, host).post(f"/circles/{opened.circle_id}/renew/{seat.seat_id}/")

    assert client.get(f"/sit/{seat.token}/").status_code == 404


def test_over_plain_http_the_host_reads_what_will_not_work(client, settings):
    host = ada()
    opened = a_circle(host=host)
    settings.HEARD_IS_SECURE = False

    page = text(signed_in(client, host).get(f"/circles/{opened.circle_id}/"))

    assert "What will not work" in page


def test_too_few_ratings_are_not_shown(client):
    host = ada()
    opened = a_circle(host=host)
    Circle.objects.update(closed_at=clock.now() - timedelta(hours=1), due_at=None)

    page = text(signed_in(client, host).get(f"/circles/{opened.circle_id}/"))

    assert page.count("Too few to show") == 2


def test_averages_of_five_people_are_shown_when_nobody_can_rate_any_more(client):
    host = ada()
    names = ["Ben", "Cleo", "Dana", "Eve", "Finn"]
    opened = open_circle(
        format_id="story-circle", names=names, mode="devices", host_id=host.pk, language="en"
    )
    ended_at = clock.now() - timedelta(hours=1)
    Circle.objects.update(closed_at=ended_at, due_at=None)
    for seat in range(1, 6):
        TurnRating.objects.create(
            circle_id=opened.circle_id, turn=seat, seat=seat, side="speaker", value=3, at=ended_at
        )

    page = text(signed_in(client, host).get(f"/circles/{opened.circle_id}/"))

    assert "3.0 of 4, from 5 people" in page
    assert "Too few to show" in page  # nobody has rated how well they understood


# ── entering ────────────────────────────────────────────────────────────────


def test_a_link_leads_to_the_agreements_and_changes_nothing(client):
    opened = a_circle(host=ada(), topic="Rent")

    page = text(client.get(f"/sit/{opened.seats[1].token}/"))

    assert "What is said here stays here." in page
    assert 'value="Ben"' in page
    assert not Seat.objects.exclude(taken_at=None).exists()


def test_a_nickname_and_one_tap_lead_into_the_room(client):
    seat = a_circle(host=ada()).seats[1]

    answer = client.post(f"/sit/{seat.token}/", typed("Benny"))

    assert answer["Location"] == f"/seats/{seat.seat_id}/room/"
    assert Seat.objects.get(id=seat.seat_id).nickname == "Benny"
    kept = answer.cookies["seat"]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == (
        f"/seats/{seat.seat_id}/",
        True,
        "Lax",
    )


def test_the_same_device_opens_its_link_again_and_sits_at_once(client):
    seat = a_circle(host=ada()).seats[1]
    client.post(f"/sit/{seat.token}/", typed("Ben"))

    answer = client.get(f"/sit/{seat.token}/")

    assert answer["Location"] == f"/seats/{seat.seat_id}/room/"


@pytest.mark.parametrize("nickname", ["", "   ", "\u202e", "x" * 900])
def test_a_name_that_cannot_be_read_is_said_and_the_seat_stays_free(client, nickname):
    seat = a_circle(host=ada()).seats[1]

    answer = client.post(f"/sit/{seat.token}/", typed(nickname))

    assert answer.status_code == 200
    assert 'role="alert"' in text(answer)
    assert Seat.objects.get(id=seat.seat_id).taken_at is None


def test_a_link_that_nobody_made_is_explained(client):
    answer = client.get("/sit/nonsense/")

    assert answer.status_code == 404
    assert "We do not know this link" in text(answer)


def test_a_seat_that_is_taken_on_another_device_asks_before_it_moves(client):
    seat = a_circle(host=ada()).seats[1]
    take_seat(token=seat.token, nickname="Ben", device_key="another device")

    asked = client.get(f"/sit/{seat.token}/")
    moved = client.post(f"/sit/{seat.token}/", {"here": "yes"})

    assert "Sit here instead?" in text(asked)
    assert seat_by_token(seat.token, device_key="another device", now=clock.now()).finding != "mine"
    assert moved["Location"] == f"/seats/{seat.seat_id}/room/"


def test_a_nickname_alone_moves_nobody_off_their_seat(client):
    seat = a_circle(host=ada()).seats[1]
    take_seat(token=seat.token, nickname="Ben", device_key="another device")

    answer = client.post(f"/sit/{seat.token}/", typed("Mallory"))

    assert answer.status_code == 409
    assert Seat.objects.get(id=seat.seat_id).nickname == "Ben"


def test_a_circle_that_is_closed_says_so_at_its_links(client):
    seat = a_circle(host=ada()).seats[1]
    Circle.objects.update(closed_at=Circle.objects.get().created_at, due_at=None)

    answer = client.get(f"/sit/{seat.token}/")

    assert answer.status_code == 410
    assert "The circle is closed" in text(answer)


def test_a_link_that_is_too_old_says_so(client):
    seat = a_circle(host=ada()).seats[1]
    Circle.objects.update(links_end_at=Circle.objects.get().created_at)

    answer = client.get(f"/sit/{seat.token}/")

    assert answer.status_code == 410
    assert "This link has run out" in text(answer)


def test_a_forged_cookie_holds_no_seat(client):
    seat = a_circle(host=ada()).seats[1]
    take_seat(token=seat.token, nickname="Ben", device_key="another device")
    client.cookies["link"] = "another device"

    assert client.get(f"/sit/{seat.token}/").status_code == 409


def test_looking_first_leads_back_to_the_seat(client):
    token = a_circle(host=ada()).seats[1].token

    assert f'href="/sit/{token}/"' in text(client.get(f"/sit/{token}/look/"))


def test_the_device_in_the_middle_takes_the_table(client):
    opened = a_circle(host=ada(), mode="table")

    page = client.get(f"/table/{opened.table_token}/")
    answer = client.post(f"/table/{opened.table_token}/")

    assert "Read aloud before you begin" in text(page)
    assert answer["Location"] == f"/table/{opened.circle_id}/room/"
    assert answer.cookies["seat"]["path"] == f"/table/{opened.circle_id}/"


def test_a_second_device_at_the_table_is_asked_first(client):
    opened = a_circle(host=ada(), mode="table")
    Client().post(f"/table/{opened.table_token}/")

    asked = client.post(f"/table/{opened.table_token}/")
    moved = client.post(f"/table/{opened.table_token}/", {"here": "yes"})

    assert asked.status_code == 409
    assert moved.status_code == 302


def test_trying_needs_no_name_and_seats_companions(client):
    answer = client.post("/try/", typed(""))

    seat = Seat.objects.get(is_companion=False)
    assert answer["Location"] == f"/seats/{seat.id}/room/"
    assert Seat.objects.filter(is_companion=True).exists()


# ── every page ──────────────────────────────────────────────────────────────


def test_no_page_loads_or_names_anything_from_elsewhere(client, settings):
    host = ada()
    opened = a_circle(host=host, host_sits=True)
    token = opened.seats[1].token
    signed_in(client, host)
    pages = ["/", "/formats/", "/formats/council/", "/formats/council/print/", "/start/", "/look/"]
    pages += ["/start/council/", "/split/", "/circles/", f"/circles/{opened.circle_id}/", "/try/"]
    pages += [f"/circles/{opened.circle_id}/links/", f"/sit/{token}/", "/sit/nonsense/"]

    for page in pages:
        named = set(re.findall(r"https?://[^\s\"'<>]+", text(client.get(page))))
        foreign = {address for address in named if not address.startswith(settings.HEARD_URL)}
        assert foreign == set(), page


def test_pages_hold_no_style_and_no_script_inside_themselves(client):
    for page in ("/", "/formats/council/", "/start/", "/look/", "/try/"):
        found = text(client.get(page))
        assert " style=" not in found
        assert "<script>" not in found
        assert not re.search(r"\son\w+=", found)


# ── concerns, and too many who try ──────────────────────────────────────────


def test_the_host_reads_a_concern_without_learning_who_and_settles_it(client):
    host = ada()
    circle = a_circle(host=host)
    for number, seat in enumerate(circle.seats, start=1):
        take_seat(token=seat.token or "", nickname=seat.nickname, device_key=f"phone {number}")
        make_move(circle_id=circle.circle_id, move=Move(MoveKind.ARRIVE, number))
    make_move(circle_id=circle.circle_id, move=Move(MoveKind.RAISE_CONCERN, 2))
    write_concern_words(circle_id=circle.circle_id, seat=2, words=f"Too fast {HOSTILE}")
    signed_in(client, host)
    page = f"/circles/{circle.circle_id}/"

    shown = text(client.get(page))
    section = shown[shown.index('id="concerns"') : shown.index("</section>")]
    assert "Too fast &lt;script&gt;" in section
    assert "Ben" not in section

    client.post(f"{page}concerns/1/")
    assert 'id="concerns"' not in text(client.get(page))


def test_only_the_host_settles_a_concern(client):
    circle = a_circle(host=ada())

    answer = signed_in(client, ben()).post(f"/circles/{circle.circle_id}/concerns/1/")

    assert answer.status_code == 404


def test_when_very_many_try_it_the_next_one_is_told_kindly(client, monkeypatch):
    monkeypatch.setattr(opening, "MOST_TRY_AT_ONCE", 1)
    client.post("/try/", typed("Ada"))

    answer = client.post("/try/", typed("Ben"))

    assert answer.status_code == 503
    assert "In a few minutes there is room" in text(answer)
    assert Circle.objects.count() == 1
