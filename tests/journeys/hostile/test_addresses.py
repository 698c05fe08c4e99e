"""Hostile words in addresses, in what pages are asked, and in what browsers say of themselves."""

import re
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest

from tests.hostile_words import WORDS
from tests.journeys.hostile.house import ALL, TYPED, open_circle, posts, reads
from tests.journeys.visitors import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
# What a header carries, and what stands between two strokes of an address.
PLAIN = "".join(each for each in WORDS if each.isascii() and each.isprintable())
BETWEEN_STROKES = quote("".join(each for each in TYPED if "/" not in each))
HOLES = {
    "/sit/<str:token>/": "token",
    "/sit/<str:token>/look/": "token",
    "/table/<str:token>/": "token",
    "/owner/<str:token>/": "token",
    "/invitation/<str:token>/": "token",
}
QUESTIONS = {"people": "/formats/council/", "format": "/start/", "after": "/people/"}
HEADERS = ("Accept-Language", "X-Forwarded-For", "X-Forwarded-Host")
SEAT = re.compile(r"/remove/([0-9a-f-]{36})/")
NOBODY = "00000000-0000-0000-0000-000000000000"


def test_words_in_an_address_stay_words(host, watched, looks):
    stranger = watched()
    for route, hole in HOLES.items():
        address = re.sub("<.*>", BETWEEN_STROKES, route)
        looks.at(stranger.open(address), "nothing is there", {f"{route} {hole}": ()})
    mark = "/people/me/sessions/<str:mark>/end/"
    answer = posts(host, mark.replace("<str:mark>", BETWEEN_STROKES))
    assert answer.status == 404
    stranger.page.set_content(answer.text())
    looks.at(stranger, "nothing is there", {f"{mark} mark": ()})


def test_words_in_a_question_stay_words(host, looks):
    for name, page in QUESTIONS.items():
        looks.at(host.open(f"{page}?{name}={quote(ALL)}"), "page", {f"GET {name}": ()})


def test_what_a_form_was_not_asked_for_is_not_said_again(host, looks):
    path = open_circle(host, "council", names="Ada\nBen\nCleo", mode="devices")
    seat = SEAT.findall(reads(host, path))[0]

    answers = {
        "may": posts(host, f"{path}captions/{seat}/", may=ALL),
        "quiet": posts(host, f"{path}hush/{seat}/", quiet=ALL),
        "outcome": posts(host, f"/care/{NOBODY}/", outcome=ALL),
        "read": posts(host, f"/seats/{seat}/consents/", read=ALL),
    }

    for name, answer in answers.items():
        looks.nowhere([f"POST {name}"], answer.text())


def test_what_a_browser_says_of_itself_stays_words(watched, looks):
    visitor = watched(user_agent=PLAIN).open("/accounts/login/")
    sign_in(visitor, "ben@example.org")
    visitor.page.wait_for_url("**/circles/")
    visitor.page.set_extra_http_headers(dict.fromkeys(HEADERS, PLAIN))

    said = {"headers user-agent": (), "META REMOTE_ADDR": ()}
    looks.at(visitor.open("/people/me/sessions/"), "where you are signed in", said)
    looks.nowhere(["META HTTP_HOST"], answer_to_host(visitor.node, PLAIN))


def answer_to_host(node, name):
    """What a browser is told that takes the house for another one."""
    question = urllib.request.Request(f"{node.url}/", headers={"Host": name})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(question)
    return refused.value.read().decode()
