"""Pictures and measures that pages of every domain show: the ring of seats, lengths of time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from math import atan2, cos, pi, sin
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

RADIUS = 100.0


@dataclass(frozen=True, slots=True)
class Place:
    """A seat on the drawn ring; `half` is the outline of its lit half."""

    x: float
    y: float
    r: float
    state: str
    half: str = ""
    has_floor: bool = False

    @property
    def halo(self) -> float:
        return self.r * 1.62


@register.inclusion_tag("ui/_ring.html")
def ring(
    seats: int,
    *,
    speaks: int = 0,
    reflects: int = 0,
    floor: Collection[int] = (),
    r: float = 17,
    label: str = "",
) -> dict[str, Any]:
    """A ring of seats, mine at the bottom, clockwise; light lies on the seats of the floor.

    Never mirrored: a left neighbour is everyone's left neighbour.
    """
    places = []
    for number in range(1, seats + 1):
        x, y = _at(number, seats)
        state = "listens"
        if number == speaks:
            state = "speaks"
        elif number == reflects:
            state = "reflects"
        half = _half(number, speaks, seats, r) if state == "reflects" else ""
        places.append(Place(x, y, r, state, half, number in floor))
    return {"places": places, "label": label, "radius": RADIUS}


def _at(number: int, seats: int) -> tuple[float, float]:
    angle = pi / 2 + 2 * pi * (number - 1) / seats
    return RADIUS * cos(angle), RADIUS * sin(angle)


def _half(number: int, speaks: int, seats: int, r: float) -> str:
    """The half of a disc that faces the speaker."""
    x, y = _at(number, seats)
    to_x, to_y = _at(speaks, seats)
    across = atan2(to_y - y, to_x - x) - pi / 2
    dx, dy = r * cos(across), r * sin(across)
    return f"M{x + dx:.1f} {y + dy:.1f}A{r} {r} 0 0 1 {x - dx:.1f} {y - dy:.1f}Z"


@register.filter
def minutes(length: timedelta) -> str:
    """`10 minutes`; under a minute and a half `40 seconds`."""
    seconds = round(length.total_seconds())
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    whole = round(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", whole) % {"n": whole}


@register.filter
def short_minutes(length: timedelta) -> str:
    """`50 min`."""
    return _("%(n)d min") % {"n": max(1, round(length.total_seconds() / 60))}


@register.filter
def clock(length: timedelta) -> str:
    """`12:30`, minutes and seconds from the beginning."""
    whole = round(length.total_seconds())
    return f"{whole // 60}:{whole % 60:02d}"


@register.filter
def people(number: int) -> str:
    """`Four people`, as it stands at the beginning of a sentence."""
    words = {
        2: _("Two people"),
        3: _("Three people"),
        4: _("Four people"),
        5: _("Five people"),
        6: _("Six people"),
        7: _("Seven people"),
        8: _("Eight people"),
    }
    return words.get(number) or ngettext("%(n)d person", "%(n)d people", number) % {"n": number}
