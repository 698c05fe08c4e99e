"""Every page for people who have no JavaScript, a small screen or large letters."""

import pytest

from tests.journeys.pages import OF_A_HOST, OPEN_TO_ALL, leans_over
from tests.journeys.visitors import fill_in_circle, open_circle, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
SMALL = {"width": 320, "height": 640}
NAMES = ["Ada", "Ben", "Cleo"]


def test_everything_before_the_room_works_without_javascript(visit):
    host = visit(java_script_enabled=False).open("/")
    host.page.get_by_role("link", name="Start a circle").first.click()
    host.page.get_by_label("Empathy circle in 20 minutes").check()
    host.page.get_by_role("button", name="Choose this way").click()
    sign_in(host, "cleo@example.org")
    links = fill_in_circle(host, NAMES)

    ben = visit(java_script_enabled=False).open(links[1])
    ben.page.get_by_role("link", name="First see in a minute how it goes").click()
    ben.page.go_back()
    ben.page.get_by_role("button", name="I agree. Take my seat").click()

    ben.sees("The room needs JavaScript")
    ben.page.get_by_role("button", name="Leave the circle").click()
    ben.sees("You have left the circle")


def test_a_table_without_javascript_is_shown_the_page_to_print(visit, host):
    (link,) = open_circle(host, NAMES, table=True)
    table = visit(java_script_enabled=False).open(link)

    table.page.get_by_role("button", name="Use this device at the table").click()
    table.sees("The room needs JavaScript")
    table.page.get_by_role("link", name="The page to print").click()

    table.sees("Empathy circle in 20 minutes")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_leans_over_the_edge_of_a_small_phone(visit, host_cookies, language):
    visitor = visit(viewport=SMALL, locale=language, storage_state=host_cookies)
    over = [leans_over(visitor.open(path)) for path in OPEN_TO_ALL + OF_A_HOST]

    links = open_circle(visitor, NAMES)
    over.append(leans_over(visitor))
    over.append(leans_over(visitor.open(links[0])))

    assert [each for each in over if each] == []


def test_at_double_size_no_page_must_be_moved_sideways(visit, host_cookies):
    # A window of 1280 at 200 % has room for 640 of CSS's pixels.
    large = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
    visitor = visit(storage_state=host_cookies, **large)

    over = [leans_over(visitor.open(path)) for path in OPEN_TO_ALL + OF_A_HOST]

    assert [each for each in over if each] == []


@pytest.mark.parametrize("viewport", [SMALL, {"width": 640, "height": 400}], ids=["320", "zoomed"])
def test_in_the_room_nothing_leans_over_and_the_button_can_be_pressed(visit, viewport):
    visitor = in_a_room(visit, viewport=viewport)

    assert leans_over(visitor) == []
    visitor.press("I am here and ready")
    visitor.until_stage("choosing")
    assert leans_over(visitor) == []


def test_nothing_moves_for_those_who_asked_for_less_motion(visit):
    visitor = in_a_room(visit, reduced_motion="reduce")

    visitor.press("I am here and ready")
    visitor.until_stage("choosing")

    moving = "document.getAnimations().filter((each) => each.playState === 'running').length"
    assert visitor.page.evaluate(moving) == 0


def test_a_room_whose_script_is_lost_on_the_way_says_so(visit):
    visitor = visit()
    visitor.page.route("**/live-room.*.js", lambda route: route.abort())

    visitor.open("/try/").page.get_by_role("button", name="Begin").click()

    visitor.sees("The room needs JavaScript")


def in_a_room(visit, **browser_has):
    """With companions."""
    visitor = visit(**browser_has).open("/try/")
    visitor.page.get_by_role("button", name="Begin").click()
    visitor.page.locator("live-room[data-line=open]").wait_for()
    return visitor
