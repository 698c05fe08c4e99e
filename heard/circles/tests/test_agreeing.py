"""Consent to sit: given with the seat, asked before anything is kept, taken back at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from heard.base.clock import now
from heard.base.connections import Close
from heard.base.hub import in_writer
from heard.circles import actions, queries
from heard.circles.models import Caption, Concern, Seat, SliderAnswer, TurnRating
from heard.circles.queries.hosting import circle_page
from heard.circles.tests.rooms import (
    Opening,
    circle_in_turn,
    circle_of,
    free_circle,
    in_rooms,
    sit_all,
    typed,
)
from heard.people.actions import withdraw_consent
from heard.people.models import Consent
from heard.people.queries import consents_of
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db(transaction=True)
KEPT: tuple[Any, ...] = (TurnRating, SliderAnswer, Concern, Caption)
SECRET = "My brother and I have not spoken since the flood."


def seat_of(circle: Opening, number: int) -> Seat:
    return Seat.objects.get(circle_id=circle.id, number=number)


def take_back(circle: Opening, number: int) -> None:
    actions.take_back_sitting(seat_id=seat_of(circle, number).id, now=now())


def agreed(circle: Opening, number: int) -> bool:
    return queries.has_agreed(circle.id, number)


def say_everything(circle: Opening) -> None:
    """Ada speaks and Ben listens: each leaves words and answers of all kinds."""
    for seat in (1, 2):
        assert circle.move("raise_concern", seat).ok
        words = actions.write_concern_words(circle_id=circle.id, seat=seat, words=SECRET)
        assert words.ok
        SliderAnswer.objects.create(circle_id=circle.id, phase=0, seat=seat, value=3)
    assert actions.say_words(circle_id=circle.id, by=1, words=SECRET).ok
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        assert circle.move(name, seat).ok
    for seat, side in ((1, "speaker"), (2, "listener")):
        assert rate(circle, seat, side).ok


def rate(circle: Opening, seat: int, side: str = "speaker") -> actions.Answer:
    return actions.rate_turn(circle_id=circle.id, seat=seat, turn=1, side=side, value=3)


def kept_of(circle: Opening, seat: int) -> int:
    return sum(kind.objects.filter(circle_id=circle.id, seat=seat).count() for kind in KEPT)


# ── given ───────────────────────────────────────────────────────────────────


def test_taking_a_seat_writes_down_which_words_were_read_in_which_language(client):
    circle = circle_of(4)
    opened = free_circle()
    link = f"/sit/{opened.seats[1].token}/"

    client.post(link, typed("Benny", "ar"))

    (shown,) = consents_of(seat_id=opened.seats[1].seat_id)
    assert (shown.line.purpose, shown.line.version, shown.line.language) == ("sitting", 1, "ar")
    assert shown.line.scope == f"circle:{opened.circle_id}"
    assert shown.line.how == "entering"
    assert all(agreed(circle, number) for number in range(1, 5))


def test_the_page_shows_the_words_in_the_language_of_the_reader(client):
    opened = free_circle()

    page = client.get(f"/sit/{opened.seats[1].token}/", headers={"accept-language": "es"})

    shown = page.content.decode()
    assert "Qué se guarda cuando me siento en este círculo" in shown
    assert typed("", "es")["read"] in shown


@pytest.mark.parametrize("read", ["", "0" * 64, "x" * 5000, "\x00"])
@pytest.mark.parametrize("page", ["seat", "try"])
def test_nobody_sits_on_words_that_they_were_not_shown(client, read, page):
    opened = free_circle()
    path = "/try/" if page == "try" else f"/sit/{opened.seats[1].token}/"

    answer = client.post(path, {"nickname": "Benny", "read": read})

    assert answer.status_code == 200
    assert "Benny" in answer.content.decode()
    assert not Consent.objects.filter(purpose="sitting").exists()
    assert not Seat.objects.exclude(taken_at=None).exists()


def test_a_circle_alone_with_companions_asks_too(client):
    client.post("/try/", typed("Ada", "es"))

    seat = Seat.objects.get(is_companion=False)
    (shown,) = consents_of(seat_id=seat.id)
    assert shown.line.language == "es"
    assert queries.has_agreed(seat.circle_id, 1)


def test_moving_to_another_device_keeps_it():
    circle = circle_of(4)

    actions.move_seat_to_this_device(token=circle.link(2), device_key="another phone")

    assert agreed(circle, 2)
    assert Consent.objects.filter(seat_id=seat_of(circle, 2).id).count() == 1


def test_at_a_table_it_is_read_aloud_and_holds_for_everyone_around_it():
    table = circle_of(4, mode="table")
    assert not agreed(table, 1)

    actions.take_table(token=table.table_link, device_key="tablet")
    actions.take_table(token=table.table_link, device_key="phone", move_here=True)

    assert all(agreed(table, number) for number in range(1, 5))
    lines = Consent.objects.filter(purpose="sitting")
    assert list(lines.values_list("how", flat=True)) == ["aloud"] * 4


def test_who_is_signed_in_is_written_into_seat_and_ledger(client):
    opened = circle_of(4).opened
    actions.renew_seat_link(seat_id=opened.seats[1].seat_id, host_id=ada().pk)
    fresh = queries.circle_page(opened.circle_id, host_id=ada().pk).seats[1].token
    client.force_login(ben())

    client.post(f"/sit/{fresh}/", typed("Benny"))

    assert Seat.objects.get(id=opened.seats[1].seat_id).person_id == ben().pk
    (shown,) = consents_of(person_id=ben().pk)
    assert shown.line.seat_id == opened.seats[1].seat_id


def test_a_link_that_is_called_back_is_nobodys_again(client):
    circle = circle_of(4)
    Seat.objects.filter(id=seat_of(circle, 2).id).update(person=ben())

    actions.renew_seat_link(seat_id=seat_of(circle, 2).id, host_id=ada().pk)

    assert seat_of(circle, 2).person_id is None


# ── asked ───────────────────────────────────────────────────────────────────


def without_consent(circle: Opening, number: int) -> None:
    """As if their line had never been written."""
    table = connection.ops.quote_name(Consent._meta.db_table)
    with connection.cursor() as cursor:
        seat_id = seat_of(circle, number).id
        adapted = Consent._meta.get_field("seat_id").get_db_prep_value(seat_id, connection)
        cursor.execute(f"DELETE FROM {table} WHERE seat_id = %s", [adapted])


def test_nothing_is_kept_of_who_did_not_agree():
    circle = circle_in_turn()
    circle.move("raise_concern", 1)
    without_consent(circle, 1)

    said = actions.say_words(circle_id=circle.id, by=1, words=SECRET)
    concern = actions.write_concern_words(circle_id=circle.id, seat=1, words=SECRET)
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        circle.move(name, seat)
    rated = rate(circle, 1)

    assert [said.code, concern.code, rated.code] == ["not_agreed"] * 3
    assert kept_of(circle, 1) == 0
    assert rate(circle, 2, "listener").ok


def test_nobody_writes_down_the_words_of_who_did_not_agree():
    circle = circle_in_turn()
    actions.let_write_captions(seat_id=seat_of(circle, 4).id, host_id=ada().pk, may=True)
    without_consent(circle, 1)

    assert actions.say_words(circle_id=circle.id, by=4, words=SECRET).code == "not_agreed"


def test_a_blind_answer_is_kept_only_of_who_agreed():
    circle = circle_of(4, format_id="support-circle")
    without_consent(circle, 2)

    assert circle.move("set_slider", 2, value=3).code == "not_agreed"


def test_the_name_of_who_did_not_agree_is_the_number_of_the_seat():
    circle = circle_of(4)

    without_consent(circle, 2)

    assert circle.snapshot().names["2"] == "Seat 2"
    assert circle_page(circle.id, host_id=ada().pk).seats[1].nickname == "Seat 2"
    assert circle.snapshot().names["3"] == "Cleo"


def test_a_free_seat_has_the_name_that_the_host_wrote():
    opened = free_circle()

    assert queries.names_in(opened.circle_id) == {1: "Ada", 2: "Ben", 3: "Cleo"}


# ── taken back ──────────────────────────────────────────────────────────────


def test_who_takes_it_back_is_gone_with_name_answers_and_words():
    circle = circle_in_turn()
    say_everything(circle)
    assert kept_of(circle, 1) == 4

    take_back(circle, 1)

    assert kept_of(circle, 1) == 0
    assert kept_of(circle, 2) > 0
    assert seat_of(circle, 1).nickname == "Seat 1"
    assert circle.snapshot().circle.seat(1).left
    assert not agreed(circle, 1)


@pytest.mark.parametrize(("language", "name"), [("en", "Seat 1"), ("es", "Asiento 1")])
def test_the_number_is_said_in_the_language_of_the_circle(language, name):
    circle = circle_in_turn(language=language)

    take_back(circle, 1)

    assert seat_of(circle, 1).nickname == name


def test_to_take_it_back_twice_or_after_the_end_does_no_harm():
    circle = circle_in_turn()
    say_everything(circle)
    for seat in (2, 3, 4):
        circle.move("leave", seat)
    actions.let_time_pass(circle_id=circle.id)

    take_back(circle, 1)
    take_back(circle, 1)

    assert kept_of(circle, 1) == 0
    assert Consent.objects.filter(seat_id=seat_of(circle, 1).id).count() == 2


def test_nothing_comes_after_it_was_taken_back():
    circle = circle_in_turn()
    say_everything(circle)

    take_back(circle, 1)

    assert rate(circle, 1).code == "not_agreed"
    assert actions.write_concern_words(circle_id=circle.id, seat=1, words=SECRET).code
    assert not actions.say_words(circle_id=circle.id, by=1, words=SECRET).ok
    assert kept_of(circle, 1) == 0


def test_an_answer_and_taking_back_at_the_same_moment_leave_nothing():
    for _again in range(8):
        circle = circle_in_turn()
        say_everything(circle)

        with ThreadPoolExecutor(6) as several:
            jobs = [several.submit(_in_thread, rate, circle, 1) for _ in range(5)]
            jobs.insert(2, several.submit(_in_thread, take_back, circle, 1))
            for job in jobs:
                job.result()

        assert kept_of(circle, 1) == 0


def _in_thread(deed, *args):
    try:
        return deed(*args)
    finally:
        connection.close()


def test_a_person_who_had_the_seat_before_takes_nothing_from_who_has_it_now():
    circle = circle_of(4)
    seat = seat_of(circle, 2)
    Seat.objects.filter(id=seat.id).update(person=ben())
    actions.agree_to_sit(seat_id=seat.id, how="page", now=now())
    Seat.objects.filter(id=seat.id).update(person=ada())
    actions.agree_to_sit(seat_id=seat.id, how="page", now=now())

    withdraw_consent(
        purpose="sitting",
        scope=f"circle:{circle.id}",
        person_id=ben().pk,
        seat_id=seat.id,
        how="page",
        now=now(),
    )

    assert agreed(circle, 2)
    assert seat_of(circle, 2).nickname == "Ben"


@pytest.mark.parametrize("mode", ["video", "devices"])
def test_in_the_middle_of_a_turn_the_room_sees_it_at_once_and_goes_on(mode):
    circle = circle_in_turn(mode=mode)

    async def journey(hub):
        pages = await sit_all(hub, circle)
        pages[0].say({"type": "say", "id": str(circle.id), "words": SECRET})
        await pages[0].next("answer")
        began = time.monotonic()

        await in_writer(take_back)(circle, 1)
        shown = await pages[2].next(
            "view", lambda frame: frame["view"]["seats"][0]["state"] == "left"
        )

        assert time.monotonic() - began < 1
        assert shown["names"]["1"] == "Seat 1"
        assert shown["captions"] == []
        assert shown["view"]["speaker"] != 1
        assert await pages[0].closed() == Close.MOVED
        sent_away = [frame for frame in pages[0].seen if frame["type"] == "moved"]
        assert "You took back your consent" in sent_away[0]["message"]

    in_rooms(journey)
