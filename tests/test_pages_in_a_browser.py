"""Every page outside of the room, in a browser: for eyes, ears, keys and narrow screens."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]

OPEN = ["/", "/formats/", "/formats/council/", "/formats/council/print/"]
OPEN += ["/start/", "/look/", "/try/"]
NOT_HERE = ["/accounts/login/", "/sit/nonsense/", "/nowhere/"]
OF_A_HOST = ["/start/empathy-circle/", "/split/", "/circles/", "/people/me/"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def host(browser, served_node):
    """A device on which the host is signed in; `pages` are those of one new circle."""
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(re.findall(r"http\S+", served_node.run("owner-link"))[0])
    page.get_by_label("Your e-mail address").fill("pages@example.org")
    page.get_by_label("What shall we call you?").fill("Ada")
    page.get_by_role("button", name="Make it mine").click()
    circle = start_a_circle(page, served_node, names=["Ada", "Ben", "Cleo"])
    link = page.locator(".invite__address a").nth(1).get_attribute("href")
    yield {"state": context.storage_state(), "pages": [circle, f"{circle}links/"], "link": link}
    context.close()


def start_a_circle(page, node, *, names):
    page.goto(f"{node.url}/start/")
    page.get_by_role("button", name="Choose this way").click()
    page.get_by_label("Who sits in it?").fill("\n".join(names))
    page.get_by_role("button", name="Make the seats").click()
    page.get_by_role("heading", name="One link for each seat").wait_for()
    return page.url


def addresses(node, host):
    own = [f"{node.url}{path}" for path in [*OPEN, *OF_A_HOST, *NOT_HERE]]
    return [*own, *host["pages"], host["link"], f"{host['link']}look/"]


@pytest.mark.parametrize(
    ("scheme", "size", "locale"), [("light", PHONE, "en"), ("dark", DESK, "ar")]
)
def test_axe_finds_nothing_on_any_page(browser, served_node, host, scheme, size, locale):
    context = browser.new_context(
        locale=locale,
        color_scheme=scheme,
        viewport=size,
        storage_state=host["state"],
        bypass_csp=True,
    )
    page = context.new_page()

    found = {}
    for address in addresses(served_node, host):
        page.goto(address)
        found[address] = [each["id"] for each in Axe().run(page).response["violations"]]
    context.close()

    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_no_page_is_wider_than_a_small_phone(browser, served_node, host, locale):
    context = browser.new_context(
        locale=locale, viewport={"width": 320, "height": 568}, storage_state=host["state"]
    )
    page = context.new_page()

    wider = []
    for address in addresses(served_node, host):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wider.append(address)
    context.close()

    assert wider == []


def test_pages_ask_nobody_but_the_node_for_anything(browser, served_node, host):
    context = browser.new_context(storage_state=host["state"])
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    for address in addresses(served_node, host):
        page.goto(address)
    context.close()

    assert [url for url in asked if not url.startswith((served_node.url, "data:"))] == []


def test_a_circle_is_started_by_keys_alone(browser, served_node, host):
    context = browser.new_context(locale="en", storage_state=host["state"])
    page = context.new_page()
    page.goto(f"{served_node.url}/start/")

    page.locator("input[value=empathy-circle]").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What is it about?").focus()
    page.keyboard.type("Rent")
    page.keyboard.press("Tab")
    page.keyboard.type("Ada\nBen\nCleo")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Rent").wait_for()
    context.close()


def test_a_seat_is_reached_from_its_link_without_script_in_three_taps(browser, served_node, host):
    context = browser.new_context(locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto(host["link"])

    page.get_by_role("button", name="Take my seat").click()

    assert re.search(r"/seats/[0-9a-f-]{36}/room/$", page.url)
    assert page.get_by_role("heading", name="The room needs JavaScript").is_visible()
    context.close()
