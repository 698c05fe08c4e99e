"""Two pages that may use nothing but the relay call each other through Debian's coturn."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from heard.base.turn import GOOD_FOR, ice_servers
from tests.browsers import launch_chromium
from tests.turn_servers import ALLOWING_THIS_MACHINE, HOST, TurnServer, turn_server_in

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

pytestmark = [pytest.mark.full, pytest.mark.turn, pytest.mark.browser, pytest.mark.calls]
END = Path(__file__).with_name("relayed_call.js")


@pytest.fixture(scope="module")
def turn_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TurnServer]:
    """Both pages are relayed by, and to, this very machine."""
    with turn_server_in(tmp_path_factory.mktemp("turn"), more=ALLOWING_THIS_MACHINE) as server:
        yield server


@pytest.fixture
def pages(playwright: "Playwright") -> "Iterator[list[Page]]":
    browser = launch_chromium(playwright, "--allow-loopback-in-peer-connection")
    yield [a_page(browser.new_page()) for _ in range(2)]
    browser.close()


def a_page(page: "Page") -> "Page":
    page.add_script_tag(path=END)
    return page


def lent(server, url, settings, *, holder, ago=timedelta(0)):
    """What the node would give a seat, if it knew the server by this address alone."""
    settings.HEARD_TURN_URLS, settings.HEARD_TURN_SECRET = (url,), server.secret
    return ice_servers(holder, now=timezone.now() - ago)


def call(caller, called):
    """Both have what they need to reach each other when this returns."""
    called.evaluate("offer => call.hear(offer)", caller.evaluate("call.describe()"))
    caller.evaluate("answer => call.hear(answer)", called.evaluate("call.describe()"))


@pytest.mark.parametrize("by", ["udp", "tcp"])
def test_two_who_cannot_reach_each_other_see_each_other(turn_server, pages, settings, by):
    [url] = [url for url in turn_server.urls if url.endswith(by)]
    for seat, page in enumerate(pages):
        servers = lent(turn_server, url, settings, holder=str(seat))
        page.evaluate("servers => call.begin(servers)", servers)

    call(*pages)

    for page in pages:
        page.wait_for_function("call.shows()", timeout=20_000)
        assert page.evaluate("call.way()") == ["relay", "relay", by]


def test_a_page_that_uses_the_relay_alone_tells_no_other_address(turn_server, pages, settings):
    page = pages[0]
    servers = lent(turn_server, turn_server.urls[0], settings, holder="1")
    page.evaluate("servers => call.begin(servers)", servers)

    told = page.evaluate("call.describe()")["sdp"]

    candidates = re.findall(r"^a=candidate:.*? (\S+) \d+ typ (\w+) raddr (\S+)", told, re.M)
    assert set(candidates) == {(HOST, "relay", "0.0.0.0")}
    assert told.count("a=candidate") == len(candidates)


def test_a_line_with_credentials_that_have_ended_says_so_and_never_begins(
    turn_server, pages, settings
):
    late, in_time = pages
    url, too_long = turn_server.urls[0], GOOD_FOR + timedelta(minutes=1)
    ended = lent(turn_server, url, settings, holder="1", ago=too_long)
    late.evaluate("servers => call.begin(servers)", ended)
    good = lent(turn_server, url, settings, holder="2")
    in_time.evaluate("servers => call.begin(servers)", good)

    call(late, in_time)
    late.wait_for_timeout(3_000)

    assert 401 in late.evaluate("call.errors")
    assert in_time.evaluate("call.errors") == []
    assert late.evaluate("[call.line.connectionState, call.line.iceConnectionState]") == [
        "new",
        "new",
    ]
