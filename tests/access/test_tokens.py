"""Links, keys and tickets that are guessed, changed, used twice or foreign: none lets in."""

import math
import random
import secrets
import string
import time
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client, override_settings

from heard.base import clock
from heard.base.tickets import TicketRefused, issue_ticket, redeem_ticket
from heard.circles.queries import Finding, seat_by_token, seat_held, table_by_token, table_is_held
from heard.people.queries import owner_link_is_open
from tests.access import world

pytestmark = pytest.mark.django_db
EVERYDAY, FULL = 500, 10_000
LETTERS = string.ascii_letters + string.digits + "-_="


@pytest.mark.parametrize(
    "times",
    [
        pytest.param(EVERYDAY, marks=pytest.mark.everyday),
        pytest.param(FULL, marks=pytest.mark.full),
    ],
)
def test_of_many_wrong_tokens_none_lets_anybody_in(times):
    everybody, rng, let_in = world.build(), random.Random(7), []
    ways = (_link, _key, _ticket, _owner_link)

    for number in range(times):
        way = ways[number % len(ways)]
        if (found := way(everybody, rng, number // len(ways))) is not None:
            let_in.append((way.__name__, found))

    print(f"\n{times} wrong tokens, {len(let_in)} let in")  # noqa: T201  (a figure)
    assert let_in == []


def _link(everybody, rng, number):
    """A guess, or a right one with a sign changed; of seats and of tables, also swapped."""
    circle, table = everybody.circles["this"], everybody.tables["this"]
    token = rng.choice([_guess(rng), *(_changed(circle.link(n), rng) for n in (1, 2, 3, 4))])
    table_token = rng.choice([circle.link(2), _changed(table.table_link, rng)])
    found = (
        seat_by_token(rng.choice([token, table.table_link]), device_key="", now=clock.now()),
        table_by_token(table_token, device_key="", now=clock.now()),
    )
    return None if {each.finding for each in found} == {Finding.UNKNOWN} else token


def _key(everybody, rng, number):
    """A device that holds another seat, or none; and nothing at all."""
    circle, other = everybody.circles["this"], everybody.circles["other"]
    seat, foreign = circle.opened.seats[1].seat_id, rng.choice([1, 3, 4])
    keys = (
        "",
        _guess(rng),
        circle.device(foreign),
        other.device(2),
        _changed(circle.device(2), rng),
    )
    key = rng.choice(keys)
    is_in = seat_held(seat, device_key=key) or table_is_held(circle.id, device_key=key)
    return key if is_in or table_is_held(everybody.tables["this"].id, device_key=key) else None


def _ticket(everybody, rng, number):
    ticket = issue_ticket(circle=str(everybody.circles["this"].id), seat="2")
    match number % 5:
        case 0:
            wrong = _changed(ticket, rng)
        case 1:
            redeem_ticket(ticket)
            wrong = ticket
        case 2:
            with override_settings(SECRET_KEY=secrets.token_hex()):
                wrong = issue_ticket(circle=str(uuid4()), seat="1")
        case 3:
            wrong = signing.dumps({"circle": str(uuid4()), "once": "x"}, salt="of another kind")
        case _:
            wrong = _guess(rng)
    try:
        return redeem_ticket(wrong)
    except TicketRefused:
        return None


def _owner_link(everybody, rng, number):
    token = rng.choice([_guess(rng), _changed(everybody.places["free"]["owner_token"], rng), ""])
    return token if owner_link_is_open(token, now=clock.now()) else None


def _guess(rng):
    return "".join(rng.choices(LETTERS, k=rng.choice([0, 1, 8, 32, 32, 32, 200])))


def _changed(token, rng):
    """The same but for one sign; never the same."""
    place = rng.randrange(len(token))
    sign = rng.choice([each for each in LETTERS if each != token[place]])
    return token[:place] + sign + token[place + 1 :]


def test_no_key_has_less_than_128_bits():
    everybody = world.build()
    circle, places = everybody.circles["this"], everybody.places["free"]
    session = everybody.cookies["host"]["sessionid"].value

    keys = {circle.link(2), circle.link(3), circle.device(2), places["owner_token"], session}

    assert len(keys) == 5
    # Each sign of a session's key, which has the fewest kinds of signs, is one of 36.
    assert all(len(key) * math.log2(36) >= 128 for key in keys)


def test_a_cookie_that_was_not_signed_here_shows_no_key():
    everybody = world.build()
    seat, key = everybody.places["this"]["seat_id"], everybody.circles["this"].device(2)
    with override_settings(SECRET_KEY=secrets.token_hex()):
        foreign = signing.get_cookie_signer(salt="seat" + "heard.circles.device").sign(key)
    client = Client()

    for forged in (key, f"{key}:x:y", foreign, "", ":", "\x00"):
        client.cookies["seat"] = forged
        assert client.get(f"/seats/{seat}/room/").status_code == 404


def test_an_old_ticket_is_no_longer_good(monkeypatch):
    ticket = issue_ticket(circle=str(uuid4()), seat="1")
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)

    with pytest.raises(TicketRefused, match="expired"):
        redeem_ticket(ticket)
