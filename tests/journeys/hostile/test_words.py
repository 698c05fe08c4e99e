"""Our hostile words are hostile, the nets see what becomes of them, and every field has a row."""

from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.hostile_words import HOSTILE, SVG, WORDS
from tests.journeys.hostile.careless import FILLING, careless_page
from tests.journeys.hostile.fields import every_field
from tests.journeys.hostile.house import as_names
from tests.journeys.hostile.nets import NETS, not_shown, rows, taken_for_code, watch

in_browser = [pytest.mark.browser, pytest.mark.xdist_group("node")]
HERE = Path(__file__).parent
CARELESS_HOUSE = "http://careless.test/"
# Where it is enough that the words are no longer what they were.
ONLY_CHANGED = frozenset(FILLING)
MOST_AT_ONCE = 128


def test_there_are_enough_of_them_also_as_names():
    assert len(WORDS) >= 300
    assert len(as_names(WORDS)) >= 300


def test_every_field_stands_in_the_table_with_where_it_is_shown():
    table = list(rows())
    places = {row["shown"] for row in table}
    print(f"\n{len(every_field())} fields in {len(places)} places")  # noqa: T201  (a figure)

    assert {row["field"] for row in table} == every_field()


def test_every_row_names_a_test():
    tests = "".join(file.read_text() for file in HERE.glob("test_*.py"))

    assert [row for row in rows() if f"def {row['by']}(" not in tests] == []


@pytest.mark.browser
@pytest.mark.xdist_group("node")
def test_each_of_them_is_noticed_where_a_page_is_careless(careless):
    came = [outcome for words in batches() for outcome in become(careless, words)]

    unnoticed = [each["words"] for each in came if not is_noticed(each)]
    ran = sum(each["ran"] for each in came)
    print(f"\n{len(came)} words, {ran} ran, {len(unnoticed)} unnoticed")  # noqa: T201  (a figure)
    assert unnoticed == []
    assert ran >= 200


@pytest.mark.browser
@pytest.mark.xdist_group("node")
def test_the_same_words_written_with_care_are_text_and_nothing_else(careless):
    careless.set_content("".join(f"<p title='x'>{escape(each)}</p>" for each in WORDS))

    assert not_shown(careless, WORDS) == []
    assert taken_for_code(careless) == []


@pytest.mark.browser
@pytest.mark.xdist_group("node")
def test_a_visitor_hears_of_words_that_run_and_of_those_that_the_policy_stopped(visit):
    visitor = watch(visit())
    visitor.page.route(
        CARELESS_HOUSE, lambda route: route.fulfill(body=SVG, content_type="text/html")
    )
    visitor.open(CARELESS_HOUSE)
    visitor.open("/").page.evaluate("document.body.innerHTML = '<img src=x onerror=zap()>'")
    visitor.page.wait_for_timeout(200)

    faults, visitor.faults = visitor.faults, []
    assert any(fault.startswith("Words ran: <svg") for fault in faults)
    assert any(fault.startswith("CSP: script-src") for fault in faults)
    assert "asked careless.test" in faults


@pytest.fixture
def careless(browser):
    """A page of a house without a policy; nobody answers to other names."""
    page = browser.new_page()
    page.route("**/*", lambda route: route.abort())
    page.route(CARELESS_HOUSE, lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto(CARELESS_HOUSE)
    yield page
    page.close()


def batches():
    return [WORDS[start : start + MOST_AT_ONCE] for start in range(0, len(WORDS), MOST_AT_ONCE)]


def become(page: Page, words):
    """What became of each of them in its careless place."""
    opens = f"{NETS}; {(HERE / 'careless.js').read_text()}; return openCareless(nets)(pages);"
    pages = [[each, careless_page(each)] for each in words]
    return page.evaluate(f"(pages) => {{ {opens} }}", pages)


def is_noticed(outcome) -> bool:
    is_lost = outcome["isLost"] and HOSTILE[outcome["words"]] in ONLY_CHANGED
    return outcome["ran"] or bool(outcome["code"]) or is_lost
