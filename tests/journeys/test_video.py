"""A whole circle on video: at every change each page hears exactly the floor, and sees the others.

Ada has a microphone and a camera, Ben leaves his camera off, and Cleo only listens.
"""

import pytest

from tests.journeys.callers import FADES_FOR, arriving, heard
from tests.journeys.circles import Circle, asks_for
from tests.journeys.visitors import fill_in_circle

pytestmark = [pytest.mark.browser, pytest.mark.calls, pytest.mark.xdist_group("node")]
NAMES = ["Ada", "Ben", "Cleo"]

# What a changed client would do: its microphone no longer rests, whatever the room sets.
SNEAK = """() => {
  const senders = kept.open().flatMap((line) => line.getSenders());
  window.voices = senders.map(({ track }) => track).filter((track) => track?.kind === "audio");
  for (const voice of voices) {
    voice.enabled = true;
    Object.defineProperty(voice, "enabled", { configurable: true, get: () => true, set() {} });
  }
}"""
BEHAVE = "() => { for (const voice of voices) { delete voice.enabled; voice.enabled = false; } }"


@pytest.fixture
def circle(call, host):
    host.open("/start/empathy-circle-20/")
    host.page.get_by_label("I sit in it too").check()
    links = fill_in_circle(host, NAMES, mode="video")
    ada, ben, cleo = people = [call(name, seat) for seat, name in enumerate(NAMES, start=1)]
    ada.comes_in(links[0])
    ben.comes_in(links[1], shows=False)
    cleo.comes_in(links[2], speaks=False)
    return Circle(people)


def test_three_people_sit_a_whole_circle_on_video(circle):
    circle.floor_reaches()
    circle.everyone_presses("I am here and ready")
    circle.floor_reaches()
    circle.everyone_presses("Ready to go on")
    circle.until_stage("choosing")
    circle.floor_reaches()

    for turn in (1, 2, 3):
        speaker, listener = circle.takes_the_floor()
        circle.floor_reaches()
        if turn == 1:
            nobody_hears_who_speaks_off_the_floor(circle)
            a_concern_passes_off_the_floor(circle)
            a_pause_is_silence(circle, speaker)
        speaker.press(f"Pause, and let {listener.name} reflect")
        circle.floor_reaches()
        listener.press("That is what I heard")
        circle.floor_reaches()
        speaker.press("I feel heard")

    circle.until_stage("together")
    circle.floor_reaches()
    circle.everyone_presses("Ready to close")
    circle.until_stage("closed")
    nothing_is_left_running(circle)


def nobody_hears_who_speaks_off_the_floor(circle):
    rests = next(
        each for each in circle.people if each.speaks and each.seat not in circle.view["floor"]
    )
    others = circle.others(rests)

    rests.page.evaluate(SNEAK)
    rests.page.wait_for_timeout(FADES_FOR)

    came, plays = arriving(circle.people), heard(circle.people)
    assert all(rests.seat in came[other.seat] for other in others)
    assert all(rests.seat not in plays[other.seat] for other in others)
    rests.page.evaluate(BEHAVE)


def a_concern_passes_off_the_floor(circle):
    host, *others = circle.people
    rests = next(each for each in others if each.seat not in circle.view["floor"])
    asks_for(rests, "raise_concern")
    rests.opens(rests.page.get_by_role("button", name="Tell the host"))
    rests.sees("We have told the host.")
    host.sees(f"{rests.name} has raised a concern")
    rests.press("Close")


def a_pause_is_silence(circle, speaker):
    asks_for(speaker, "pause")
    for person in circle.people:
        person.sees("We pause")
    circle.floor_reaches()
    speaker.press("Go on")
    circle.floor_reaches()


def nothing_is_left_running(circle):
    for person in circle.people:
        assert person.quietly("kept.open().length") == 0
