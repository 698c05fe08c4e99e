"""Somebody is troubled in a live circle: two actions to tell it, and a way out at once."""

import pytest

from tests.journeys.visitors import open_circle, take_seat

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.xdist_group("node")]
NAMES = ["Ada", "Ben", "Cleo"]
REPORTS = """
import json
from heard.care.models import Report
print(json.dumps([[each.reason, each.words] for each in Report.objects.all()]))
"""


def test_two_actions_report_somebody_and_three_presses_lead_away(visit, host):
    links = open_circle(host, NAMES)
    people = [visit(name=name) for name in NAMES]
    for person, link in zip(people, links, strict=True):
        take_seat(person, link)
    ben = people[1]

    ben.page.get_by_role("button", name="I need something").click()
    ben.page.get_by_role("link", name="Report somebody").click()
    ben.page.get_by_role("radio", name="Cleo").check()
    ben.page.get_by_role("radio", name="Hurtful words").check()
    ben.page.get_by_role("button", name="Tell it").click()

    ben.sees("We have your report. You can step out at any time.")
    assert ["hurt", ""] in host.node.asks(REPORTS)
    assert not people[2].page.get_by_text("report", exact=False).locator("visible=true").count()
    host.page.reload()
    host.sees("Something here needs care")

    for _press in range(3):
        ben.page.keyboard.press("Escape")

    ben.page.wait_for_url("**/notes/")
    assert ben.page.title() == "Shopping list"
    ben.page.go_back()
    ben.page.wait_for_url("**/notes/")
    take_seat_again(ben, links[1])


def take_seat_again(visitor, link):
    """Who left in haste comes back by the link."""
    visitor.open(link)
    visitor.page.locator("live-room[data-line=open]").wait_for()


def test_around_one_device_somebody_tells_it_leaves_it_and_takes_back_their_word(visit, host):
    (link,) = open_circle(host, NAMES, table=True)
    device = visit()
    device.open(link).press("Use this device at the table")
    room = at_the_table(device)

    asks_for(device, "Report somebody", role="link")
    device.page.get_by_role("radio", name="Ben").check()
    device.page.get_by_role("radio", name="Hurtful words").check()
    device.page.get_by_role("textbox").fill("He laughed at her.")
    device.page.get_by_role("button", name="Tell it").click()
    device.sees("We have your report. You can step out at any time.")
    assert ["hurt", "He laughed at her."] in host.node.asks(REPORTS)

    device.open(room)
    asks_for(device, "Leave this page now", role="link")
    is_away(device)
    device.open(room)
    at_the_table(device)
    for _press in range(3):
        device.page.keyboard.press("Escape")
    is_away(device)

    device.open(f"{room.removesuffix('room/')}consents/")
    device.page.get_by_role("button", name="Take it back, and leave the circle Ben").click()
    device.sees("Taken back on")
    device.open(room)
    at_the_table(device)
    device.sees("Seat 2")
    assert not device.page.get_by_text("Ben", exact=True).count()


def at_the_table(device):
    """The address of the table's page, once the line is open and it shows the circle."""
    device.page.locator("table-room[data-stage]").wait_for()
    return device.page.url


def asks_for(device, need, *, role):
    device.page.locator("[data-part=open-needs]").click()
    device.page.get_by_role(role, name=need).locator("visible=true").first.click()


def is_away(device):
    device.page.wait_for_url("**/notes/")
    assert device.page.title() == "Shopping list"
    device.page.go_back()
    device.page.wait_for_url("**/notes/")
