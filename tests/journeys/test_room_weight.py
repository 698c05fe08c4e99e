"""What a phone has to load before it sits in the ring."""

import pytest

from tests.journeys.visitors import open_circle, take_seat

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
MOST_BYTES = 100_000
MOST_BYTES_WITH_FACES = 120_000


def weights_of(visitor):
    """Bytes as they come over the line, headers and all, to a phone that has none of them yet."""
    line = visitor.context.new_cdp_session(visitor.page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names, weights = {}, {}

    def weigh(one):
        if one["requestId"] in names:
            weights[names[one["requestId"]]["request"]["url"]] = one["encodedDataLength"]

    line.on("Network.requestWillBeSent", lambda one: names.update({one["requestId"]: one}))
    line.on("Network.loadingFinished", weigh)
    visitor.page.reload(wait_until="networkidle")
    return weights


def test_the_room_of_a_seat_weighs_at_most_100_kilobytes(visit, host):
    links = open_circle(host, ["Ada", "Ben", "Cleo"])
    ben = visit(name="Ben")
    take_seat(ben, links[1])

    weights = weights_of(ben)

    assert 30_000 < sum(weights.values()) <= MOST_BYTES, weights


def test_the_room_of_a_table_weighs_at_most_100_kilobytes(visit, host):
    (link,) = open_circle(host, ["Ada", "Ben", "Cleo"], table=True)
    table = visit()
    table.open(link).press("Use this device at the table")

    weights = weights_of(table)

    assert 30_000 < sum(weights.values()) <= MOST_BYTES, weights


def test_a_room_with_faces_weighs_at_most_120_kilobytes(visit, host):
    links = open_circle(host, ["Ada", "Ben", "Cleo"], mode="video")
    ben = visit(name="Ben", permissions=["microphone", "camera"])
    ben.open(links[1]).page.locator("[name=nickname]").fill("Ben")
    ben.page.locator("main form .button").click()
    ben.page.get_by_role("button", name="Enter and listen").wait_for()

    weights = weights_of(ben)

    assert any("/media/mesh." in address for address in weights)
    assert 30_000 < sum(weights.values()) <= MOST_BYTES_WITH_FACES, weights
