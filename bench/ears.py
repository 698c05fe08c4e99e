"""When a page's voices sound, to ten milliseconds, and when its buttons were pressed.

A voice sounds where three things are true at once: it has arrived and been decoded (an analyser on
the received track), the room lets the track through, and its player runs unmuted. The analyser
alone would not do, since it hears what a muted player keeps back; the browser's own count of the
energy that it plays would, but it moves in steps of 110 ms. That a muted, stopped or resting
player is silence in that count too is what `tests/journeys/test_hearing.py` proves. What a sound
card adds after that is not in it.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.journeys.callers import Caller

EARS = """
kept.taps = [];
kept.sounds = [];
const noteTap = ({ timeStamp }) => kept.taps.push(performance.timeOrigin + timeStamp);
addEventListener("click", noteTap, true);
kept.listen = () => {
  const context = new AudioContext();
  const ears = new Map();
  const earFor = (element, track) => {
    const ear = { track, analyser: context.createAnalyser(), sounds: false };
    ear.analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(ear.analyser);
    ears.set(element, ear);
    return ear;
  };
  const heard = new Float32Array(512);
  const listenTo = (element) => {
    const track = element.srcObject?.getAudioTracks()[0];
    if (!track) return;
    const known = ears.get(element);
    const ear = known?.track === track ? known : earFor(element, track);
    ear.analyser.getFloatTimeDomainData(heard);
    const comesThrough = track.enabled && !element.muted && !element.paused;
    const sounds = comesThrough && heard.some((sample) => Math.abs(sample) > 0.01);
    if (sounds === ear.sounds) return;
    ear.sounds = sounds;
    kept.sounds.push([performance.timeOrigin + performance.now(), track.id, sounds]);
  };
  setInterval(() => document.querySelectorAll("audio").forEach(listenTo), 10);
  kept.muted = listenTo;
};
// A page that is busy looks late; that a player falls mute is noted when it does.
const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "muted");
Object.defineProperty(HTMLMediaElement.prototype, "muted", {
  get,
  set(isMuted) {
    set.call(this, isMuted);
    if (isMuted && this.localName === "audio") kept.muted?.(this);
  },
});
"""


@dataclass(frozen=True)
class Sound:
    """The voice of one seat began or ended on the page of another, at so many milliseconds."""

    at: float
    page: int
    voice: int
    begins: bool


def sounds_since(people: Sequence[Caller], moment: float) -> list[Sound]:
    """What began and ended on all pages since then."""
    voices = _voices(people)
    return [
        Sound(at, person.seat, voices[track], begins)
        for person in people
        for at, track, begins in person.quietly("kept.sounds")
        if at >= moment and track in voices
    ]


def last_tap(person: Caller) -> float:
    return float(person.quietly("kept.taps.at(-1)"))


def now() -> float:
    """By the clock that all pages of this machine share, in milliseconds."""
    return time.time() * 1000


def _voices(people: Sequence[Caller]) -> dict[str, int]:
    """Whose voice each received track carries; its sender counts it under the same number."""
    streams = {person.seat: person.streams() for person in people}
    senders = {
        stream["ssrc"]: seat
        for seat, counted in streams.items()
        for stream in counted
        if stream["type"] == "outbound-rtp"
    }
    return {
        stream["trackIdentifier"]: senders[stream["ssrc"]]
        for counted in streams.values()
        for stream in counted
        if stream["type"] == "inbound-rtp" and stream["ssrc"] in senders
    }
