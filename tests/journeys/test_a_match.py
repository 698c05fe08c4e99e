"""A host has matched people from a sheet, and opens the report that came out: a file, no node."""

import re

import pytest
from click.testing import CliRunner

from heard.matching.cli import match_people
from heard.matching.tests.sheets import EVENING, evening, written
from tests.journeys.pages import AXE
from tests.journeys.visitors import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]

RULES = ["--language", "lang", "--slots", "evening", "--facilitators", "role"]
LOOKS = {
    "light-phone": ("en", {"color_scheme": "light", "viewport": PHONE}),
    "dark-desktop": ("es", {"color_scheme": "dark", "viewport": DESKTOP}),
    "arabic-dark-phone": ("ar", {"color_scheme": "dark", "viewport": PHONE}),
    "arabic-light-desktop": ("ar", {"color_scheme": "light", "viewport": DESKTOP}),
    "narrow": ("en", {"color_scheme": "light", "viewport": {"width": 320, "height": 600}}),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Makes the report of one evening, in a language."""

    def made(language="en", *more):
        folder = tmp_path_factory.mktemp("match")
        # One of them named no time, so the report has somebody without a place.
        text = evening().replace("Wim,guest,es|en,Tuesday", "Wim,guest,es|en,")
        sheet = written(folder, text)
        asked = [str(sheet), *EVENING, *RULES, "--in", language, *more]
        done = CliRunner().invoke(match_people, asked)
        assert done.exit_code == 0, done.output
        return folder / "circles.html"

    return made


@pytest.fixture
def opened(browser):
    """Opens a file in a browser that has no line; notes what it asks for and complains of."""
    contexts, noted = [], []

    def open_it(file, **has):
        contexts.append(browser.new_context(offline=True, **has))
        page = contexts[-1].new_page()
        page.on("request", lambda request: noted.append(request.url))
        page.on("console", lambda message: noted.append(message.text))
        page.goto(file.as_uri())
        assert noted == [file.as_uri()]
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_leans_over(report, opened, look):
    language, has = LOOKS[look]
    page = opened(report(language, "--rounds", "2"), **has)
    page.locator("details").first.evaluate("(details) => { details.open = true; }")

    page.evaluate(AXE)
    found = page.evaluate("() => axe.run()")["violations"]
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert wide[0] <= wide[1]


def test_keys_alone_lead_from_a_picture_to_the_names_of_its_circle(report, opened):
    page = opened(report(), viewport=DESKTOP)
    picture = page.locator(".plane").nth(1)

    for _step in range(40):
        page.keyboard.press("Tab")
        if picture.evaluate("(element) => element === document.activeElement"):
            break
    page.keyboard.press("Enter")

    card = page.locator(".circle:target")
    assert card.locator("h3").inner_text() == "Circle 2"
    assert card.evaluate("(element) => getComputedStyle(element).backgroundColor") == (
        "rgb(252, 234, 180)"
    )


def test_the_first_key_leads_past_the_head(report, opened):
    page = opened(report(), viewport=PHONE)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#content")


def test_a_reader_of_screens_is_told_what_the_pictures_show(report, opened):
    page = opened(report(), viewport=DESKTOP)

    said = page.locator("main").aria_snapshot()

    assert re.search(r'link "Circle 1 covers \d+%"', said)
    assert re.search(r"listitem:\n\s+- link \"Circle 1\".*\n.*\n.*[+-]?\d+%", said)
    assert "They named no time. Ask when they can come." in said
    assert "Wim" in said


def test_on_paper_each_circle_is_a_card_and_nothing_else_is_printed(report, opened):
    page = opened(report("en", "--rounds", "2"), viewport=DESKTOP)
    page.emulate_media(media="print")

    shown = page.locator("body *:visible").evaluate_all(
        "(all) => all.filter((each) => !each.children.length && each.innerText?.trim())"
        ".filter((each) => !each.closest('.circle')).map((each) => each.innerText)"
    )
    pages = page.pdf(format="A4").count(b"/Type /Page\n")

    assert shown == ["Round 1", "Round 2"]
    assert pages == 2


def test_the_report_keeps_its_words_when_letters_are_twice_as_big(report, opened):
    page = opened(report(), viewport=PHONE)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
