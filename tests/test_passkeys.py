"""A journey in a browser: own a node, add a passkey, sign out, come back with it."""

import re

import pytest

from tests.browsers import LOCK

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.xdist_group("node")]


@pytest.fixture
def page(browser):
    """A page of a device with a lock, such as a phone that knows its owner's finger."""
    context = browser.new_context(locale="en")
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})
    yield page
    context.close()


def own_the_node(page, node, email: str) -> None:
    page.goto(re.findall(r"http\S+", node.run("owner-link"))[0])
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("What shall we call you?").fill("Ada")
    page.get_by_role("button", name="Make it mine").click()


def sign_out(page, node) -> None:
    page.goto(f"{node.url}/people/me/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_made_on_this_device_signs_in_without_a_code(page, served_node):
    own_the_node(page, served_node, "ada@example.org")
    page.goto(f"{served_node.url}/accounts/passkeys/add/")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_text("since ").wait_for()
    sign_out(page, served_node)

    page.goto(f"{served_node.url}/accounts/login/?next=/people/me/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{served_node.url}/people/me/")

    assert page.get_by_text("Signed in as ada@example.org").is_visible()


def test_a_device_without_a_passkey_is_told_what_to_do_instead(page, served_node):
    page.goto(f"{served_node.url}/accounts/login/")

    page.get_by_role("button", name="Use a passkey").click()

    alert = page.get_by_role("alert").filter(has_text="The passkey was not used")
    alert.wait_for()
    assert alert.is_visible()


def test_the_code_in_the_log_of_a_node_without_mail_signs_in(page, served_node):
    page.goto(f"{served_node.url}/accounts/login/?next=/people/me/")
    page.get_by_label("Your e-mail address").fill("cleo@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("button", name="Come in").wait_for()

    code = re.findall(r"your code is (\d{6})", served_node.log)[-1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(f"{served_node.url}/people/me/")

    assert page.get_by_text("Signed in as cleo@example.org").is_visible()
