"""How a format looks on a page: its score, its facts and its words in the language of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, get_language_bidi

from heard.circles.core.formats import Format
from heard.circles.core.timelines import Bar, Timeline, timeline
from heard.circles.queries import listed_formats

WIDTH = 640.0
PITCH = 48.0
GAP = 3.0
HEIGHTS = {"speaks": 35.0, "reflects": 31.0, "together": 6.0}
SIGN_WIDTH = 8.5
MIRRORED = {"start": "end", "middle": "middle", "end": "start"}
ROLES = ("speaker", "listener", "witness", "cards")
BEST_KNOWN = "empathy-circle"


@dataclass(frozen=True, slots=True)
class Shape:
    """A bar as it is drawn; `x` runs from the right in languages that do."""

    kind: str
    x: float
    y: float
    width: float
    height: float

    @property
    def rx(self) -> float:
        return min(self.height, self.width) / 2


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one stretch of time holds, for the table below the picture."""

    start: timedelta
    end: timedelta
    title: str
    speaks: tuple[int, ...]
    reflects: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The picture of a format for so many people, and the same in rows."""

    people: int
    lines: tuple[float, ...]
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    time: Timeline

    @property
    def height(self) -> float:
        return PITCH * self.people

    @property
    def reflects(self) -> bool:
        return any(shape.kind == "reflects" for shape in self.shapes)


@dataclass(frozen=True, slots=True)
class Card:
    """What one role says and does, phase by phase, to be cut out and held."""

    role: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A format as people meet it. `texts` are in the language of the page where there are any."""

    form: Format
    texts: Mapping[str, Any]
    language: str
    score: Score

    @property
    def is_reviewed(self) -> bool:
        return self.language not in self.form.needs_native_review

    @property
    def sizes(self) -> range:
        return range(self.form.min, self.form.max + 1)

    @property
    def grace(self) -> timedelta:
        clocks = (phase.turn.clock for phase in self.form.phases if phase.turn)
        return max((clock.grace for clock in clocks if clock), default=timedelta(0))

    @property
    def stages(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(_stage(self, phase.id) for phase in self.form.phases)

    @property
    def cards(self) -> tuple[Card, ...]:
        """One for each role that has something to read, and one with questions."""
        cards = (Card(role, tuple(_parts(self, role))) for role in ROLES)
        return tuple(card for card in cards if card.parts)


def way(form: Format, people: int | None = None) -> Way:
    """The format in the language of this page, for `people` or the size it is best with."""
    language = page_language(form)
    size = min(max(people or form.ideal, form.min), form.max)
    score = _score(form, size, language, get_language_bidi())
    return Way(form, form.texts(language), language, score)


def all_ways() -> tuple[Way, ...]:
    """Those that people may choose, for beginners first, and of those the best known."""
    return tuple(way(form) for form in sorted(listed_formats(), key=lambda f: f.id != BEST_KNOWN))


def page_language(form: Format) -> str:
    """The language of the page if the format speaks it, else the first of the format."""
    language = (get_language() or "en").split("-")[0]
    return language if language in form.languages else form.languages[0]


@lru_cache(maxsize=512)
def _score(form: Format, people: int, language: str, is_rtl: bool) -> Score:
    time = timeline(form, people)
    titles = {key: text["title"] for key, text in form.texts(language)["phases"].items()}
    lines = tuple(PITCH * (number + 0.5) for number in range(people))
    return Score(
        people=people,
        lines=lines,
        shapes=tuple(_shapes(time, lines, is_rtl)),
        labels=tuple(_labels(form, time, titles, is_rtl)),
        rows=tuple(_rows(time, titles)),
        time=time,
    )


def _shapes(time: Timeline, lines: tuple[float, ...], is_rtl: bool) -> Iterator[Shape]:
    for line, bars in zip(lines, time.bars, strict=True):
        for bar in bars:
            x, width = _span(bar, time)
            width = max(width - GAP, 2.0)
            height = HEIGHTS[bar.kind]
            left = WIDTH - x - width if is_rtl else x
            yield Shape(bar.kind, left, line - height / 2, width, height)


def _span(bar: Bar, time: Timeline) -> tuple[float, float]:
    scale = WIDTH / time.usual.total_seconds()
    return bar.start.total_seconds() * scale, bar.length.total_seconds() * scale


def _labels(
    form: Format, time: Timeline, titles: Mapping[str, str], is_rtl: bool
) -> Iterator[Label]:
    """The first phase, the last, and those between that have room for their title."""
    shown = [phase.id for phase in form.phases if _extent(phase.id, time)]
    needs = {phase_id: SIGN_WIDTH * len(titles[phase_id]) for phase_id in shown}
    free_from, free_until = 0.0, WIDTH - needs[shown[-1]]
    for phase_id in shown:
        begins, ends = _extent(phase_id, time) or (0.0, 0.0)
        at, anchor, left = (begins + ends) / 2, "middle", (begins + ends - needs[phase_id]) / 2
        if phase_id == shown[0]:
            at, anchor, left = begins, "start", begins
        elif phase_id == shown[-1]:
            at, anchor, left = ends, "end", free_until
        right = left + needs[phase_id] + SIGN_WIDTH
        if left >= free_from and (right <= free_until or phase_id in (shown[0], shown[-1])):
            free_from = right
            if is_rtl:
                at, anchor = WIDTH - at, MIRRORED[anchor]
            yield Label(titles[phase_id], at, anchor)


def _extent(phase_id: str, time: Timeline) -> tuple[float, float] | None:
    """From where to where a phase goes in the picture."""
    spans = [_span(bar, time) for bars in time.bars for bar in bars if bar.phase == phase_id]
    if not spans:
        return None
    return min(x for x, _ in spans), max(x + width for x, width in spans)


def _rows(time: Timeline, titles: Mapping[str, str]) -> Iterator[Row]:
    stretches: dict[tuple[timedelta, timedelta, str], dict[str, list[int]]] = {}
    for seat, bars in enumerate(time.bars, start=1):
        for bar in bars:
            stretch = stretches.setdefault((bar.start, bar.length, bar.phase), {})
            stretch.setdefault(bar.kind, []).append(seat)
    for (start, length, phase), kinds in sorted(stretches.items()):
        speaks, reflects = kinds.get("speaks", ()), kinds.get("reflects", ())
        yield Row(start, start + length, titles[phase], tuple(speaks), tuple(reflects))


def _stage(shown: Way, phase_id: str) -> Mapping[str, Any]:
    """One phase with its words, its rules and how long it usually takes."""
    phase = next(phase for phase in shown.form.phases if phase.id == phase_id)
    bars = [bar for line in shown.score.time.bars for bar in line if bar.phase == phase_id]
    texts = shown.texts["phases"][phase_id]
    steps = texts.get("steps", {})
    return {
        "phase": phase,
        "texts": texts,
        "steps": [steps[step.id] for step in phase.turn.steps if step.id in steps]
        if phase.turn
        else [],
        "usual": max(bar.start + bar.length for bar in bars) - min(bar.start for bar in bars)
        if bars
        else timedelta(0),
    }


def _parts(shown: Way, role: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each phase its title and its lines for `role`; a line that comes twice stands once."""
    for stage in shown.stages:
        texts = stage["texts"]
        lines = texts.get("cards", ()) if role == "cards" else _lines(stage["steps"], role)
        if lines:
            yield texts["title"], tuple(dict.fromkeys(lines))


def _lines(steps: list[Mapping[str, str]], role: str) -> list[str]:
    return [step[role] for step in steps if role in step]
