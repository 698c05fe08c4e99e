"""What is to be matched: people, the sizes of circles, what must hold, and what is wished for."""

from dataclasses import dataclass, field
from typing import Literal

from heard.matching.core.arrays import Bools, Floats, Ints
from heard.matching.core.faults import ProblemFault
from heard.matching.core.validating import look_at, look_at_sizes, look_at_wishes

__all__ = ["Problem", "ProblemFault", "Sizes", "Wishes"]


@dataclass(frozen=True)
class Sizes:
    """Every circle has from `least` to `most` people."""

    least: int
    most: int

    def __post_init__(self) -> None:
        look_at_sizes(self)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What soft rules weigh, in units of the mean difference between two people of the problem.

    `lone`: for each flag of which a circle has exactly one. `common`: for each circle without one
    thing that all its members have in common. `worst`: how much more the difference counts that a
    circle lacks below `floor` times the mean difference.
    """

    lone: float = 0.5
    common: float = 0.5
    worst: float = 1.0
    floor: float = 0.75

    def __post_init__(self) -> None:
        look_at_wishes(self)


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """People 0 to n - 1. Exactly one of `features` and `distances` is given.

    `features` (n, d): the difference of two people is their squared Euclidean distance.
    `distances` (n, n): symmetric, zero on its diagonal, none below zero.
    `objective`: "each" sums, over people, half the mean difference to the others of their circle
    (so that no size of circle is worth more under chance); "sum" adds up all pairs inside circles
    (the maximally diverse grouping problem, Gallego et al. 2013), which rewards unequal sizes.

    What must hold (None: no such rule). `slots` (n, k), `languages` (n, l): everyone in a circle
    shares at least one. `age_bands` (n,): equal within a circle; a vetted facilitator of minors
    comes with the band of the circle that they lead. `facilitates` (n,): each circle has one or
    more. `apart` (p, 2): blocks and partings. `met` (p, 2): pairs who have sat together before.
    `pins` (n,): people with the same number from 0 on sit together or have no place at all;
    -1: free.

    What is wished for. `flags` (n, f): what people opted in to not be alone with in a circle.
    `common` (n, c): what people may have in common.

    Raises `ProblemFault` when something cannot be; else its arrays are float64, int64 and bool.
    """

    sizes: Sizes
    features: Floats | None = None
    distances: Floats | None = None
    objective: Literal["each", "sum"] = "each"
    slots: Bools | None = None
    languages: Bools | None = None
    age_bands: Ints | None = None
    facilitates: Bools | None = None
    apart: Ints | None = None
    met: Ints | None = None
    pins: Ints | None = None
    flags: Bools | None = None
    common: Bools | None = None
    wishes: Wishes = field(default_factory=Wishes)

    def __post_init__(self) -> None:
        look_at(self)

    @property
    def people(self) -> int:
        given = self.features if self.features is not None else self.distances
        assert given is not None
        return len(given)

    @property
    def has_rules(self) -> bool:
        rules = (self.slots, self.languages, self.age_bands, self.facilitates)
        return any(each is not None for each in (*rules, self.apart, self.met, self.pins))

    @property
    def has_wishes(self) -> bool:
        return self.flags is not None or self.common is not None
