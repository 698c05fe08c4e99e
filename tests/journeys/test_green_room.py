"""Before anyone is seen or heard: nothing is on until it is tapped; a fault has its words."""

import pytest

from tests.journeys.pages import EVERYDAY, LOOKS, faults_of, leans_over
from tests.journeys.visitors import open_circle

pytestmark = [pytest.mark.browser, pytest.mark.calls, pytest.mark.xdist_group("node")]
NAMES = ["Ada", "Ben", "Cleo"]

# Counts what is asked of the browser, and lets a test say what it answers.
ASKED = """
window.asked = [];
const ask = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = function (what) {
  asked.push(...Object.keys(what));
  if (window.refusal) return Promise.reject(Object.assign(new Error(refusal), { name: refusal }));
  return ask.call(this, what);
};
"""


@pytest.fixture
def ada(call, host):
    ada = call("Ada", 1)
    ada.context.add_init_script(ASKED)
    ada.comes_to_the_green_room(open_circle(host, NAMES, mode="video")[0])
    return ada


def places(visitor):
    """Where the things stand that one taps or looks at."""
    boxes = visitor.page.locator(".green__disc, .green__switches, [data-part=green-enter]")
    return [box.bounding_box() for box in boxes.all()]


def test_whoever_only_listens_is_asked_for_nothing(ada):
    assert ada.part("green-voice") == "Your microphone is off. You come in listening."

    ada.press("Enter and listen")

    ada.page.locator("live-room[data-line=open]").wait_for()
    assert ada.page.evaluate("asked") == []


def test_a_voice_is_heard_and_a_face_is_seen_here_first_without_anything_moving(ada):
    before = places(ada)

    ada.turns_on("green-audio")
    ada.turns_on("green-video")

    ada.sees("Your voice comes through well")
    ada.sees("Only you see this picture.")
    face = ada.page.locator("[data-part=green-face]")
    assert face.evaluate("(face) => new Promise((come) => face.requestVideoFrameCallback(come))")
    assert places(ada) == before
    assert "Your voice comes through well" in ada.told
    assert ada.part("green-enter") == "Enter the circle"


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("NotAllowedError", "Tap the sign beside the address"),
        ("NotReadableError", "Another program holds the microphone."),
        ("NotFoundError", "We find no microphone."),
    ],
)
def test_a_refusal_says_what_to_do_and_leaves_listening(ada, refusal, words):
    ada.page.evaluate("(refusal) => void (window.refusal = refusal)", refusal)
    ada.page.locator("[data-part=green-audio]").click()

    ada.sees(words)
    switch = ada.page.locator("[data-part=green-audio]")
    assert switch.get_attribute("aria-checked") == "false"
    assert ada.part("green-enter") == "Enter and listen"


def test_one_can_hear_oneself_and_try_the_line(ada):
    ada.page.get_by_text("Sound and camera").click()
    ada.page.get_by_role("button", name="Hear yourself").click()
    ada.sees("Turn your microphone on first.")

    ada.turns_on("green-audio")
    ada.page.get_by_role("button", name="Hear yourself").click()
    ada.sees("Speak now, for three seconds.")
    ada.sees("This is you. It never leaves this device.")
    ada.sees("That was you. Nothing of it is kept.")
    ada.page.get_by_role("button", name="Try the line").click()
    ada.sees("Video will work.")


@pytest.mark.full
def test_choices_that_did_not_arrive_are_asked_for_at_the_next_tap(ada):
    ada.page.route("**/green-more.*.js", lambda route: route.abort())
    ada.page.get_by_text("Sound and camera").click()
    ada.sees("There is no line just now. Try again in a moment.")
    assert "There is no line just now. Try again in a moment." in ada.told

    ada.page.unroute("**/green-more.*.js")
    ada.page.get_by_text("Sound and camera").click()

    ada.sees("Play a sound")
    assert not ada.page.get_by_text("There is no line just now.").is_visible()


@pytest.mark.full
def test_a_call_whose_code_is_lost_on_the_way_says_so_and_can_be_loaded_again(call, host):
    ben = call("Ben", 2)
    ben.page.route("**/media/mesh.*.js", lambda route: route.abort())
    ben.open(open_circle(host, NAMES, mode="video")[1])
    ben.page.locator("[name=nickname]").fill("Ben")
    ben.opens(ben.page.locator("main form .button"))
    ben.sees("There is no line just now. Try again in a moment.")

    ben.page.unroute("**/media/mesh.*.js")
    ben.press("Sit here again")

    ben.sees("No one can see or hear you yet")


def test_a_device_beside_mine_has_the_sound_or_mine_has_never_both(ada):
    ada.turns_on("green-audio")
    ada.page.get_by_text("Sound and camera").click()

    ada.turns_on("green-through")
    ada.sees("This one stays silent.")
    assert ada.page.locator("[data-part=green-audio]").get_attribute("aria-checked") == "false"

    ada.turns_on("green-audio")
    assert ada.page.locator("[data-part=green-through]").get_attribute("aria-checked") == "false"


def test_a_circle_by_voice_knows_no_camera(visit, host):
    ben = visit(name="Ben")
    ben.open(open_circle(host, NAMES, mode="voice")[1])
    ben.page.locator("[name=nickname]").fill("Ben")
    ben.opens(ben.page.locator("main form .button"))

    ben.sees("No one can hear you yet")
    assert "amera" not in ben.page.locator("[data-part=green]").inner_text()


@pytest.mark.parametrize(
    "look",
    [
        pytest.param(look, id=name, marks=() if name in EVERYDAY else pytest.mark.full)
        for name, look in LOOKS.items()
    ],
)
def test_axe_finds_nothing_in_the_green_room_and_keys_lead_everywhere(call, host, look):
    ada = call("Ada", 1, **look)
    ada.keyboard = True
    ada.comes_to_the_green_room(open_circle(host, NAMES, mode="video")[0])
    found = faults_of(ada)

    ada.turns_on("green-audio")
    ada.opens(ada.page.locator("[data-part=green-more] summary"))
    ada.turns_on("green-through")
    for part in ("tone", "self", "line", "pick-audio", "pick-video"):
        ada.reaches(ada.page.locator(f"[data-part=green-{part}]"))

    assert found + faults_of(ada) + leans_over(ada) == []
