"""The pages on which people see, take away and erase what is held of them."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from heard.base import clock
from heard.base.holdings import read_archive
from heard.circles import models, queries
from heard.circles.tests.rooms import circle_in_turn, circle_of, typed
from heard.people.models import Erasure, Look, Person
from heard.people.queries import looks_at
from heard.people.templatetags.people import WORDS
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db
OWN = [reverse(f"people:{name}") for name in ("data", "looks", "forget")]


def signed_in(person: Person, *, minutes_ago: int = 0) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    at = clock.now() - timedelta(minutes=minutes_ago)
    session["signed_in_again_at"] = at.timestamp()
    session.save()
    return client


def on_device(opening, number: int) -> tuple[Client, str]:
    """A browser that took this seat by its link, and the seat's id."""
    client = Client()
    seat = opening.opened.seats[number - 1]
    page = reverse("circles:sit", args=[opening.link(number)])
    client.post(page, typed("Wombat"))
    return client, str(seat.seat_id)


@pytest.mark.parametrize("page", OWN)
def test_pages_about_oneself_open_to_who_signed_in_and_to_nobody_else(page):
    assert signed_in(ada()).get(page).status_code == 200
    assert Client().get(page).status_code == 302


def test_everything_comes_as_one_archive():
    answer = signed_in(ada()).post(reverse("people:download"))

    assert answer["Content-Type"] == "application/zip"
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.zip"', answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "README.txt" in names and "json/people.Person.json" in names
    assert read_archive(answer.content)["people.Person"][0]["email"] == "ada@example.org"


@pytest.mark.parametrize("deed", ["download", "forget"])
def test_who_signed_in_long_ago_is_asked_again(deed):
    answer = signed_in(ada(), minutes_ago=11).post(reverse(f"people:{deed}"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert Person.objects.filter(id=ada().pk).exists()


def test_a_download_is_not_made_by_a_link():
    assert signed_in(ada()).get(reverse("people:download")).status_code == 405


def test_forgetting_signs_out_everywhere_and_leaves_no_account():
    here, elsewhere = signed_in(ada()), signed_in(ada())

    answer = here.post(reverse("people:forget"))

    assert answer.status_code == 200
    assert not Person.objects.filter(email="ada@example.org").exists()
    for client in (here, elsewhere):
        assert client.get(reverse("people:me")).status_code == 302


def test_nobody_is_forgotten_by_the_session_of_somebody_else():
    ada()

    signed_in(ben()).post(reverse("people:forget"), {"person_id": ada().pk, "id": ada().pk})

    assert Person.objects.filter(email="ada@example.org").exists()
    assert not Person.objects.filter(email="ben@example.org").exists()


def test_forgetting_needs_a_token_of_the_form():
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada(), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(reverse("people:forget")).status_code == 403


def test_the_last_owner_is_refused_with_a_sentence_and_one_of_two_is_not():
    for person in (ada(), ben()):
        Person.objects.filter(id=person.pk).update(is_owner=True)

    assert signed_in(ben()).post(reverse("people:forget")).status_code == 200
    answer = signed_in(ada()).post(reverse("people:forget"))

    assert answer.status_code == 409
    assert "the only owner of this node" in answer.content.decode()
    assert Person.objects.filter(email="ada@example.org").exists()


def test_who_is_forgotten_leaves_a_live_circle_by_a_move_and_is_a_number_there():
    opening = circle_in_turn()
    models.Seat.objects.filter(circle_id=opening.id, number=2).update(person=ben())

    signed_in(ben()).post(reverse("people:forget"))

    circle = queries.state_of(opening.id)
    assert circle.seat(2).left and not circle.seat(1).left
    seat = models.Seat.objects.get(circle_id=opening.id, number=2)
    assert (seat.nickname, seat.device_hash, seat.token_hash) == ("Seat 2", "", None)
    assert seat.person_id is None


def test_a_circle_goes_on_without_its_host_when_the_host_is_forgotten():
    opening = circle_in_turn(topic="What ails me")

    signed_in(ada()).post(reverse("people:forget"))

    circle = models.Circle.objects.get(id=opening.id)
    assert (circle.host_id, circle.topic, circle.closed_at) == (None, "", None)


def test_a_seat_without_an_account_downloads_and_forgets_itself():
    opening = circle_of()
    models.Seat.objects.filter(circle_id=opening.id, number=2).update(device_hash="", taken_at=None)
    client, seat_id = on_device(opening, 2)
    page = reverse("circles:seat_data", args=[seat_id])
    assert client.get(page).status_code == 200

    archive = client.post(reverse("circles:download_seat", args=[seat_id]))
    assert read_archive(archive.content)["circles.Seat"][0]["nickname"] == "Wombat"
    assert client.post(reverse("circles:forget_seat", args=[seat_id])).status_code == 200

    assert models.Seat.objects.get(id=seat_id).nickname == "Seat 2"
    assert Erasure.objects.filter(kind="seat", subject=seat_id).exists()
    assert client.get(page).status_code != 200


def test_a_seat_is_neither_seen_nor_forgotten_from_another_device():
    opening = circle_of()
    seat_id = opening.opened.seats[1].seat_id

    for name in ("download_seat", "forget_seat"):
        assert Client().post(reverse(f"circles:{name}", args=[seat_id])).status_code != 200
    assert Client().get(reverse("circles:seat_data", args=[seat_id])).status_code != 200

    assert models.Seat.objects.get(id=seat_id).nickname == "Ben"


def test_a_host_who_looks_is_noted_once_an_hour_for_each_person_there():
    opening = circle_of()
    for number, person in ((2, ben()), (3, cleo())):
        models.Seat.objects.filter(circle_id=opening.id, number=number).update(person=person)
    host = signed_in(ada())

    for _refresh in range(3):
        host.get(reverse("circles:host", args=[opening.id]))

    assert [line.who for line in looks_at(ben().pk)] == ["Ada"]
    assert [line.what for line in looks_at(cleo().pk)] == ["host-page"]
    assert Look.objects.count() == 3
    page = signed_in(ben()).get(reverse("people:looks")).content.decode()
    assert "Ada" in page and "A circle that you sit in" in page


def test_averages_are_not_shown_any_more_once_somebody_of_the_circle_is_forgotten():
    opening = circle_of(6, host_sits=False)
    for number in range(1, 7):
        models.TurnRating.objects.create(
            circle_id=opening.id, turn=1, seat=number, side="speaker", value=2, at=clock.now()
        )
    long_ago = clock.now() - timedelta(minutes=6)
    models.Circle.objects.filter(id=opening.id).update(closed_at=long_ago, due_at=None)
    models.Seat.objects.filter(circle_id=opening.id, number=2).update(person=ben())
    host, now = ada().pk, clock.now()
    before = queries.averages_for_host(opening.id, host_id=host, now=now)
    assert before.felt_heard.people == 6

    signed_in(ben()).post(reverse("people:forget"))

    after = queries.averages_for_host(opening.id, host_id=host, now=now)
    assert after.felt_heard.people is None


def test_every_kind_of_look_has_words():
    house = Path(__file__).resolve().parents[2]
    code = "".join(file.read_text() for file in house.rglob("*.py") if "tests" not in file.parts)
    kinds = set(re.findall(r'\bwhat="([a-z-]+)"', code))

    assert kinds and kinds <= set(WORDS)
