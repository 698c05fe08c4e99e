"""What the journeys call hearing: planted voices and planted silences, on pages without a room."""

import json

import pytest

from tests.journeys.callers import FADES_FOR, Caller, heard, seen

pytestmark = [pytest.mark.browser, pytest.mark.calls, pytest.mark.xdist_group("node")]

OFFER = """async () => {
  window.line = new RTCPeerConnection();
  window.sent = await navigator.mediaDevices.getUserMedia({ audio: true, video: { height: 180 } });
  for (const track of sent.getTracks()) line.addTrack(track, sent);
  return await described(await line.createOffer());
}"""
ANSWER = """async (offer) => {
  window.line = new RTCPeerConnection();
  window.sink = document.body.appendChild(document.createElement("video"));
  sink.autoplay = true;
  line.ontrack = ({ streams }) => { sink.srcObject = streams[0]; };
  await line.setRemoteDescription(offer);
  return await described(await line.createAnswer());
}"""
DESCRIBED = """
window.described = async (description) => {
  await line.setLocalDescription(description);
  while (line.iceGatheringState !== "complete") await new Promise((go) => setTimeout(go, 20));
  return line.localDescription.toJSON();
};
"""


@pytest.fixture(scope="module")
def pair(chromiums, served_node):
    """Ada sends her voice and her face to Ben, who has tapped his page."""
    people = [meet(chromiums, served_node, seat) for seat in (1, 2)]
    ada, ben = people
    ben.page.locator("h1").click()
    connect(ada, ben)
    yield people
    for person in people:
        person.context.close()


def meet(chromiums, node, seat):
    person = Caller(chromiums.of(seat).new_context(), node, seat=seat)
    person.context.add_init_script(DESCRIBED)
    person.open("/")
    return person


def connect(ada, ben):
    offer = json.dumps(ada.quietly(f"({OFFER})()"))
    answer = json.dumps(ben.quietly(f"({ANSWER})({offer})"))
    ada.quietly(f"line.setRemoteDescription({answer})")
    ada.page.wait_for_timeout(FADES_FOR)


def test_a_voice_that_is_there_is_heard(pair):
    assert heard(pair) == {1: set(), 2: {1}}


def test_a_face_that_is_there_is_seen(pair):
    assert seen(pair) == {1: set(), 2: {1}}


@pytest.mark.parametrize(
    ("page", "silence"),
    [
        (1, "(on) => { sink.muted = !on }"),
        (1, "(on) => { sink.srcObject.getAudioTracks()[0].enabled = on }"),
        (1, "(on) => on ? sink.play() : sink.pause()"),
        (0, "(on) => { sent.getAudioTracks()[0].enabled = on }"),
        (0, "(on) => line.getSenders()[0].replaceTrack(on ? sent.getAudioTracks()[0] : null)"),
    ],
    ids=["muted element", "resting receiver", "stopped element", "resting sender", "no sender"],
)
def test_a_voice_that_is_kept_back_is_not_heard(pair, page, silence):
    pair[page].page.evaluate(silence, False)
    pair[0].page.wait_for_timeout(FADES_FOR)

    without = heard(pair)
    pair[page].page.evaluate(silence, True)
    pair[0].page.wait_for_timeout(FADES_FOR)

    assert without == {1: set(), 2: set()}
    assert heard(pair) == {1: set(), 2: {1}}


def test_nothing_is_heard_before_a_tap(chromiums, served_node):
    ada, ben = people = [meet(chromiums, served_node, seat) for seat in (1, 2)]

    connect(ada, ben)
    ada.page.wait_for_timeout(FADES_FOR)
    before = heard(people)
    ben.page.locator("h1").click()
    ben.page.evaluate("sink.play()")
    ada.page.wait_for_timeout(FADES_FOR)

    assert before == {1: set(), 2: set()}
    assert heard(people) == {1: set(), 2: {1}}
    for person in people:
        person.context.close()
