"""What a browser is lent to reach others through the node's TURN server."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.base.turn import ice_servers, turn_is_set_up

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
URLS = (
    "turn:turn.example.org:3478?transport=udp",
    "turn:turn.example.org:3478?transport=tcp",
    "turns:turn.example.org:443?transport=tcp",
)


@pytest.fixture(autouse=True)
def _a_turn_server(settings):
    settings.HEARD_TURN_URLS = URLS
    settings.HEARD_TURN_SECRET = "north"
    settings.SECRET_KEY = "a-key-for-this-test-of-forty-characters-"


def lent(holder, *, now=NOW):
    """The relays, which come last."""
    return ice_servers(holder, now=now)[-1]


def test_without_a_turn_server_there_is_nothing_to_lend(settings):
    settings.HEARD_TURN_URLS = ()

    assert not turn_is_set_up()
    assert ice_servers("7", now=NOW) == []


def test_all_addresses_are_lent_together():
    assert turn_is_set_up()
    assert lent("7")["urls"] == list(URLS)


def test_a_browser_may_ask_the_same_server_for_its_own_address():
    assert ice_servers("7", now=NOW)[0] == {"urls": ["stun:turn.example.org:3478"]}


def test_a_server_that_is_reached_by_tcp_or_tls_alone_is_not_asked_for_addresses(settings):
    settings.HEARD_TURN_URLS = URLS[1:]

    assert [server["urls"] for server in ice_servers("7", now=NOW)] == [list(URLS[1:])]


def test_the_username_begins_with_the_second_two_hours_from_now():
    assert lent("7")["username"].partition(":")[0] == str(
        int(datetime(2026, 3, 1, 14, 0, tzinfo=UTC).timestamp())
    )


def test_the_credential_is_the_one_that_openssl_makes(settings, monkeypatch):
    # printf 1772373600:0123456789abcdef | openssl dgst -sha1 -hmac north -binary | base64
    monkeypatch.setattr("heard.base.turn._opaque", lambda _holder: "0123456789abcdef")

    assert lent("7")["username"] == "1772373600:0123456789abcdef"
    assert lent("7")["credential"] == "FatA+N4rdsbg5ppIfr5bvLutp9Q="


@given(holder=st.text(min_size=3), later=st.timedeltas(min_value=timedelta(0)))
def test_a_holder_keeps_one_name_that_does_not_tell_who_it_is(holder, later):
    moment = NOW + min(later, timedelta(days=3650))
    name = lent(holder, now=moment)["username"].partition(":")[2]

    assert name == lent(holder)["username"].partition(":")[2]
    assert len(name) == 16 and set(name) <= set("0123456789abcdef")
    assert holder not in name


@given(one=st.text(), other=st.text())
def test_two_holders_have_two_names(one, other):
    assert (lent(one)["username"] == lent(other)["username"]) == (one == other)


def test_another_node_gives_the_same_holder_another_name(settings):
    here = lent("7")["username"]
    settings.SECRET_KEY = "another-key-for-this-test-of-forty-signs"

    assert lent("7")["username"] != here


@given(seconds=st.integers(min_value=0, max_value=10**9))
def test_a_credential_of_another_second_is_another_one(seconds):
    then = NOW + timedelta(seconds=seconds)

    assert (lent("7", now=then)["credential"] == lent("7")["credential"]) == (seconds == 0)
