"""Who keeps the process asks somebody to leave a circle on video: within a second they are out."""

import time

import pytest

from tests.journeys.visitors import fill_in_circle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.database,
    pytest.mark.calls,
    pytest.mark.xdist_group("node"),
]
NAMES = ["Ada", "Ben", "Cleo"]
AT_ONCE = 1.0


@pytest.fixture
def people(call, host):
    host.open("/start/empathy-circle-20/")
    host.page.get_by_label("I sit in it too").check()
    links = fill_in_circle(host, NAMES, mode="video")
    people = [call(name, seat) for seat, name in enumerate(NAMES, start=1)]
    for person, link in zip(people, links, strict=True):
        person.comes_in(link)
    for person in people:
        lines(person, 2)
    return people


def lines(person, number):
    """Waits until so many lines to other pages are open."""
    until = time.monotonic() + 20
    while person.quietly("kept.open().length") != number:
        assert time.monotonic() < until, f"{person.name} has not {number} lines"
        time.sleep(0.02)


def remove(keeper, name):
    keeper.opens(keeper.page.locator("[data-part=open-needs]"))
    keeper.opens(keeper.page.locator("[data-part=keeping] summary"))
    keeper.opens(keeper.page.get_by_role("button", name=f"Remove {name} from the circle"))
    keeper.sees(f"{name} will be out at once, and cannot come back.")
    keeper.opens(keeper.page.get_by_role("button", name="Remove them"))


def test_the_removed_page_stops_sending_and_hearing_and_says_so(people):
    ada, ben, cleo = people
    asked = "kept.sockets.filter((one) => one.readyState === 1).length"
    remove(ada, "Cleo")

    began = time.monotonic()
    lines(cleo, 0)
    lines(ada, 1)
    lines(ben, 1)
    lasted = time.monotonic() - began

    assert lasted <= AT_ONCE, f"it took {lasted:.2f} s"
    cleo.sees("You were asked to leave this circle.")
    assert cleo.quietly(asked) == 0
    tracks = "kept.lines.flatMap((line) => line.getSenders()).filter(({ track }) => track)"
    assert cleo.quietly(f"{tracks}.every(({{ track }}) => track.readyState === 'ended')")
    ben.page.wait_for_timeout(500)
    assert ben.view["seats"][2]["state"] == "left"
    cleo.page.reload()
    cleo.sees("You were asked to leave this circle")
    assert not ben.page.locator("[data-part=keeping]").count()
