"""Around one device: to report, to leave at once, and to take back what was read aloud."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from heard.base import clock
from heard.care.models import Report
from heard.circles import actions, models, queries
from heard.circles.tests.rooms import circle_of
from heard.circles.views.devices import _SALT, SEAT
from heard.people.models import Consent
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db
DEVICE = "device-on-the-table"
TOLD = "We have your report. You can step out at any time."


@pytest.fixture
def table():
    opening = circle_of(mode="table", host_sits=False)
    actions.take_table(token=opening.table_link, device_key=DEVICE)
    return opening


@pytest.fixture
def device(client):
    """The browser in the middle of the table; its host is signed in on it."""
    client.force_login(ada())
    signed = client.get("/")
    signed.set_signed_cookie(SEAT, DEVICE, salt=_SALT)
    client.cookies[SEAT] = signed.cookies[SEAT].value
    return client


def page_of(table, name="table_report"):
    return reverse(f"circles:{name}", args=[table.id])


def tells(device, table, **said):
    return device.post(page_of(table), {"about": "2", "reason": "hurt", "words": ""} | said)


def take_back(device, table, seat=2):
    return device.post(page_of(table, "table_consents"), {"seat": seat})


def test_what_is_told_at_a_table_says_so_and_of_nobody_who_it_was(device, table):
    page = device.get(page_of(table)).content.decode()

    answer = tells(device, table, words="He laughed at her.")

    assert "Ada" in page and "Ben" in page and "Whoever hosts this circle" in page
    assert "Which of you tells it is not kept" in page and 'name="part"' not in page
    assert TOLD in answer.content.decode()
    kept = Report.objects.get()
    assert (kept.is_from_table, kept.reporter, kept.reporter_seat) == (True, None, None)
    assert kept.about_seat == table.opened.seats[1].seat_id


def test_the_database_keeps_no_name_with_what_was_told_at_a_table(device, table):
    tells(device, table)

    for who in ({"reporter": ben()}, {"reporter_seat": table.opened.seats[0].seat_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.update(**who)


def test_the_same_told_again_at_a_table_is_one_report_and_the_words_of_both_stay(device, table):
    other = circle_of(mode="table", host_sits=False)
    actions.take_table(token=other.table_link, device_key=DEVICE)

    tells(device, table, words="He laughed at her.")
    tells(device, table, words="And at me.")
    tells(device, other)

    kept = Report.objects.get(circle_id=table.id)
    assert kept.words == "He laughed at her.\nAnd at me."
    assert Report.objects.count() == 2


def test_a_table_tells_at_most_ten_things_a_day(device):
    table = circle_of(8, format_id="council", mode="table", host_sits=False)
    actions.take_table(token=table.table_link, device_key=DEVICE)
    for about in [*range(1, 9), "host", "circle"]:
        tells(device, table, about=about)
    Report.objects.filter(about_seat=None).update(settled_at=table_time(), was_upheld=True)

    answer = tells(device, table, about="circle")

    assert TOLD in answer.content.decode()
    assert Report.objects.count() == 10


def table_time():
    return Report.objects.values_list("at", flat=True).first()


def test_an_owner_reads_that_it_was_told_at_a_table(device, table):
    tells(device, table)
    owner = ben()
    owner.is_owner = True
    owner.save()
    device.force_login(owner)

    assert "Told on the one device of a table" in device.get("/care/").content.decode()


def test_no_other_device_reports_or_takes_back_for_a_table(table):
    for name in ("table_report", "table_consents"):
        for answer in (Client().get(page_of(table, name)), Client().post(page_of(table, name))):
            assert answer.status_code == 404

    assert not Report.objects.exists()


def test_the_page_of_a_table_leads_to_a_report_to_the_consents_and_away(device, table):
    page = device.get(reverse("circles:table_room", args=[table.id])).content.decode()

    # In the dialog, at the end, and for a browser without scripts.
    assert page.count(f'href="{page_of(table)}"') == 3
    assert page.count(f'href="{page_of(table, "table_consents")}"') == 3
    assert 'data-part="leave-now" href="/notes/"' in page


@pytest.mark.parametrize(("language", "way"), [("en", "ltr"), ("ar", "rtl")])
def test_the_words_at_a_table_run_in_the_way_of_their_language(device, table, language, way):
    room = reverse("circles:table_room", args=[table.id])

    page = device.get(room, headers={"accept-language": language}).content.decode()

    assert re.search(rf'<dialog class="sheet"[^>]* dir="{way}"', page)


def test_one_seat_takes_it_back_and_the_others_go_on(device, table):
    page = device.get(page_of(table, "table_consents")).content.decode()

    answer = take_back(device, table)

    assert re.search(r'value="2">Take it back, and leave the circle <span[^>]*>Ben<', page)
    assert answer["Location"] == page_of(table, "table_consents")
    seat = models.Seat.objects.get(circle_id=table.id, number=2)
    assert seat.nickname == "Seat 2"
    assert [one.left for one in table.snapshot().circle.seats] == [False, True, False, False]
    assert not queries.has_agreed(table.id, 2)
    assert queries.has_agreed(table.id, 1)
    assert Consent.objects.get(seat_id=seat.id, is_given=False).how == "table"
    after = device.get(page_of(table, "table_consents")).content.decode()
    assert "Taken back on" in after and "Ben" not in after


def test_of_two_tables_each_takes_back_what_was_said_around_it(table):
    other = circle_of(mode="table", host_sits=False)
    actions.take_table(token=other.table_link, device_key=DEVICE)

    for each in (table, other):
        assert actions.take_back_at_table(circle_id=each.id, number=2, now=clock.now())

    assert not queries.has_agreed(table.id, 2)
    assert not queries.has_agreed(other.id, 2)


def test_a_blind_answer_of_who_took_it_back_is_gone(device, table):
    models.SliderAnswer.objects.create(circle_id=table.id, phase=1, seat=2, value=3)
    models.SliderAnswer.objects.create(circle_id=table.id, phase=1, seat=3, value=4)

    take_back(device, table)

    assert list(models.SliderAnswer.objects.values_list("seat", flat=True)) == [3]


@pytest.mark.parametrize("seat", ["", "0", "5", "9", "12", "x", "9" * 5000])
def test_a_seat_that_is_not_at_the_table_takes_nothing_back(device, table, seat):
    assert take_back(device, table, seat).status_code == 404
    assert not Consent.objects.filter(is_given=False).exists()
