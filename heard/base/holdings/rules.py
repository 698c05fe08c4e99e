"""The words in which the table says what is held of whom, and what becomes of it."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.module_loading import import_string

NOTHING = Q(pk__in=())
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A seat as tables name it: by its id, or by its circle and number."""

    seat_id: UUID
    circle_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: a person with all their seats, or one seat of nobody we know."""

    person_id: int | None
    places: tuple[Place, ...] = ()
    address: str = ""

    def circles_by_number(self) -> dict[int, list[UUID]]:
        """In which circles they sit on seat 1, on seat 2 and so on: a short question also for
        somebody with a thousand seats."""
        circles: dict[int, list[UUID]] = {}
        for place in self.places:
            circles.setdefault(place.number, []).append(place.circle_id)
        return circles


@dataclass(frozen=True, slots=True)
class OfPerson:
    """Rows that point at the person along `path`."""

    path: str

    def __call__(self, subject: Subject) -> Q:
        return NOTHING if subject.person_id is None else Q(**{self.path: subject.person_id})


@dataclass(frozen=True, slots=True)
class OfSeat:
    """Rows that name a seat by its id."""

    path: str

    def __call__(self, subject: Subject) -> Q:
        return Q(**{f"{self.path}__in": [place.seat_id for place in subject.places]})


@dataclass(frozen=True, slots=True)
class OfPlace:
    """Rows that name a seat by its circle and its number there."""

    number: str
    circle: str = "circle_id"

    def __call__(self, subject: Subject) -> Q:
        found = subject.circles_by_number().items()
        here = (Q(**{self.number: number, f"{self.circle}__in": ids}) for number, ids in found)
        return reduce(operator.or_, here, NOTHING)


Finder = Callable[[Subject], Q]


@dataclass(frozen=True, slots=True)
class Delete:
    """Erasing takes these rows out."""

    found: Finder


@dataclass(frozen=True, slots=True)
class Blank:
    """Erasing leaves these rows with other values; a function gets the row."""

    found: Finder
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lapse:
    """What goes by itself, so long `after` the moment in `since`: the row, or `values` in it.

    `only` narrows it. Where a value is a function, `pending` says which rows are still to do.
    """

    after: timedelta
    since: str
    values: Mapping[str, Any] | None = None
    only: Q = field(default_factory=Q)
    pending: Q | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One table. Every field of it is among `takes` (the export has it) or `leaves` (it has not,
    and why). `tells` are values for the export that are worked out from a row."""

    model: type[Model]
    what: Words
    kept: Words
    found: tuple[Finder, ...] = ()
    takes: tuple[str, ...] = ()
    tells: Mapping[str, Callable[[Any, Subject], Any]] = field(default_factory=dict)
    leaves: Mapping[Words, tuple[str, ...]] = field(default_factory=dict)
    erases: tuple[Delete | Blank, ...] = ()
    stays: Words = ""
    lapses: tuple[Lapse, ...] = ()

    @property
    def name(self) -> str:
        return self.model._meta.label

    @property
    def is_personal(self) -> bool:
        return bool(self.found or self.erases)


@dataclass(frozen=True, slots=True)
class DataRules:
    """The table, in the order of erasing, and who knows what a person's seats are. `chores` let
    go of what no row of the table can say; each returns how many went."""

    rules: tuple[Rule, ...]
    person: Callable[[int], Subject]
    seat: Callable[[UUID], Subject | None]
    chores: tuple[Callable[..., int], ...] = ()


def data_rules() -> DataRules:
    rules: DataRules = import_string(settings.HEARD_DATA_RULES)
    return rules
