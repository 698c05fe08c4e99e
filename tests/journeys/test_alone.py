"""Alone with two companions: from the first page into the ring, and out again."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]


@pytest.fixture
def newcomer(visit):
    """Two taps from the first page."""
    newcomer = visit(name="You")
    newcomer.open("/")
    newcomer.press("Try it with companions", role="link")
    newcomer.press("Begin")
    newcomer.page.locator("live-room[data-line=open]").wait_for()
    return newcomer


def speaks_first(newcomer):
    newcomer.press("I am here and ready")
    newcomer.press("I would like to speak")
    newcomer.sees("Who shall reflect for you?")
    companion = newcomer.page.locator("[data-move=choose]").first.inner_text()
    newcomer.press(companion)
    newcomer.press(f"Pause, and let {companion} reflect")
    return companion


def test_a_newcomer_speaks_and_hears_it_back_from_a_companion(newcomer):
    companion = speaks_first(newcomer)

    newcomer.press("I feel heard")

    newcomer.sees(f"{companion} speaks")
    assert "You have the floor" in newcomer.told
    assert any(words.startswith("Is that what you meant?") for words in newcomer.told)


@pytest.mark.full
def test_a_newcomer_sees_a_whole_circle_in_about_three_minutes(newcomer):
    newcomer.context.set_default_timeout(90_000)
    speaks_first(newcomer)
    newcomer.press("I feel heard")

    goes_along_until_the_end(newcomer)
    newcomer.sees("How heard did you feel?")
    for question in newcomer.page.get_by_role("group").all():
        question.locator(".rating__choice").nth(3).click()
        question.get_by_text("Kept.").wait_for()
    newcomer.press("I am done")

    newcomer.sees("Go well.")


def goes_along_until_the_end(newcomer):
    """Says yes to whatever is asked: to reflect, to close."""
    deed = newcomer.page.locator(
        "live-room:not([data-stage=closed]) .button--act[data-move]:visible"
    )
    end = newcomer.page.locator("[data-stage=closed]")
    while not end.count():
        deed.or_(end).first.wait_for()
        if deed.count():
            newcomer.press(deed.first.inner_text())
