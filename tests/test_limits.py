"""Who writes or guesses without end is asked to wait; everybody else notices nothing."""

import pytest
from django.test import Client

from heard.base import limits
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_and_long(monkeypatch):
    monkeypatch.setattr(limits, "WRITES", 3)
    monkeypatch.setattr(limits, "WRITES_OF_A_PERSON", 2)
    monkeypatch.setattr(limits, "GUESSES", 3)
    monkeypatch.setattr("heard.base.limits.time.time", lambda: 1_800_000_000.0)


def statuses(client, address, times=5, **surroundings):
    return [client.get(address, **surroundings).status_code for _ in range(times)]


def test_a_stranger_who_writes_without_end_is_asked_to_wait(client):
    written = [client.post("/language/", {"language": "en"}) for _ in range(5)]

    assert [answer.status_code for answer in written] == [302, 302, 302, 429, 429]
    assert written[-1]["Retry-After"] == "60"
    assert "Wait" in written[-1].content.decode()


def test_guessing_links_comes_to_an_end_also_for_a_link_that_would_be_right(client):
    assert statuses(client, "/sit/forged/") == [404, 404, 404, 429, 429]
    assert client.get("/table/forged/").status_code == 429
    assert client.get("/owner/forged/").status_code == 429
    assert client.get("/invitation/forged/").status_code == 429


def test_who_guesses_may_still_read(client):
    statuses(client, "/sit/forged/")

    assert client.get("/look/").status_code == 200


def test_a_neighbour_at_another_address_is_not_asked_to_wait(client):
    statuses(client, "/sit/forged/", REMOTE_ADDR="192.0.2.1")

    assert statuses(client, "/sit/forged/", 1, REMOTE_ADDR="192.0.2.2") == [404]


def test_devices_of_one_network_count_together_in_ipv6(client):
    statuses(client, "/sit/forged/", REMOTE_ADDR="2001:db8::1")

    assert statuses(client, "/sit/forged/", 1, REMOTE_ADDR="2001:db8::2") == [429]
    assert statuses(client, "/sit/forged/", 1, REMOTE_ADDR="2001:db8:0:1::1") == [404]


def test_a_minute_later_all_is_as_before(client, monkeypatch):
    statuses(client, "/sit/forged/")

    monkeypatch.setattr("heard.base.limits.time.time", lambda: 1_800_000_060.0)

    assert statuses(client, "/sit/forged/", 1) == [404]


def writes(client, times):
    return [client.post("/language/", {"language": "en"}).status_code for _ in range(times)]


def test_who_is_signed_in_is_counted_by_themselves_wherever_they_are(client):
    client.force_login(ada())
    other_device, ben_beside_them = Client(REMOTE_ADDR="192.0.2.7"), Client()
    other_device.force_login(ada())
    ben_beside_them.force_login(ben())

    assert writes(client, 2) + writes(other_device, 2) == [302, 302, 429, 429]
    assert writes(ben_beside_them, 1) == [302]


def test_signing_in_is_no_way_to_guess_on(client):
    statuses(client, "/sit/forged/")

    client.force_login(ada())

    assert statuses(client, "/sit/forged/", 1) == [429]


@pytest.mark.parametrize("address", ["", "nonsense", "1.2.3.4, 5.6.7.8"])
def test_without_an_address_all_count_together(client, address):
    assert statuses(client, "/sit/forged/", 4, REMOTE_ADDR=address) == [404, 404, 404, 429]
