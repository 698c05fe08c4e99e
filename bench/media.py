"""Measures calls between real Chromium pages on this machine: how soon a voice passes, and what.

    .venv/bin/python -m bench.media               three people: the floor passes, all pause
    .venv/bin/python -m bench.media --six         six with tiny pictures: what each receives
    .venv/bin/python -m bench.media --recover     three whose pages, lines and node fail; needs root

`bench/ears.py` says what "heard" means here. All pages and the node share the machine's cores.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.ears import EARS, last_tap, now, sounds_since
from tests.journeys.callers import Caller, Chromiums
from tests.journeys.circles import Circle, asks_for, links_of, taps
from tests.journeys.networks import EVERYWHERE, Network
from tests.journeys.visitors import PHONE
from tests.nodes import Node

NAMES = ("Ada", "Ben", "Cleo", "Dana", "Elif", "Femi")
# As long as a change may take at most here before its measurement is given up.
WAITS_FOR = 3_000.0
SPEAKERS = "{ active: true, maxBitrate: 450_000, maxFramerate: 24, scaleResolutionDownBy: 1 }"
# Where `window.isUniform`, every camera is sent as the speaker's, whatever the room asks for.
UNIFORM = f"""
const setParameters = RTCRtpSender.prototype.setParameters;
RTCRtpSender.prototype.setParameters = function (parameters) {{
  if (window.isUniform) Object.assign(parameters.encodings[0] ?? {{}}, {SPEAKERS});
  return setParameters.call(this, parameters);
}};
"""
TINY = (160, 90, 6)
# Six pages that paint by the processor leave more of it to the lines when there is less to paint.
SMALL = {"width": 320, "height": 320}
SETTLES_FOR, COUNTS_FOR = 15_000, 10_000
CUT_FOR = 10_000


def main() -> None:
    wanted = read_arguments()
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder, sync_playwright() as started:
        chromiums = Chromiums(started, Path(folder))
        try:
            if wanted.six:
                measure_six(chromiums, wanted.times or 2)
            elif wanted.recover:
                measure_recoveries(chromiums, wanted.times or 5)
            else:
                measure_three(chromiums, wanted.times or 30)
        finally:
            chromiums.close()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--six", action="store_true", help="what six people receive")
    which.add_argument("--recover", action="store_true", help="how soon calls come back")
    parser.add_argument("--times", type=int, help="how often each is tried")
    return parser.parse_args()


@contextmanager
def a_node(folder: Path, **settings: str) -> Iterator[Node]:
    node = Node(folder / "node", **settings)
    try:
        yield node.start()
    finally:
        node.stop()


def gather(
    chromiums: Chromiums,
    node: Node,
    people: int,
    *,
    switches: Sequence[str] = (),
    commands: dict[int, str] | None = None,
    viewport: dict[str, int] = PHONE,
) -> Circle:
    """A circle of so many in its first turn, everyone with microphone and camera on.

    The microphones come last: all voices at once, as in the beginning, are more than two cores
    carry for six.
    """
    names = NAMES[:people]
    callers = []
    for seat, link in enumerate(links_of(node, names, form="empathy-circle"), 1):
        command = (commands or {}).get(seat)
        browser = chromiums.of(seat, switches=switches, **({"command": command} if command else {}))
        context = browser.new_context(viewport=viewport, locale="en")
        caller = Caller(context, node, names[seat - 1], seat=seat)
        context.add_init_script(EARS + UNIFORM)
        context.set_default_timeout(60_000)
        caller.comes_in(link, speaks=False)
        callers.append(caller)
    circle = Circle(callers)
    circle.comes_to_its_first_turn()
    for caller in callers:
        caller.turns_on("switch-audio")
        caller.speaks = True
        caller.quietly("kept.listen()")
    return circle


# ── three: how soon ─────────────────────────────────────────────────────────


def measure_three(chromiums: Chromiums, times: int) -> None:
    with a_node(chromiums.folder) as node:
        circle = gather(chromiums, node, 3)
        circle.floor_reaches()
        passed = [delay for _ in range(-(-times // 2)) for delay in pass_the_floor(circle)]
        pauses, returns = zip(*(pause(circle) for _ in range(times)), strict=True)
        report("the floor passes → heard by another", passed, goal=500)
        report("all pause → the last page is silent", pauses, goal=300)
        report("go on → heard by another", [each for some in returns for each in some])


def pass_the_floor(circle: Circle) -> list[float]:
    """To the listener, to both, and back to the speaker: whoever is new is heard by the others."""
    speaker, listener = (circle.seat(circle.view[role]) for role in ("speaker", "listener"))
    delays = heard_after(circle, listener, lambda: taps(speaker, "done"), by=speaker)
    delays += heard_after(circle, speaker, lambda: taps(listener, "done"), by=listener)
    taps(speaker, "more")
    circle.people[0].page.wait_for_timeout(800)
    return delays


def heard_after(
    circle: Circle, voice: Caller, deed: Callable[[], None], *, by: Caller
) -> list[float]:
    """Milliseconds from the tap to the first sound of this voice, on the page of each other."""
    began = now()
    deed()
    circle.people[0].page.wait_for_timeout(1_000)
    tapped = last_tap(by)
    assert tapped >= began
    first = {
        sound.page: sound.at - tapped
        for sound in reversed(sounds_since(circle.people, tapped))
        if sound.voice == voice.seat and sound.begins
    }
    return [first.get(other.seat, WAITS_FOR) for other in circle.others(voice)]


def pause(circle: Circle) -> tuple[float, list[float]]:
    """How long the last page takes to fall silent, and the others to hear the speaker again."""
    speaker = circle.seat(circle.view["speaker"])
    asks_for(speaker, "pause")
    circle.people[0].page.wait_for_timeout(1_500)
    tapped = last_tap(speaker)
    ends = [sound.at for sound in sounds_since(circle.people, tapped) if not sound.begins]
    returns = heard_after(circle, speaker, lambda: taps(speaker, "resume"), by=speaker)
    return max(ends, default=tapped + WAITS_FOR) - tapped, returns


# ── six: how much ───────────────────────────────────────────────────────────


def measure_six(chromiums: Chromiums, times: int) -> None:
    noise = f"--use-file-for-fake-video-capture={noise_file(chromiums.folder)}"
    with a_node(chromiums.folder) as node:
        circle = gather(chromiums, node, 6, switches=[noise], viewport=SMALL)
        by_floor, uniform = [], []
        for _ in range(times):
            by_floor += received(circle, is_uniform=False)
            uniform += received(circle, is_uniform=True)
        mean_floor, mean_uniform = (sum(some) / len(some) for some in (by_floor, uniform))
        sys.stdout.write(
            f"received by each of six, pictures of {TINY[0]} by {TINY[1]} at {TINY[2]} a second\n"
            f"by floor {mean_floor:.0f} kb/s ({min(by_floor):.0f} to {max(by_floor):.0f}), "
            f"uniform {mean_uniform:.0f} kb/s ({min(uniform):.0f} to {max(uniform):.0f}): "
            f"{mean_floor / mean_uniform:.2f} of it (goal 0.50)\n"
        )


def noise_file(folder: Path) -> Path:
    """Moving noise, which takes whatever bits a second it is given, as a real face nearly does."""
    width, height, pictures = TINY
    rng = random.Random(1)
    file = folder / "noise.y4m"
    with file.open("wb") as made:
        made.write(f"YUV4MPEG2 W{width} H{height} F{pictures}:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(3 * pictures):
            made.write(b"FRAME\n" + rng.randbytes(width * height * 3 // 2))
    return file


def received(circle: Circle, *, is_uniform: bool) -> list[float]:
    """Kilobits a second that came to each of them, sound and pictures with their headers."""
    for person in circle.people:
        person.quietly(f"window.isUniform = {str(is_uniform).lower()}")
        # The room sets what it wants only where it differs from what is set.
        person.quietly(
            "kept.open().flatMap((line) => line.getSenders()).map((sender) => {"
            " const how = sender.getParameters();"
            f" if (how.encodings?.[0]) Object.assign(how.encodings[0], {SPEAKERS});"
            " return sender.track?.kind === 'video' && sender.setParameters(how); })"
        )
    circle.people[0].page.wait_for_timeout(SETTLES_FOR)
    before, began = [bytes_in(person) for person in circle.people], now()
    circle.people[0].page.wait_for_timeout(COUNTS_FOR)
    lasted = now() - began
    return [
        (bytes_in(person) - was) * 8 / lasted
        for person, was in zip(circle.people, before, strict=True)
    ]


def bytes_in(person: Caller) -> int:
    return sum(
        stream["bytesReceived"] + stream["headerBytesReceived"]
        for stream in person.streams()
        if stream["type"] == "inbound-rtp"
    )


# ── three again: how soon back ──────────────────────────────────────────────


def measure_recoveries(chromiums: Chromiums, times: int) -> None:
    network = Network().open()
    try:
        with a_node(chromiums.folder, HEARD_HOST=EVERYWHERE) as node:
            commands = {seat: str(network.join(seat, chromiums.folder)) for seat in (1, 2, 3)}
            circle = gather(chromiums, node, 3, switches=[network.way], commands=commands)
            circle.floor_reaches()
            seated, heard = zip(*(reload(circle) for _ in range(times)), strict=True)
            report("page loaded again → in the seat", seated)
            report("tap to come back → heard by another", [each for some in heard for each in some])
            cuts = [cut(circle, network) for _ in range(times)]
            report("network back after 10 s → heard by another", [x for some in cuts for x in some])
            restarts = [restart(circle, node) for _ in range(times)]
            report("node answers again → everyone in their seat", restarts)
    finally:
        network.close()


def reload(circle: Circle) -> tuple[float, list[float]]:
    speaker = circle.seat(circle.view["speaker"])
    began = now()
    speaker.page.reload(wait_until="commit")
    speaker.page.locator("live-room[data-line=open]").wait_for()
    seated = now() - began
    speaker.quietly("kept.listen()")
    heard = heard_after(circle, speaker, speaker.comes_back, by=speaker)
    circle.floor_reaches()
    return seated, heard


def cut(circle: Circle, network: Network) -> list[float]:
    """The speaker's network, in silence: neither side is told."""
    speaker = circle.seat(circle.view["speaker"])
    network.cut(speaker.seat)
    circle.people[0].page.wait_for_timeout(CUT_FOR)
    network.mend(speaker.seat)
    mended = now()
    circle.floor_reaches()
    first = {
        sound.page: sound.at - mended
        for sound in reversed(sounds_since(circle.people, mended))
        if sound.voice == speaker.seat and sound.begins
    }
    return list(first.values())


def restart(circle: Circle, node: Node) -> float:
    node.kill()
    for person in circle.people:
        person.page.locator("live-room:not([data-line=open])").wait_for()
    node.start()
    began = now()
    for person in circle.people:
        person.page.locator("live-room[data-line=open]").wait_for(timeout=30_000)
    return now() - began


def report(what: str, delays: Sequence[float], goal: float | None = None) -> None:
    ordered = sorted(delays)
    half, most = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95))
    sys.stdout.write(
        f"{what:45} {len(ordered):3} times  p50 {half:5.0f} ms  p95 {most:5.0f} ms"
        f"  longest {ordered[-1]:5.0f} ms{f'  (goal {goal:.0f} ms)' if goal else ''}\n"
    )


if __name__ == "__main__":
    main()
