"""What processes remember together, on a real Valkey that goes away and comes back."""

import pickle
import time
from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.cache.backends.locmem import LocMemCache

from heard.base import memory, tickets
from heard.base.memory import SharedMemory
from heard.base.tests.children import Valkey
from heard.base.tickets import TicketRefused, issue_ticket, redeem_ticket


@pytest.fixture
def valkey(tmp_path) -> Iterator[Valkey]:
    valkey = Valkey(tmp_path).start()
    yield valkey
    valkey.stop()


def process_at(valkey: Valkey) -> SharedMemory:
    """Remembers as a process of its own: only what is on the server is shared."""
    shared = SharedMemory(valkey.url, {})
    shared.__dict__["_cache"] = memory._Memory(valkey.url)
    shared._cache._own = LocMemCache(str(id(shared)), {})
    return shared


def test_what_one_process_remembers_the_other_knows(valkey):
    ada, ben = process_at(valkey), process_at(valkey)

    assert ada.add("ticket:1", True, 60)

    assert not ben.add("ticket:1", True, 60)
    assert ben.get("ticket:1") is True


@pytest.mark.parametrize("value", [1, True, 2.5, "words", [1.5, 2.5], {"a": None}])
def test_what_is_remembered_comes_back_as_it_was(valkey, value):
    process_at(valkey).set("limit", value, 60)

    assert process_at(valkey).get("limit") == value


def test_nothing_that_lies_on_the_server_is_run(valkey):
    ada = process_at(valkey)
    ada._cache._shared.get_client().set(ada.make_key("limit"), pickle.dumps(print))

    with pytest.raises(ValueError, match="decode"):
        ada.get("limit")


def test_two_nodes_on_one_server_do_not_share_what_they_remember(valkey, settings):
    process_at(valkey).set("limit", [1, 2], 60)
    settings.SECRET_KEY = "of another node " * 3

    assert process_at(valkey).get("limit", []) == []


def test_a_ticket_that_was_spent_in_one_process_is_refused_in_another(valkey):
    ticket = issue_ticket(seat="7")
    with mock.patch.object(tickets, "cache", process_at(valkey)):
        redeem_ticket(ticket)

    with (
        mock.patch.multiple(tickets, _spent=tickets._Spent(), cache=process_at(valkey)),
        pytest.raises(TicketRefused, match="used"),
    ):
        redeem_ticket(ticket)


def test_while_the_server_is_away_a_process_remembers_for_itself_and_quickly(valkey):
    ada = process_at(valkey)
    ada.set("limit", [1], 60)
    valkey.kill()
    began_at = time.monotonic()

    ada.set("limit", [1, 2], 60)

    assert ada.get("limit") == [1, 2]
    assert ada.add("ticket:1", True, 60)
    assert not ada.add("ticket:1", True, 60)
    assert time.monotonic() - began_at < 1.5


def test_when_the_server_is_back_it_is_asked_again(valkey, monkeypatch):
    ada = process_at(valkey)
    valkey.kill()
    ada.set("limit", [1], 60)
    valkey.start()
    monkeypatch.setattr(ada._cache, "_away_until", 0.0)

    ada.set("limit", [1, 2], 60)

    assert process_at(valkey).get("limit") == [1, 2]
