"""The pages of an account, read by axe: in light and dark, from the left and from the right."""

import re
from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
PAGES = [
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/inactive/",
    "/people/me/",
    "/people/me/consents/",
    "/accounts/passkeys/",
    "/accounts/passkeys/add/",
    "/owner/forged/",
]


@pytest.fixture(scope="module", params=[("en", "light"), ("ar", "dark")], ids="-".join)
def page(request, browser, served_node):
    """Signed in as the owner, on a phone."""
    language, scheme = request.param
    context = browser.new_context(
        locale=language, color_scheme=scheme, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(re.findall(r"http\S+", served_node.run("owner-link"))[0])
    page.locator("[name=email]").fill("ada@example.org")
    page.locator("[name=name]").fill("Ada")
    page.locator("main form button").first.click()
    yield page
    context.close()


def faults_of(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run()")["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page_of_an_account(page, served_node, path):
    page.goto(served_node.url + path)

    assert faults_of(page) == []


def test_axe_finds_nothing_where_the_code_is_typed_and_found_wrong(browser, served_node):
    page = browser.new_page()
    page.goto(f"{served_node.url}/accounts/login/")
    page.locator("[name=login]").fill("ben@example.org")
    page.locator("main form button").first.click()
    page.locator("[name=code]").fill("000000x")
    page.locator("main form button").first.click()

    assert page.get_by_text("code", exact=False).first.is_visible()
    assert faults_of(page) == []


def test_nothing_on_these_pages_leans_over_the_edge_of_a_small_phone(browser, served_node):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    for path in ("/accounts/login/", "/accounts/inactive/", "/owner/forged/"):
        page.goto(served_node.url + path)

        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, path
