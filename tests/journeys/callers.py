"""People with a camera and a voice, each in a Chromium of their own: what they hear and see."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browsers import CHROMIUM, launch_chromium
from tests.journeys.visitors import Visitor
from tests.journeys.voices import voice_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

# A look of this length, in milliseconds, and how loud a voice is in it at the least: 1 is the
# loudest there is. What a browser counts as loudness is a peak that fades to a quarter each
# 110 ms, so a voice that has ended is gone from the count after another while.
WINDOW = 400
AUDIBLE = 0.02
FADES_FOR = 600

# Sounds need a tap first, as everywhere: no switch lifts that. Pages talk to one another by the
# machine's own address, as they do once a person has allowed a microphone.
FAKE_DEVICES = "--use-fake-device-for-media-stream=device-count=2,fps=15"
OPEN_ADDRESSES = "--disable-features=WebRtcHideLocalIpsWithMdns"
SAYS_YES = "--use-fake-ui-for-media-stream"

# Keeps each line between pages and each socket that a page opens, and reads what goes through.
KEEP_LINES = """
window.kept = { lines: [], sockets: [] };
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...how) { super(...how); kept.lines.push(this); }
};
window.WebSocket = class extends WebSocket {
  constructor(...how) { super(...how); kept.sockets.push(this); }
};
kept.open = () => kept.lines.filter((line) => line.signalingState !== "closed");
kept.reports = async () => {
  const reports = await Promise.all(kept.open().map((line) => line.getStats()));
  return reports.flatMap((report) => [...report.values()]);
};
kept.streams = async () =>
  (await kept.reports()).filter(({ type }) => type === "inbound-rtp" || type === "outbound-rtp");
kept.arriving = async () => {
  const loud = new Set();
  for (let look = 0; look < 12; look += 1) {
    const sources = kept.open().flatMap((line) => line.getReceivers())
      .flatMap((receiver) => receiver.getSynchronizationSources());
    for (const { audioLevel, source } of sources) if (audioLevel > 0.001) loud.add(source);
    await new Promise((go) => setTimeout(go, 50));
  }
  return [...loud];
};
kept.pairs = async () => {
  const reports = await Promise.all(kept.open().map((line) => line.getStats()));
  return reports.flatMap((report) => [...report.values()]
    .filter((one) => one.type === "candidate-pair" && one.nominated && one.state === "succeeded")
    .map((one) => [report.get(one.localCandidateId), report.get(one.remoteCandidateId)]
      .map((end) => [end?.candidateType ?? "", end?.relayProtocol ?? end?.protocol ?? ""])));
};
"""


@dataclass
class Caller(Visitor):
    """A visitor whose voice and face can reach the others, once they are turned on."""

    seat: int = 0
    speaks: bool = False
    shows: bool = False

    def __post_init__(self) -> None:
        self.context.add_init_script(KEEP_LINES)
        super().__post_init__()
        self._devtools = self.context.new_cdp_session(self.page)

    def comes_in(self, link: str, *, speaks: bool = True, shows: bool = True) -> None:
        """Through the green room, where microphone and camera are off until they are asked for."""
        self.comes_to_the_green_room(link)
        self.goes_in(speaks=speaks, shows=shows)

    def goes_in(self, *, speaks: bool = True, shows: bool = False) -> None:
        self.speaks, self.shows = speaks, shows
        for switch, is_wanted in (("audio", speaks), ("video", shows)):
            if is_wanted:
                self.turns_on(f"green-{switch}")
        self.opens(self.page.locator("[data-part=green-enter]"))
        self.page.locator("live-room[data-line=open]").wait_for()

    def comes_to_the_green_room(self, link: str) -> None:
        self.open(link)
        self.page.locator("[name=nickname]").fill(self.name)
        self.opens(self.page.locator("main form .button"))
        self.page.locator("[data-part=green-enter]:not(:empty)").wait_for()

    def comes_back(self) -> None:
        """The page is here again: what was on waits for a tap."""
        self.press("Tap to come back")
        self.page.locator("[data-part=switch-audio][aria-checked=true]").wait_for()

    def in_another_tab(self) -> "Caller":
        return Caller(self.context, self.node, self.name, seat=self.seat)

    def turns_on(self, switch: str) -> None:
        self.opens(self.page.locator(f"[data-part={switch}]"))
        self.page.locator(f"[data-part={switch}][aria-checked=true]").wait_for()

    def quietly(self, script: str) -> Any:
        """What the script finds out; `page.evaluate` would count as a tap, and let sounds play."""
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        return self._devtools.send("Runtime.evaluate", asked)["result"].get("value")

    def streams(self) -> list[dict[str, Any]]:
        """What comes in and goes out now, as the browser counts it."""
        return list(self.quietly("kept.streams()"))

    def candidates(self) -> list[Any]:
        """Of each line that carries something, both ends: the kind of address and its protocol."""
        return list(self.quietly("kept.pairs()"))


class Chromiums:
    """A process a voice, kept for the tests of one module."""

    def __init__(self, playwright: "Playwright", folder: Path) -> None:
        self._playwright, self.folder = playwright, folder
        self._running: dict[tuple[Any, ...], Browser] = {}

    def of(
        self,
        seat: int,
        *,
        switches: Sequence[str] = (),
        answer: str = SAYS_YES,
        command: str = CHROMIUM,
    ) -> "Browser":
        """`answer` is what the browser says by itself when a page asks for a device."""
        how = (seat, answer, command, *switches)
        if how not in self._running:
            voice = f"--use-file-for-fake-audio-capture={voice_file(self.folder, seat)}"
            always = (voice, FAKE_DEVICES, OPEN_ADDRESSES, *filter(None, [answer]))
            started = launch_chromium(self._playwright, *always, *switches, command=command)
            self._running[how] = started
        return self._running[how]

    def close(self) -> None:
        for browser in self._running.values():
            browser.close()


@dataclass(frozen=True)
class Look:
    """What came to someone from one seat in one window."""

    seat: int
    kind: str
    loudness: float
    frames: int
    height: int
    received: int


def looks(people: Sequence[Caller], window: int = WINDOW) -> dict[int, list[Look]]:
    """What each of them received in the same window, by their seat.

    Who sent a stream is known by its number, which its sender's page counts under too: what the
    room says of whose voice it plays is not asked.
    """
    before = {person.seat: _by_number(person.streams()) for person in people}
    people[0].page.wait_for_timeout(window)
    after = {person.seat: _by_number(person.streams()) for person in people}
    senders = _senders(after)
    return {
        seat: [
            _look(senders[number], before[seat][number], stream)
            for number, stream in streams.items()
            if number in senders and number in before[seat] and stream["type"] == "inbound-rtp"
        ]
        for seat, streams in after.items()
    }


def floor_reaches(people: Sequence[Caller], within: float) -> None:
    """Each hears exactly those who have the floor and a microphone, and goes on to; each sees every
    camera that is on."""
    until = time.monotonic() + within
    while (found := _reached(people)) != (wanted := _wanted(people)):
        assert time.monotonic() < until, f"heard and seen: {found}, wanted: {wanted}"
    assert heard(people) == {seat: voices for seat, (voices, _faces) in _wanted(people).items()}


def _wanted(people: Sequence[Caller]) -> dict[int, tuple[set[int], set[int]]]:
    return {person.seat: _wanted_by(person, people) for person in people}


def _wanted_by(person: Caller, people: Sequence[Caller]) -> tuple[set[int], set[int]]:
    others = [other for other in people if other is not person]
    on_floor = set(person.view["floor"])
    return (
        {other.seat for other in others if other.speaks and other.seat in on_floor},
        {other.seat for other in others if other.shows},
    )


def _reached(people: Sequence[Caller]) -> dict[int, tuple[set[int], set[int]]]:
    """Whom each of them hears, and whom they see moving, in one window."""
    return {
        seat: (
            {look.seat for look in came if look.kind == "audio" and look.loudness > AUDIBLE},
            {look.seat for look in came if look.kind == "video" and look.frames},
        )
        for seat, came in looks(people).items()
    }


def heard(people: Sequence[Caller], window: int = WINDOW) -> dict[int, set[int]]:
    """Whose voices each of them hears: energy grows only where it reaches a loudspeaker."""
    return {
        seat: {look.seat for look in seen if look.kind == "audio" and look.loudness > AUDIBLE}
        for seat, seen in looks(people, window).items()
    }


def seen(people: Sequence[Caller], window: int = 1_000) -> dict[int, set[int]]:
    """Whose moving pictures each of them receives and can show."""
    return {
        seat: {look.seat for look in seen if look.kind == "video" and look.frames > 0}
        for seat, seen in looks(people, window).items()
    }


def arriving(people: Sequence[Caller]) -> dict[int, set[int]]:
    """Whose voices reach each page, whether it plays them or not: their packets say how loud."""
    senders = _senders({person.seat: _by_number(person.streams()) for person in people})
    return {
        person.seat: {senders[number] for number in person.quietly("kept.arriving()")}
        for person in people
    }


def _senders(streams_of: dict[int, dict[int, dict[str, Any]]]) -> dict[int, int]:
    """The seat behind each stream's number."""
    return {
        number: seat
        for seat, streams in streams_of.items()
        for number, stream in streams.items()
        if stream["type"] == "outbound-rtp"
    }


def _by_number(streams: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {stream["ssrc"]: stream for stream in streams}


def _look(seat: int, before: dict[str, Any], after: dict[str, Any]) -> Look:
    def grown(name: str) -> float:
        return float(after.get(name, 0) - before.get(name, 0))

    lasted = grown("totalSamplesDuration")
    return Look(
        seat=seat,
        kind=after["kind"],
        loudness=(max(0.0, grown("totalAudioEnergy")) / lasted) ** 0.5 if lasted else 0.0,
        frames=round(grown("framesDecoded")),
        height=after.get("frameHeight", 0),
        received=round(grown("bytesReceived")),
    )
