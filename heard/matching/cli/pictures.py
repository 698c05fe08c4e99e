"""Where things stand in the report's pictures: people of a plane, circles beside the lot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from heard.matching.core import CircleTold, Explanation, Problem
from heard.matching.core.arrays import Floats
from heard.matching.core.chance import circles_by_lot
from heard.matching.core.drawing import Plane, area_of, hull_of

# More dots than this are a grey cloud, more circles a tangle.
MOST_DOTS = 1500
MOST_CIRCLES = 60
_SAMPLE = 12
_SPREAD = (0.025, 0.25, 0.75, 0.975)
_EDGE = 92.0  # Of a picture that reaches from -100 to 100.


@dataclass(frozen=True)
class Hull:
    """One circle in the plane, as SVG paths: the line around its people, and their dots.

    `covers`: how much of the shape around everyone its own covers, in percent.
    """

    circle: CircleTold
    outline: str
    dots: str
    covers: int

    @property
    def number(self) -> int:
        return self.circle.number + 1


@dataclass(frozen=True)
class Strip:
    """One circle beside circles of its size drawn by lot; all from 0 to 100 along the axis."""

    circle: CircleTold
    at: float
    line: tuple[float, float]
    band: tuple[float, float]
    usual: tuple[int, int]

    @property
    def number(self) -> int:
        return self.circle.number + 1

    @property
    def more(self) -> int:
        return percent(self.circle.beside_chance)


@dataclass(frozen=True)
class Strips:
    """`zero`: where circles drawn by lot stand on average."""

    rows: Sequence[Strip]
    zero: float


def percent(beside_chance: float) -> int:
    """1.18 → 18; 0.93 → -7."""
    return round((beside_chance - 1) * 100)


def some_of(circles: Sequence[CircleTold]) -> Sequence[CircleTold]:
    """All of them, or as many as can be looked at, from the least different to the most."""
    if len(circles) <= MOST_CIRCLES:
        return circles
    ordered = sorted(circles, key=lambda circle: circle.beside_chance)
    return [ordered[at] for at in np.linspace(0, len(ordered) - 1, _SAMPLE).round().astype(int)]


def hulls_of(circles: Sequence[CircleTold], plane: Plane) -> list[Hull]:
    everyone = area_of(plane.points[hull_of(plane.points)])
    return [_hull(circle, plane.points[list(circle.members)], everyone) for circle in circles]


def cloud_of(plane: Plane, rng: np.random.Generator) -> str:
    """Everyone as dots; of many people some."""
    points = plane.points
    if len(points) > MOST_DOTS:
        points = points[rng.choice(len(points), MOST_DOTS, replace=False)]
    return _dots(points)


def strips_of(
    problem: Problem, told: Explanation, circles: Sequence[CircleTold], rng: np.random.Generator
) -> Strips:
    assert problem.features is not None
    placed = problem.features[[each.person for each in told.people if each.circle >= 0]]
    spread = {size: _spread(placed, size, rng) for size in sorted({each.size for each in circles})}
    ends = [each.beside_chance for each in circles]
    ends += [end for each in spread.values() for end in (each[0], each[-1])]
    low, high = min([*ends, 0.98]), max([*ends, 1.02])
    low, high = low - (high - low) * 0.04, high + (high - low) * 0.04

    def along(value: float) -> float:
        return round(float(100 * (value - low) / (high - low)), 1)

    rows = [
        _strip(circle, [float(each) for each in spread[circle.size]], along) for circle in circles
    ]
    return Strips(rows, along(1.0))


def _spread(placed: Floats, size: int, rng: np.random.Generator) -> Floats:
    return np.asarray(np.quantile(circles_by_lot(placed, size, rng), _SPREAD))


def _strip(circle: CircleTold, spread: Sequence[float], along: Callable[[float], float]) -> Strip:
    low, below, above, high = map(along, spread)
    return Strip(
        circle=circle,
        at=along(circle.beside_chance),
        line=(low, round(high - low, 1)),
        band=(below, round(above - below, 1)),
        usual=(percent(spread[0]), percent(spread[-1])),
    )


def _hull(circle: CircleTold, points: Floats, everyone: float) -> Hull:
    around = points[hull_of(points)]
    outline = "M" + "L".join(_at(*point) for point in around) + "Z"
    covers = round(100 * area_of(around) / everyone) if everyone else 0
    return Hull(circle, outline, _dots(points), covers)


def _dots(points: Floats) -> str:
    """Lines of no length with round ends, so that a thousand dots are one element."""
    return "".join(f"M{_at(*point)}h0" for point in points)


def _at(x: float, y: float) -> str:
    return f"{x * _EDGE:.1f} {-y * _EDGE:.1f}"
