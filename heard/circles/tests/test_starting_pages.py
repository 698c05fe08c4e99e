"""Pages of the ways to listen, and of whoever opens a circle by one of them."""

import re

import pytest
import yaml

from heard.circles.models import Circle
from heard.circles.queries import listed_formats
from heard.circles.tests.test_pages import HOSTILE, NAMES, a_circle, signed_in, text
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
FORMATS = [form.id for form in listed_formats()]


# ── the ways to listen ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "page", ["/formats/", "/start/", "/look/", "/try/", "/formats/schema.json"]
)
def test_pages_for_everyone_answer(client, page):
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("format_id", FORMATS)
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_format_has_a_page_and_a_page_to_print_in_each_language(client, format_id, language):
    spoken = {"accept-language": language}

    assert client.get(f"/formats/{format_id}/", headers=spoken).status_code == 200
    assert client.get(f"/formats/{format_id}/print/", headers=spoken).status_code == 200


def test_beginners_find_their_formats_first(client):
    page = text(client.get("/formats/"))

    assert page.index("For beginners") < page.index("Empathy circle") < page.index("Restorative")


def test_the_number_of_people_changes_the_picture(client):
    four = text(client.get("/formats/empathy-circle/?people=4"))
    six = text(client.get("/formats/empathy-circle/?people=6"))

    assert "Four people" in four
    assert "Six people" in six
    assert four.count("score__bar--speaks") == 9  # two rounds of four, and the legend
    assert six.count("score__bar--speaks") == 13


@pytest.mark.parametrize("typed", ["0", "99", "-1", "four", "1" * 5000, "٤", ""])
def test_a_number_of_people_that_makes_no_sense_does_no_harm(client, typed):
    assert client.get("/formats/empathy-circle/", {"people": typed}).status_code == 200


def test_the_picture_runs_from_the_right_in_arabic(client):
    def first_bar(language):
        page = text(client.get("/formats/empathy-circle/", headers={"accept-language": language}))
        return float(re.findall(r'score__bar--together" x="([\d.]+)"', page)[0])

    assert first_bar("en") < 10
    assert first_bar("ar") > 500


def test_translations_that_nobody_at_home_in_them_has_read_say_so(client):
    spanish = client.get("/formats/empathy-circle/", headers={"accept-language": "es"})

    assert 'class="notice"' in text(spanish)
    assert 'class="notice"' not in text(client.get("/formats/empathy-circle/"))


def test_a_format_can_be_taken_away_as_a_document(client):
    answer = client.get("/formats/empathy-circle.yaml")

    assert yaml.safe_load(answer.content)["id"] == "empathy-circle"


@pytest.mark.parametrize("page", ["/formats/no/", "/formats/no.yaml", "/formats/no/print/"])
def test_a_format_that_is_not_here_is_not_found(client, page):
    assert client.get(page).status_code == 404


# ── starting ────────────────────────────────────────────────────────────────


def test_choosing_a_format_leads_to_its_names(client):
    assert client.get("/start/?format=council")["Location"] == "/start/council/"


@pytest.mark.parametrize("page", ["/start/council/", "/split/", "/circles/"])
def test_hosting_asks_to_sign_in(client, page):
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_names_and_a_topic_make_a_circle(client):
    host = ada()
    typed = {"topic": "Rent", "names": "Ada\nBen\n\n Cleo ", "host_sits": "on", "mode": "devices"}

    answer = signed_in(client, host).post("/start/empathy-circle/", typed)

    circle = Circle.objects.get()
    assert answer["Location"] == f"/circles/{circle.id}/"
    assert (circle.topic, circle.host_id) == ("Rent", host.pk)
    assert [seat.nickname for seat in circle.seats.all()] == list(NAMES)
    assert circle.seats.get(is_host=True).number == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"names": "Ada\nBen"}, "3 to 6 people; you wrote 2"),
        ({"names": ""}, "Write who sits in it"),
        ({"names": "Ada\nBen\n\u202e"}, "Line 3"),
        ({"names": "Ada\nBen\n" + "x" * 10_000}, "Line 3"),
        ({"names": "x\n" * 5000}, "5000 names"),
        ({"names": "Ada\nBen\nCleo", "mode": "telepathy"}, "Choose one of those"),
        ({"names": "Ada\nBen\nCleo", "topic": "x" * 300}, "at most 200 letters"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(client, typed, said):
    typed = {"topic": "Our street", "mode": "table", **typed}

    page = text(signed_in(client, ada()).post("/start/empathy-circle/", typed))

    assert said in page
    assert typed["topic"] in page
    assert typed["names"].split("\n")[0] in page
    assert not Circle.objects.exists()


def test_markup_in_names_and_topic_stays_text_on_every_page(client):
    host = ada()
    opened = a_circle(host=host, names=[HOSTILE[:38], "Ben", "Cleo"], topic=HOSTILE)
    signed_in(client, host)
    pages = ["", "links/"]

    for page in (f"/circles/{opened.circle_id}/{page}" for page in pages):
        assert "<script>alert" not in text(client.get(page))
    assert "<script>alert" not in text(client.get("/circles/"))
    assert "<script>alert" not in text(client.get(f"/sit/{opened.seats[0].token}/"))


def test_fourteen_people_are_shown_as_five_five_four_before_anything_is_made(client):
    names = "\n".join(f"Name {number}" for number in range(14))
    typed = {"names": names, "format": "empathy-circle", "mode": "table", "topic": "Rent"}

    page = text(signed_in(client, ada()).post("/split/", typed))

    assert re.search(r"3 tables:\s*5\s*,\s*5\s*,\s*4", page)
    assert not Circle.objects.exists()


def test_each_table_gets_a_circle_and_a_code_of_its_own(client):
    names = "\n".join(f"Name {number}" for number in range(14))
    typed = {"names": names, "format": "empathy-circle", "mode": "table", "make": "yes"}

    page = signed_in(client, ada()).post("/split/", typed, follow=True)

    assert Circle.objects.count() == 3
    assert text(page).count('class="qr"') == 3


def test_people_who_fit_at_no_table_are_told_so_and_their_names_stay(client):
    typed = {"names": "Ada\nBen", "format": "empathy-circle", "mode": "table", "make": "yes"}

    page = text(signed_in(client, ada()).post("/split/", typed))

    assert "2 names do not fit" in page
    assert "Ada\nBen" in page
