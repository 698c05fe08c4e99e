"""Hostile words at the door: where people sign in, by codes and passkeys, and the way back."""

from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.browsers import LOCK
from tests.hostile_words import ADDRESSES, WORDS, packed
from tests.journeys.hostile.house import ALL, TYPED, fills, posts, reads, submits
from tests.journeys.hostile.test_people import mail_addresses

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
LONGEST_NAME = 60
KEYS = {
    "UsePasskeyForm": "/accounts/passkeys/login/",
    "UsePasskeyAgainForm": "/accounts/again/passkey/",
}
SUBMIT = "(field, value) => { field.value = value; field.form.submit() }"


def test_what_is_typed_at_the_door_stays_words(watched, looks):
    stranger, address = watched(), mail_addresses(WORDS)[0]
    fills(stranger.open("/accounts/login/"), login=ALL)
    submits(stranger, "form.stack .button")
    looks.at(stranger, "sign in, refused", {"SignInForm.login": TYPED})

    fills(stranger, login=address)
    submits(stranger, "form.stack .button")
    looks.at(stranger, "your code", {"SignInForm.login": [address]})
    fills(stranger, code=ALL)
    submits(stranger, "form.stack .button >> nth=0")
    looks.at(stranger, "your code, refused", {"ConfirmLoginCodeForm.code": TYPED})


def test_what_is_typed_where_it_is_asked_again_who_it_is_stays_words(host, looks):
    host.open("/accounts/again/?next=/people/me/")
    submits(host, "main form .button")
    fills(host, code=ALL)
    submits(host, "form.stack .button")

    looks.at(host, "is it you, refused", {"CodeForm.code": TYPED})


def test_the_name_of_a_passkey_stays_words(host, looks):
    device = host.context.new_cdp_session(host.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})
    first, other = packed(TYPED, LONGEST_NAME)[:2]
    fills(host.open("/accounts/passkeys/add/"), name=ALL)
    submits(host, "passkey-maker button")
    looks.at(host, "add a passkey, refused", {"PasskeyForm.name": TYPED})
    fills(host, name=first)
    submits(host, "passkey-maker button")
    looks.at(host, "passkeys", {"PasskeyForm.name": [first]})

    rename = str(host.page.locator("main .rows a").first.get_attribute("href"))
    fills(host.open(rename), name=ALL)
    submits(host, "form.stack .button")
    looks.at(host, "rename a passkey, refused", {"RenamePasskeyForm.name": TYPED})
    fills(host, name=other)
    submits(host, "form.stack .button")
    looks.at(host, "passkeys", {"RenamePasskeyForm.name": [other]})
    looks.at(host.open(rename), "rename a passkey", {"RenamePasskeyForm.name": [other]})
    looks.at(host.open(f"{rename}remove/"), "remove a passkey", {"RenamePasskeyForm.name": [other]})


def test_a_passkey_that_is_none_stays_words(host, looks):
    host.open("/accounts/passkeys/add/")
    with host.page.expect_navigation():
        host.page.locator("[name=credential]").evaluate(SUBMIT, ALL)
    looks.at(host, "add a passkey, refused", {"PasskeyForm.credential": ()})

    for form, path in KEYS.items():
        answer = posts(host, path, credential=ALL)
        looks.nowhere([f"{form}.credential"], answer.text() + reads(host, "/formats/"))


def test_the_way_back_never_leads_out_of_the_house(host, watched, words, looks):
    stranger = watched()
    for address in (each for each in words if each in ADDRESSES):
        back = quote(address)
        looks.at(stranger.open(f"/accounts/login/?next={back}"), "sign in", {"GET next": ()})
        looks.at(host.open(f"/accounts/again/?next={back}"), "is it you", {"GET next": ()})
        answer = posts(host, "/language/", next=address, language="en")
        looks.nowhere(["POST next"], outside(host, answer.headers["location"]))


def outside(visitor, location):
    """The address, where it is none of ours."""
    there = urlsplit(urljoin(visitor.node.url, location))
    return "" if there.netloc == urlsplit(visitor.node.url).netloc else location
