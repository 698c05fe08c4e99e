"""What devices and browsers do in the middle of a turn: the circle goes on, and says what it is."""

import pytest

from tests.journeys.callers import FADES_FOR, heard
from tests.journeys.circles import Circle, links_of, standing, taps

pytestmark = [
    pytest.mark.browser,
    pytest.mark.calls,
    pytest.mark.full,
    pytest.mark.xdist_group("node"),
]
NAMES = ["Ada", "Ben", "Cleo"]
SAYS_NO = "--use-fake-ui-for-media-stream=deny"

# What the browser answers from now on; a test says it by `window.refusal`.
REFUSE = """
const ask = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = function (what) {
  if (!window.refusal) return ask.call(this, what);
  return Promise.reject(Object.assign(new Error(refusal), { name: refusal }));
};
"""
# Under which names the page and the others know each other, for one that is changed.
OVERHEAR = """
window.others = {};
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  const { to, data } = JSON.parse(text);
  if (data?.session) window.session = data.session;
  if (data?.re) others[to] = data.re;
  return send.call(this, text);
};
"""
UNPLUG = """(refusal) => {
  window.refusal = refusal;
  const senders = kept.open().flatMap((line) => line.getSenders());
  const voice = senders.map(({ track }) => track).find((track) => track?.kind === "audio");
  voice.dispatchEvent(new Event("ended"));
}"""


@pytest.fixture
def circle(call, served_node):
    links = links_of(served_node, NAMES)
    people = [call(name, seat) for seat, name in enumerate(NAMES, 1)]
    for person, link in zip(people, links, strict=True):
        person.context.add_init_script(REFUSE + OVERHEAR)
        person.comes_in(link, shows=False)
    return Circle(people)


def test_whoever_lets_the_browser_use_nothing_listens_along(call, served_node):
    links = links_of(served_node, NAMES)
    ada = call("Ada", 1)
    ben = call("Ben", 2, started={"answer": SAYS_NO})
    ada.comes_in(links[0], shows=False)

    ben.comes_to_the_green_room(links[1])
    for switch, name in (("audio", "microphone"), ("video", "camera")):
        ben.opens(ben.page.locator(f"[data-part=green-{switch}]"))
        ben.sees(f"The browser keeps the {name} shut.")
    ben.press("Enter and listen")

    ben.page.locator("live-room[data-line=open]").wait_for()
    Circle([ada, ben]).floor_reaches()


def test_a_device_that_fails_in_the_room_leaves_listening_until_it_is_tried_again(circle):
    ben = circle.seat(2)
    ben.page.locator("[data-part=switch-audio]").click()
    ben.speaks = False
    circle.floor_reaches()

    ben.page.evaluate("window.refusal = 'NotReadableError'")
    ben.page.locator("[data-part=switch-audio]").click()
    ben.sees("Another program holds the microphone.")
    circle.floor_reaches()
    ben.page.evaluate("window.refusal = ''")
    ben.press("Try again")

    ben.page.locator("[data-part=switch-audio][aria-checked=true]").wait_for()
    ben.speaks = True
    circle.floor_reaches()


def test_a_speaker_whose_microphone_is_unplugged_speaks_on_by_another(circle):
    speaker, _listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    speaker.page.evaluate(UNPLUG, "")

    speaker.page.wait_for_timeout(FADES_FOR)
    circle.floor_reaches()
    assert standing(speaker) == before


def test_a_speaker_whose_only_microphone_is_unplugged_is_told_and_keeps_the_turn(circle):
    speaker, listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    speaker.page.evaluate(UNPLUG, "NotFoundError")

    speaker.sees("The microphone is gone")
    speaker.speaks = False
    circle.floor_reaches()
    listener.page.locator(f".seat[data-seat='{speaker.seat}']", has_text="mic off").wait_for()
    assert standing(speaker) == before
    speaker.page.evaluate("window.refusal = ''")
    speaker.press("Try again")
    speaker.speaks = True
    circle.floor_reaches()
    assert standing(speaker) == before


def test_a_permission_that_is_taken_back_in_a_turn_ends_the_voice_at_once(circle):
    speaker, _listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    speaker.page.evaluate(UNPLUG, "NotAllowedError")

    speaker.sees("The browser keeps the microphone shut.")
    speaker.speaks = False
    circle.floor_reaches()
    assert standing(speaker) == before


def test_a_clock_that_is_ten_minutes_off_shows_the_same_time(call, served_node):
    links = links_of(served_node, NAMES)
    people = [call(name, seat) for seat, name in enumerate(NAMES, 1)]
    for person, minutes in zip(people, (0, 10, -10), strict=True):
        person.context.add_init_script(f"const MINUTES = {minutes};{SKEW}")
    for person, link in zip(people, links, strict=True):
        person.comes_in(link, shows=False)
    circle = Circle(people)

    circle.comes_to_its_first_turn()

    circle.floor_reaches()
    [time] = {person.part("time").partition(",")[0] for person in people}
    assert time in ("About 3 minutes", "About 4 minutes")


SKEW = """
const TrueDate = Date;
window.Date = class extends TrueDate {
  constructor(...when) { when.length ? super(...when) : super(Date.now()); }
  static now() { return TrueDate.now() + MINUTES * 60_000; }
};
"""


def test_garbage_and_floods_of_one_page_reach_nobody(circle):
    speaker, listener = circle.comes_to_its_first_turn()
    [changed] = circle.others(speaker, listener)
    circle.floor_reaches()
    before = standing(speaker)

    changed.page.evaluate(GARBAGE)
    changed.page.wait_for_timeout(2_000)

    circle.floor_reaches()
    assert standing(speaker) == before
    taps(speaker, "done")
    circle.floor_reaches()
    changed.page.evaluate(FLOOD)
    taps(listener, "done")
    listener.page.wait_for_timeout(3_000)
    Circle([speaker, listener]).floor_reaches()
    for person in (speaker, listener):
        assert person.quietly("kept.open().length") <= 2


GARBAGE = """() => {
  const say = (to, data) => kept.sockets.at(-1).send(JSON.stringify({ type: "signal", to, data }));
  const candidate = { candidate: "candidate:1 1 udp 1 999.1.1.1 70000 typ host", sdpMid: "9" };
  for (const [seat, re] of Object.entries(others)) {
    const [to, mine] = [Number(seat), { session, re, life: 0, offer: 7 }];
    for (const sdp of ["v=0\\r\\ngarbage", "v=0\\r\\n".repeat(900)]) {
      for (const type of ["offer", "answer", "rollback", "pranswer"]) {
        say(to, { kind: "description", ...mine, description: { type, sdp } });
      }
    }
    say(to, { kind: "candidates", ...mine, candidates: [candidate] });
    say(to, { kind: "candidates", ...mine, candidates: [candidate, {}, null] });
    say(to, { kind: "state", session, state: { mic: "yes", through: 99, carries: [to] } });
    say(to, { kind: "__proto__", session });
  }
}"""
# As fast as a page can: hellos of ever new sessions, each of which asks for a new line.
FLOOD = """() => {
  const state = { mic: true, camera: true, through: null, carries: [], hears: [], level: "all" };
  for (let count = 0; count < 2_000; count += 1) {
    const data = { kind: "hello", session: `flood-of-sessions-${count}`, state };
    kept.sockets.at(-1).send(JSON.stringify({ type: "signal", to: null, data }));
  }
}"""


def test_going_back_in_a_turn_and_forth_again_leads_to_the_same_place(circle):
    speaker, _listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    speaker.page.go_back()
    speaker.page.wait_for_timeout(FADES_FOR)
    assert not any(speaker.seat in voices for voices in heard(circle.others(speaker)).values())
    speaker.page.go_forward()

    speaker.comes_back()
    circle.floor_reaches()
    assert standing(speaker) == before


def test_a_second_tab_takes_the_seat_with_it_and_the_first_is_silent(circle, call, served_node):
    speaker, _listener = circle.comes_to_its_first_turn()
    circle.floor_reaches()
    before = standing(speaker)

    tab = speaker.in_another_tab()
    tab.open(speaker.page.url)
    tab.goes_in()

    speaker.sees("This circle was opened in another window.")
    assert speaker.quietly("kept.open().length") == 0
    everyone = Circle([tab if person is speaker else person for person in circle.people])
    everyone.floor_reaches()
    assert standing(tab) == before
