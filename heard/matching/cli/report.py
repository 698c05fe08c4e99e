"""The report: one file that a host reads, shows and prints, with no script and no fetching."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from heard.matching.cli.pictures import (
    MOST_CIRCLES,
    MOST_DOTS,
    Hull,
    Strips,
    cloud_of,
    hulls_of,
    percent,
    some_of,
    strips_of,
)
from heard.matching.core import CircleTold, Explanation, NoPlace
from heard.matching.core.drawing import Plane, plane_of
from heard.matching.forms import People

# More would be a book: who sits where then stands in circles.csv only.
_MOST_LISTED = 400
_MOST_NAMES = 200
_LOOK = ("reset", "tokens", "base", "components/page", "components/header", "components/notice")


@dataclass(frozen=True)
class Card:
    """One circle as its table reads it."""

    number: int
    names: Sequence[tuple[str, bool]]
    slot: str
    language: str
    common: Sequence[str]
    more: int


@dataclass(frozen=True)
class Waiting:
    """Those who have no place for one reason; `more`: how many are not named."""

    why: NoPlace
    names: Sequence[str]
    more: int

    @property
    def people(self) -> int:
        return len(self.names) + self.more


@dataclass(frozen=True)
class Round:
    """`circles`: how many; `cards`: all of them, or none where they are too many to list."""

    number: int
    told: Explanation
    cards: Sequence[Card]
    strips: Strips
    hulls: Sequence[Hull]
    waiting: Sequence[Waiting]

    @property
    def circles(self) -> int:
        return len(self.told.circles)

    @property
    def more(self) -> int:
        """How much more different two people of a circle are than by lot, over all pairs."""
        pairs = [each.size * (each.size - 1) for each in self.told.circles]
        beside = [each.beside_chance for each in self.told.circles]
        return percent(float(np.average(beside, weights=pairs))) if pairs else 0

    @property
    def share(self) -> int:
        # Downwards, so that nothing short of the bound is told as all of it.
        return int(self.told.share * 100)

    @property
    def share_by_chance(self) -> int:
        return int(self.told.share_by_chance * 100)

    @property
    def is_sampled(self) -> bool:
        return self.circles > MOST_CIRCLES


def report_page(
    people: People,
    told: Sequence[Explanation],
    *,
    language: str,
    seed: int,
    ended_early: bool,
) -> str:
    rng = np.random.default_rng(seed)
    assert people.problem.features is not None
    plane = plane_of(people.problem.features)
    listed = sum(len(each.circles) for each in told) <= _MOST_LISTED
    rounds = [
        _round(people, number, each, plane=plane, rng=rng, listed=listed)
        for number, each in enumerate(told, start=1)
    ]
    context = {
        "people": people,
        "asked": len(people.names) * len(people.questions),
        "rounds": rounds,
        "first": rounds[0],
        "cloud": cloud_of(plane, rng),
        "dots": min(len(people.names), MOST_DOTS),
        "shown": round(plane.shown * 100),
        "is_listed": listed,
        "seed": seed,
        "ended_early": ended_early,
        "look": _look(),
    }
    with translation.override(language):
        return render_to_string("matching/report.html", context)


def _round(
    people: People,
    number: int,
    told: Explanation,
    *,
    plane: Plane,
    rng: np.random.Generator,
    listed: bool,
) -> Round:
    shown = some_of(told.circles)
    return Round(
        number=number,
        told=told,
        cards=[_card(people, each) for each in told.circles] if listed else [],
        strips=strips_of(people.problem, told, shown, rng),
        hulls=hulls_of(shown, plane),
        waiting=_waiting(people, told),
    )


def _card(people: People, circle: CircleTold) -> Card:
    leads = set(circle.facilitators)
    return Card(
        number=circle.number + 1,
        names=[(people.names[each], each in leads) for each in circle.members],
        slot=people.slots[circle.slots[0]] if circle.slots else "",
        language=people.languages[circle.languages[0]] if circle.languages else "",
        common=[people.common[each] for each in circle.common],
        more=percent(circle.beside_chance),
    )


def _waiting(people: People, told: Explanation) -> list[Waiting]:
    """In the order of reasons; names in the order of the sheet."""
    names: dict[NoPlace, list[str]] = defaultdict(list)
    for person in told.people:
        if person.why:
            names[person.why].append(people.names[person.person])
    return [
        Waiting(why, names[why][:_MOST_NAMES], max(0, len(names[why]) - _MOST_NAMES))
        for why in NoPlace
        if names[why]
    ]


def _look() -> SafeString:
    """The look of every page of ours, and that of the report, in one piece."""
    names = [*(f"ui/{each}.css" for each in _LOOK), "ui/utilities.css", "matching/report.css"]
    paths = [finders.find(name) for name in names]
    # Files of our own, without a word of anybody else's.
    return mark_safe("\n".join(Path(str(path)).read_text("utf-8") for path in paths))  # noqa: S308
