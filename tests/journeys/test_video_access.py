"""The room with faces and voices, for axe, for a screen reader, and for who has only keys."""

import pytest

from tests.journeys.circles import Circle, asks_for, links_of, taps
from tests.journeys.pages import LOOKS, faults_of, leans_over

pytestmark = [pytest.mark.browser, pytest.mark.calls, pytest.mark.xdist_group("node")]
NAMES = ["Ada", "Ben", "Cleo"]
PRESSABLE = {"button", "switch", "textbox", "combobox", "checkbox", "slider", "link"}
ALL_LOOKS = [
    ["light-phone", "arabic-dark-desktop", "light-desktop"],
    pytest.param(["dark-phone", "arabic-light-phone", "light-desktop"], marks=pytest.mark.full),
]


@pytest.fixture
def circle(call, served_node, looks):
    links = links_of(served_node, NAMES)
    people = [call(name, seat, **LOOKS[looks[seat - 1]]) for seat, name in enumerate(NAMES, 1)]
    for person, link in zip(people, links, strict=True):
        person.comes_in(link)
    return Circle(people)


@pytest.mark.parametrize("looks", ALL_LOOKS, ids=["everyday", "the other looks"])
def test_axe_finds_nothing_in_a_room_with_faces(circle):
    circle.floor_reaches()
    found = faults(circle)
    speaker, listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    found += faults(circle)

    for person in circle.people:
        person.opens(person.page.locator("[data-part=open-needs]"))
    found += faults(circle)
    for person in circle.people:
        person.page.keyboard.press("Escape")
    asks_for(speaker, "write_instead")
    speaker.page.locator("[data-part=writing] textarea").fill("I write this")
    speaker.page.locator("[data-part=writing] button").click()
    listener.page.locator("[data-part=captions] p").wait_for()
    found += faults(circle)
    speaker.page.reload()
    speaker.page.locator("[data-part=ask]").wait_for()
    found += faults(circle)
    asks_for(listener, "pause")
    listener.page.locator("[data-move=resume]").wait_for()
    found += faults(circle)

    assert found == []


def faults(circle):
    found = [fault for person in circle.people for fault in faults_of(person)]
    return found + [fault for person in circle.people for fault in leans_over(person)]


@pytest.mark.parametrize(
    "looks", [["light-phone", "light-desktop", "light-phone"]], ids=["english"]
)
def test_every_control_has_a_name_and_every_change_is_told(circle):
    speaker, listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()

    for person in circle.people:
        controls = pressable(person)
        assert all(name for _role, name, _state in controls), controls
        switches = {name: state for role, name, state in controls if role == "switch"}
        assert switches == {"Mic on": "true", "Camera on": "true"}

    camera = listener.page.locator("[data-part=switch-video]")
    camera.click()
    listener.page.locator("[data-part=switch-video][aria-checked=false]").wait_for()
    assert ("switch", "Camera off", "false") in pressable(listener)

    listener.page.evaluate(LOSES_ITS_MICROPHONE)
    listener.sees("The microphone is gone")
    assert any("The microphone is gone" in words for words in listener.told)
    taps(speaker, "done")
    witness = circle.others(speaker, listener)[0]
    witness.sees(f"{listener.name} reflects")
    assert any(f"{listener.name} reflects" in words for words in witness.told)


# Unplugged, and no other is there.
LOSES_ITS_MICROPHONE = """() => {
  const refusal = Object.assign(new Error("gone"), { name: "NotFoundError" });
  MediaDevices.prototype.getUserMedia = () => Promise.reject(refusal);
  const senders = kept.open().flatMap((line) => line.getSenders());
  const voice = senders.map(({ track }) => track).find((track) => track?.kind === "audio");
  voice.dispatchEvent(new Event("ended"));
}"""


@pytest.mark.parametrize("looks", [["light-desktop"] * 3], ids=["desktop"])
def test_keys_alone_reach_everything_in_a_room_with_faces(circle):
    speaker, _listener = circle.comes_to_its_first_turn()
    asks_for(speaker, "write_instead")
    speaker.page.locator("[data-part=writing] textarea").wait_for()

    for person in circle.people:
        person.page.locator("[data-part=status]").focus()
        for control in person.page.locator("button:visible, textarea:visible, a:visible").all():
            person.reaches(control.element_handle())


def pressable(person):
    """Role, name and state of all that can be pressed or filled, as a screen reader is told."""
    devtools = person.context.new_cdp_session(person.page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (role, node.get("name", {}).get("value", ""), state_of(node))
        for node in nodes
        if not node["ignored"] and (role := node["role"]["value"]) in PRESSABLE
    ]


def state_of(node):
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    return properties.get("checked")
