"""Debian's coturn, started from the documented configuration: who may use it, whom it reaches."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from heard.base.turn import GOOD_FOR, ice_servers
from tests.peers import DENIED_IPV4, DENIED_IPV6, PUBLIC
from tests.turn_clients import GRANTED, family_of, line_to
from tests.turn_servers import TurnServer, documented, turn_server_in

pytestmark = [pytest.mark.full, pytest.mark.turn, pytest.mark.asyncio]
DENIED = [*DENIED_IPV4, *DENIED_IPV6]
FORBIDDEN, UNAUTHORISED, QUOTA_REACHED = 403, 401, 486
WAYS = ["udp", "tcp", "tls"]


@pytest.fixture(scope="module")
def turn_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TurnServer]:
    """As documented: nothing about whom it reaches is changed."""
    with turn_server_in(tmp_path_factory.mktemp("turn")) as server:
        yield server


@pytest.fixture(autouse=True)
def _the_node_knows_the_server(turn_server, settings):
    settings.HEARD_TURN_URLS = turn_server.urls
    settings.HEARD_TURN_SECRET = turn_server.secret


def lent(holder=None, *, ago=timedelta(0)):
    """Credentials of a seat of their own, unless one is named."""
    return ice_servers(holder or uuid4().hex, now=timezone.now() - ago)[-1]


async def answers(server, peers, *, by, how):
    """How the server answers when each of `peers` is asked for, on a line of its family."""
    found = {}
    for family in (4, 6):
        async with line_to(server, lent(), by=by) as line:
            assert await line.allocate(family) == GRANTED
            for peer in (peer for peer in peers if family_of(peer) == family):
                found[peer] = await getattr(line, how)(peer)
    return found


@pytest.mark.parametrize("how", ["permit", "bind"])
@pytest.mark.parametrize("by", WAYS)
async def test_nobody_reaches_what_is_not_public(turn_server, by, how):
    found = await answers(turn_server, DENIED, by=by, how=how)

    assert {peer: code for peer, code in found.items() if code != FORBIDDEN} == {}
    assert len(found) > 150


@pytest.mark.parametrize("how", ["permit", "bind"])
@pytest.mark.parametrize("by", WAYS)
async def test_everyone_reaches_what_is_public(turn_server, by, how):
    found = await answers(turn_server, PUBLIC, by=by, how=how)

    assert {peer: code for peer, code in found.items() if code != GRANTED} == {}


async def test_a_line_reaches_no_address_of_the_other_family(turn_server):
    async with line_to(turn_server, lent()) as line:
        await line.allocate(4)

        assert await line.permit("2606:4700:4700::1111") != GRANTED
        assert await line.permit("::ffff:8.8.8.8") != GRANTED


@pytest.mark.parametrize("by", WAYS)
async def test_credentials_that_the_node_lends_are_accepted(turn_server, by):
    async with line_to(turn_server, lent(), by=by) as line:
        assert await line.allocate() == GRANTED


@pytest.mark.parametrize("by", WAYS)
async def test_credentials_end_after_two_hours(turn_server, by):
    credentials = lent(ago=GOOD_FOR + timedelta(seconds=2))

    async with line_to(turn_server, credentials, by=by) as line:
        assert await line.allocate() == UNAUTHORISED


def with_more_time(credentials):
    expiry, _, holder = credentials["username"].partition(":")
    return credentials | {"username": f"{int(expiry) + 1}:{holder}"}


@pytest.mark.parametrize(
    "forge",
    [
        with_more_time,
        lambda credentials: credentials | {"username": credentials["username"] + "0"},
        lambda credentials: credentials | {"username": "0123456789abcdef"},
        lambda credentials: credentials | {"username": ""},
        lambda credentials: credentials | {"credential": ""},
        lambda credentials: credentials | {"credential": credentials["credential"].lower()},
    ],
)
async def test_credentials_that_were_tampered_with_are_refused(turn_server, forge):
    async with line_to(turn_server, forge(lent())) as line:
        assert await line.allocate() == UNAUTHORISED


async def test_credentials_of_another_node_are_refused(turn_server, settings):
    settings.HEARD_TURN_SECRET = "the-secret-of-another-node"

    async with line_to(turn_server, lent()) as line:
        assert await line.allocate() == UNAUTHORISED


async def test_nobody_permits_a_peer_without_a_line(turn_server):
    async with line_to(turn_server, lent()) as line:
        assert await line.permit("8.8.8.8") != GRANTED


async def test_one_seat_holds_no_more_lines_than_documented(turn_server):
    quota = int(documented("user-quota"))
    # Later credentials of the same seat are no way around.
    sooner, later = lent("9", ago=timedelta(hours=1)), lent("9")

    async with AsyncExitStack() as lines:
        held = [
            await (await lines.enter_async_context(line_to(turn_server, one))).allocate()
            for one in [sooner, later] * (quota // 2)
        ]
        another = await lines.enter_async_context(line_to(turn_server, lent("9")))
        of_another_seat = await lines.enter_async_context(line_to(turn_server, lent("10")))

        assert held == [GRANTED] * quota
        assert await another.allocate() == QUOTA_REACHED
        assert await of_another_seat.allocate() == GRANTED
