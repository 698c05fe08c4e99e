"""Opens circles: one, several tables of one group, or one with companions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from heard.base.clock import now as time_now
from heard.circles import models
from heard.circles.actions.agreeing import agree_to_host, agree_to_sit
from heard.circles.actions.names import Unfit, fit_name
from heard.circles.core.formats import Format
from heard.circles.core.nicknames import clean_words
from heard.circles.core.tables import table_sizes
from heard.circles.core.unfolding import next_deadline
from heard.circles.core.ways import most_people
from heard.circles.models import Mode
from heard.circles.queries.formats import shipped_formats
from heard.circles.queries.links import hashed, seat_token, table_token
from heard.circles.queries.minors import MayMeet, minors_may_meet
from heard.circles.queries.states import state_of

LINKS_ARE_GOOD_FOR = timedelta(days=14)
LONGEST_TOPIC = 200
TRY_FORMAT = "try-it"
MOST_TRY_AT_ONCE = 200
COMPANIONS = ("Ben", "Cleo", "Dilan", "Esra", "Femi", "Gita", "Hana")


@dataclass(frozen=True, slots=True)
class OpenedSeat:
    seat_id: UUID
    number: int
    nickname: str
    token: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A new circle. The tokens make the links; they can be shown again by its host."""

    circle_id: UUID
    seats: tuple[OpenedSeat, ...]
    table_token: str | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A circle with companions, and the seat of the one person in it."""

    circle_id: UUID
    seat_id: UUID


@transaction.atomic
def open_circle(
    *,
    format_id: str,
    names: Sequence[str],
    mode: str,
    host_id: int | None,
    language: str,
    topic: str = "",
    host_sits: bool = False,
    relay_only: bool = False,
    age_band: str = "adult",
    community_id: UUID | None = None,
    community_kind: str = "",
    may_meet: MayMeet = minors_may_meet,
    now: datetime | None = None,
) -> Opened:
    """Open a circle with a seat for each name; with `host_sits` the first is the host's.

    Minors meet only inside a community where they `may_meet`. Raises `Unfit` with a sentence when
    they may not, or when the names do not fit the format or the way of meeting.
    """
    rules = fit_format(format_id)
    if age_band != "adult":
        fit_minors(may_meet(community_id, age_band, community_kind), host_sits=host_sits)
    circle = _new_circle(
        rules,
        mode=Mode(mode),
        relay_only=relay_only,
        host_id=host_id,
        language=language,
        topic=fit_topic(topic),
        now=now or time_now(),
        facilitator_seat=_facilitator_seat(rules, host_sits=host_sits),
        age_band=age_band,
        community_id=community_id,
        community_kind=community_kind,
    )
    return _with_seats(circle, rules, [fit_name(name) for name in names], host_sits=host_sits)


@transaction.atomic
def split_into_tables(
    *,
    format_id: str,
    names: Sequence[str],
    host_id: int,
    language: str,
    topic: str = "",
    mode: str = Mode.TABLE,
    relay_only: bool = False,
    now: datetime | None = None,
) -> tuple[Opened, ...]:
    """One circle a table, of balanced sizes, names in the order given. Raises `Unfit`."""
    rules = fit_format(format_id)
    fit = [fit_name(name) for name in names]
    split_id, opened, taken = uuid.uuid4(), [], 0
    for number, size in enumerate(_sizes(rules, len(fit), mode), start=1):
        circle = _new_circle(
            rules,
            mode=Mode(mode),
            relay_only=relay_only,
            host_id=host_id,
            language=language,
            topic=fit_topic(topic),
            now=now or time_now(),
            facilitator_seat=_facilitator_seat(rules, host_sits=False),
            split_id=split_id,
            table_number=number,
        )
        opened.append(_with_seats(circle, rules, fit[taken : taken + size], host_sits=False))
        taken += size
    return tuple(opened)


@transaction.atomic
def open_try_circle(
    *,
    language: str,
    nickname: str,
    device_key: str,
    read_in: str | None = None,
    now: datetime | None = None,
) -> Tried:
    """A circle of one person and companions; the person sits at once, having read in some
    language what is kept."""
    formats = shipped_formats()
    rules = formats.get(TRY_FORMAT) or formats["empathy-circle-20"]
    at = now or time_now()
    if models.Circle.objects.filter(mode=Mode.ALONE, closed_at=None).count() >= MOST_TRY_AT_ONCE:
        words = _("Many people try it just now. In a few minutes there is room for you.")
        raise Unfit("too_many", words)
    circle = _new_circle(rules, mode=Mode.ALONE, host_id=None, language=language, topic="", now=at)
    person = models.Seat.objects.create(
        circle=circle,
        number=1,
        nickname=fit_name(nickname),
        device_hash=hashed(device_key),
        taken_at=at,
        agreed_at=at,
    )
    models.Seat.objects.bulk_create(
        models.Seat(circle=circle, number=number, nickname=name, is_companion=True)
        for number, name in enumerate(COMPANIONS[: rules.ideal - 1], start=2)
    )
    agree_to_sit(seat_id=person.id, how="entering", language=read_in, now=at)
    _set_first_deadline(circle)
    return Tried(circle.id, person.id)


def fit_format(format_id: str) -> Format:
    rules = shipped_formats().get(format_id)
    if rules is None:
        raise Unfit("no_such_format", _("There is no such format here. Choose another one."))
    return rules


def fit_topic(topic: str) -> str:
    return " ".join(clean_words(topic, longest=LONGEST_TOPIC).split())


def fit_minors(is_allowed: bool, *, host_sits: bool) -> None:
    """Raises `Unfit` where minors may not meet; a grown-up host has no seat among them."""
    if not is_allowed or host_sits:
        raise Unfit("no_minors_here", _("Minors meet only inside a community that allows it."))


def fit_number(mode: str, people: int) -> None:
    """Raises `Unfit` when so many people cannot meet in this way."""
    if people > most_people(mode):
        words = _(
            "By video a circle has at most six seats; these are %(people)s. "
            "Choose voices only, or one device on the table."
        )
        raise Unfit("too_many_faces", words % {"people": _in_words(people)})


def _in_words(people: int) -> str:
    return {7: _("seven"), 8: _("eight")}.get(people, str(people))


def _sizes(rules: Format, people: int, mode: str) -> tuple[int, ...]:
    largest = min(rules.max, most_people(mode))
    try:
        return table_sizes(people, smallest=rules.min, ideal=rules.ideal, largest=largest)
    except ValueError:
        raise Unfit("wrong_number", _wrong_number(rules.min, largest, people)) from None


def _wrong_number(smallest: int, largest: int, people: int) -> str:
    words = _("This format is for %(min)d to %(max)d people; you wrote %(people)d names.")
    return words % {"min": smallest, "max": largest, "people": people}


def _facilitator_seat(rules: Format, *, host_sits: bool) -> int | None:
    """The host keeps the process when they sit; where it must be kept, the first seat does."""
    if rules.facilitator == "required" or (rules.facilitator == "optional" and host_sits):
        return 1
    return None


def _new_circle(rules: Format, *, mode: Mode, now: datetime, **fields: Any) -> models.Circle:
    circle = models.Circle(
        format_id=rules.id,
        format_version=rules.version,
        format_document=dict(rules.document),
        mode=mode,
        is_practice=mode == Mode.ALONE,
        created_at=now,
        links_end_at=now + LINKS_ARE_GOOD_FOR,
        **fields,
    )
    if mode == Mode.TABLE:
        circle.table_token_hash = hashed(table_token(circle.id, 0))
    circle.save(force_insert=True)
    agree_to_host(circle.host_id, now=now)
    return circle


def _with_seats(
    circle: models.Circle, rules: Format, names: list[str], *, host_sits: bool
) -> Opened:
    if not rules.min <= len(names) <= rules.max:
        raise Unfit("wrong_number", _wrong_number(rules.min, rules.max, len(names)))
    fit_number(circle.mode, len(names))
    has_links = circle.mode != Mode.TABLE
    seats = [
        models.Seat(
            circle=circle,
            number=number,
            nickname=name,
            is_host=host_sits and number == 1,
            age_band=circle.age_band,
        )
        for number, name in enumerate(names, start=1)
    ]
    if has_links:
        for seat in seats:
            seat.token_hash = hashed(seat_token(seat.id, seat.generation))
    models.Seat.objects.bulk_create(seats)
    _set_first_deadline(circle)
    return Opened(
        circle.id,
        tuple(
            OpenedSeat(s.id, s.number, s.nickname, seat_token(s.id, 0) if has_links else None)
            for s in seats
        ),
        None if circle.table_token_hash is None else table_token(circle.id, 0),
    )


def _set_first_deadline(circle: models.Circle) -> None:
    models.Circle.objects.filter(id=circle.id).update(due_at=next_deadline(state_of(circle.id)))
