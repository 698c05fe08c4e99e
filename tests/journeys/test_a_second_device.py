"""A seat is one person's, on one device at a time."""

import pytest

from tests.journeys.visitors import open_circle, take_seat

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.xdist_group("node")]


def test_a_second_device_is_asked_and_the_first_one_is_told(visit, host):
    links = open_circle(host, ["Ada", "Ben", "Cleo"])
    phone, tablet = visit(name="Ben"), visit(name="Ben")
    take_seat(phone, links[1])

    tablet.open(links[1])
    tablet.sees("This seat is taken on another device.")
    assert phone.page.locator("live-room[data-line=open]").count() == 1
    tablet.press("Sit here instead")

    tablet.page.locator("live-room[data-line=open]").wait_for()
    phone.sees("This seat is on another device now.")
    assert phone.page.get_by_role("button", name="Sit here again").is_visible()


def test_whoever_opens_their_own_link_again_sits_where_they_sat(visit, host):
    links = open_circle(host, ["Ada", "Ben", "Cleo"])
    ben = visit(name="Ben")
    take_seat(ben, links[1])
    room = ben.page.url

    ben.open(links[1])

    assert ben.page.url == room
