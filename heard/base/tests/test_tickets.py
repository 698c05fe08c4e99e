"""Tickets are signed, short-lived, and good once."""

import time

import pytest
from django.core import signing
from django.core.cache import cache

from heard.base import tickets
from heard.base.tickets import TicketRefused, issue_ticket, redeem_ticket


def test_a_ticket_says_what_it_was_issued_for():
    ticket = issue_ticket(seat="7", device="x")

    assert redeem_ticket(ticket) == {"seat": "7", "device": "x"}


def test_a_ticket_is_good_once():
    ticket = issue_ticket(seat="7")
    redeem_ticket(ticket)

    with pytest.raises(TicketRefused, match="used"):
        redeem_ticket(ticket)


def test_a_used_ticket_stays_used_though_the_cache_forgets():
    ticket = issue_ticket(seat="7")
    redeem_ticket(ticket)
    cache.clear()

    with pytest.raises(TicketRefused, match="used"):
        redeem_ticket(ticket)


def test_a_ticket_expires_after_a_minute(monkeypatch):
    ticket = issue_ticket(seat="7")
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 61)

    with pytest.raises(TicketRefused, match="expired"):
        redeem_ticket(ticket)


def test_a_ticket_that_another_process_took_is_used_here_too(monkeypatch):
    ticket = issue_ticket(seat="7")
    redeem_ticket(ticket)
    monkeypatch.setattr(tickets, "_spent", tickets._Spent())

    with pytest.raises(TicketRefused, match="used"):
        redeem_ticket(ticket)


def test_a_ticket_is_good_for_sixty_seconds_to_the_tick(monkeypatch):
    moment = [1_000_000.0]
    monkeypatch.setattr("django.core.signing.time.time", lambda: moment[0])
    in_time, late = issue_ticket(seat="7"), issue_ticket(seat="7")

    moment[0] += 60
    assert redeem_ticket(in_time) == {"seat": "7"}
    moment[0] += 0.5
    with pytest.raises(TicketRefused, match="expired"):
        redeem_ticket(late)


def test_what_was_spent_is_remembered_for_longer_than_it_is_good_and_then_forgotten(monkeypatch):
    moment, spent = [1000.0], tickets._Spent()
    monkeypatch.setattr("heard.base.tickets.time.monotonic", lambda: moment[0])
    spent.add("first")
    moment[0] += 30
    spent.add("second")

    moment[0] = 1060.9
    assert not spent.add("first")
    moment[0] = 1061.5
    assert spent.add("third")
    assert list(spent._until) == ["second", "third"]


@pytest.mark.parametrize(
    "forge",
    [
        lambda ticket: ticket[:-1] + ("a" if ticket[-1] != "a" else "b"),
        lambda ticket: "x" + ticket,
        lambda ticket: ticket.split(":")[0],
        lambda _: "",
        lambda _: "🎫",
        lambda ticket: "\ud800" + ticket,
        lambda _: signing.dumps({"seat": "7", "once": "1"}, salt="another"),
    ],
)
def test_a_ticket_that_was_tampered_with_is_refused(forge):
    with pytest.raises(TicketRefused, match="forged"):
        redeem_ticket(forge(issue_ticket(seat="7")))
