"""Every page and every moment of the room, read by axe in all its looks."""

import pytest

from tests.journeys.outcomes import lost_links
from tests.journeys.pages import EVERYDAY, LOOKS, OF_A_HOST, OPEN_TO_ALL, faults_of
from tests.journeys.visitors import open_circle, take_seat

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
looks = pytest.mark.parametrize(
    "look",
    [
        pytest.param(look, id=name, marks=() if name in EVERYDAY else pytest.mark.full)
        for name, look in LOOKS.items()
    ],
)
NAMES = ["Ada", "Ben", "Cleo"]


@looks
def test_axe_finds_nothing_on_a_page_that_is_open_to_all(visit, look):
    visitor = visit(**look)

    found = [fault for path in OPEN_TO_ALL for fault in faults_of(visitor.open(path))]

    assert found == []


@looks
def test_axe_finds_nothing_on_the_pages_of_a_host(visit, host_cookies, look):
    host = visit(storage_state=host_cookies, **look)
    found = [fault for path in OF_A_HOST for fault in faults_of(host.open(path))]

    open_circle(host, NAMES)
    found += faults_of(host)
    found += faults_of(host.open(host.page.url + "links/"))
    open_circle(host, NAMES, table=True)
    found += faults_of(host)

    assert found == []


@looks
def test_axe_finds_nothing_on_the_pages_of_a_split(visit, host_cookies, look):
    host = visit(storage_state=host_cookies, **look).open("/split/")
    host.page.locator("[name=names]").fill("\n".join(f"Person {n}" for n in range(14)))
    host.page.locator("[name=show]").click()
    found = faults_of(host)

    host.page.locator("[name=make]").click()
    host.page.locator(".tables").wait_for()

    assert found + faults_of(host) == []


@looks
def test_axe_finds_nothing_from_the_link_to_the_seat(visit, host, look):
    links = open_circle(host, NAMES)
    ben, other = visit(name="Ben", **look), visit(**look)
    found = faults_of(ben.open(links[1]))
    ben.page.locator("[name=nickname]").fill("")
    ben.page.locator("main form .button").click()
    found += faults_of(ben)
    found += faults_of(ben.open(links[1] + "look/"))

    take_seat(ben, links[1])
    found += faults_of(other.open(links[1]))

    assert found == []


@looks
def test_axe_finds_nothing_in_the_room_from_the_first_moment_to_the_last(visit, look):
    you = visit(**look).open("/try/")
    you.page.locator("main form .button").click()
    you.page.locator("[data-move=ready]").wait_for()
    found = faults_of(you)

    for move in ("ready", "volunteer", "choose", "done", "heard"):
        tap(you, move)
        found += faults_of(you)
    you.page.locator("[data-part=open-needs]").click()
    found += faults_of(you)
    you.page.keyboard.press("Escape")
    you.page.locator("[data-part=open-leave]").click()
    found += faults_of(you)
    you.page.locator("#leave .button--care").click()
    you.page.locator("h1").wait_for()

    assert found + faults_of(you) == []


@pytest.fixture(scope="module")
def lost(served_node):
    return lost_links(served_node)


@looks
def test_axe_finds_nothing_where_a_link_leads_to_no_seat(visit, lost, look):
    visitor = visit(**look)
    found = []

    for headline, link in lost.items():
        found += faults_of(visitor.open(link))
        if visitor.page.locator("html[lang=en]").count():
            assert visitor.page.get_by_role("heading", name=headline).is_visible()

    assert found == []


def tap(visitor, move):
    """Taps a move by its name on the wire, in whatever language its button speaks."""
    label = visitor.page.locator(f"[data-move={move}]:visible").first
    label.wait_for()
    visitor.press(label.inner_text())


@looks
def test_axe_finds_nothing_at_the_table(visit, host, look):
    (link,) = open_circle(host, NAMES, table=True)
    table = visit(**look).open(link)
    found = faults_of(table)
    table.page.locator("main form .button").click()
    table.page.locator("[data-move=begin]").click()
    table.page.locator("[data-move=move_on]").wait_for()
    found += faults_of(table)
    table.page.locator("[data-move=move_on]").click()
    table.page.locator("[data-move=choose]").first.wait_for()
    found += faults_of(table)
    table.page.locator("[data-move=choose]").first.click()
    for move in ("done", "done", "heard"):
        table.page.locator(f"[data-move={move}]").first.click()
        found += faults_of(table)
    table.page.locator("[data-part=open-needs]").click()

    assert found + faults_of(table) == []
