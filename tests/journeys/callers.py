"""People with a camera and a voice, each in a Chromium of their own: what they hear and see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browsers import launch_chromium
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
    """A visitor whose voice and face can reach the others."""

    seat: int = 0

    def __post_init__(self) -> None:
        self.context.add_init_script(KEEP_LINES)
        super().__post_init__()
        self._devtools = self.context.new_cdp_session(self.page)

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
        self._playwright, self._folder = playwright, folder
        self._running: dict[tuple[Any, ...], Browser] = {}

    def of(self, seat: int, *switches: str, answer: str = SAYS_YES) -> "Browser":
        """`answer` is what the browser says by itself when a page asks for a device."""
        switches = (FAKE_DEVICES, OPEN_ADDRESSES, *filter(None, [answer]), *switches)
        if (seat, *switches) not in self._running:
            voice = f"--use-file-for-fake-audio-capture={voice_file(self._folder, seat)}"
            started = launch_chromium(self._playwright, voice, *switches)
            self._running[seat, *switches] = started
        return self._running[seat, *switches]

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
    senders = {
        number: seat
        for seat, streams in after.items()
        for number, stream in streams.items()
        if stream["type"] == "outbound-rtp"
    }
    return {
        seat: [
            _look(senders[number], before[seat][number], stream)
            for number, stream in streams.items()
            if number in senders and number in before[seat] and stream["type"] == "inbound-rtp"
        ]
        for seat, streams in after.items()
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
