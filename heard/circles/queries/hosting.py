"""What someone who hosts circles may see of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from heard.circles import models
from heard.circles.core.state import Circle, SeatState
from heard.circles.queries.agreeing import names_in, standing_seats
from heard.circles.queries.links import seat_token, table_token
from heard.circles.queries.rooms import words_of_concerns
from heard.circles.queries.states import state_of
from heard.people.queries import access_needs_of, erased_among

PEOPLE_FOR_AN_AVERAGE = 5
RATINGS_COME_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Line:
    """One circle in a list. `meets` says in words how."""

    circle_id: UUID
    format_id: str
    format_name: str
    topic: str
    mode: str
    meets: str
    relay_only: bool
    people: int
    created_at: datetime
    closed_at: datetime | None
    split_id: UUID | None
    table_number: int | None


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat on the host's page. `state` is free, here, away or left; `token` makes its link."""

    seat_id: UUID
    number: int
    nickname: str
    state: str
    is_host: bool
    is_companion: bool
    writes_captions: bool
    is_hushed: bool
    is_removed: bool
    token: str | None


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A concern as the host reads it: when, and the words, if any were written; never who."""

    number: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class NeedsLine:
    """What somebody who sits in the circle wrote that they need so that they can take part."""

    person_id: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CirclePage:
    line: Line
    stage: str
    language: str
    seats: tuple[SeatLine, ...]
    table_token: str | None
    links_end_at: datetime
    is_running: bool
    concerns: tuple[ConcernLine, ...]


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of 0–4 over `people` distinct people; None while fewer than five have rated."""

    people: int | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class Averages:
    """`are_final` says that nobody can rate any more; before that both are None."""

    felt_heard: Average
    understood: Average
    are_final: bool


def circles_of(host_id: int) -> tuple[Line, ...]:
    """The circles that a person hosts, newest first."""
    rows = models.Circle.objects.filter(host_id=host_id).prefetch_related("seats")
    return tuple(_line(row) for row in rows.order_by("-created_at", "table_number"))


def circle_page(circle_id: UUID, *, host_id: int) -> CirclePage | None:
    """None when this person does not host that circle, or there is none."""
    row = models.Circle.objects.filter(id=circle_id, host_id=host_id).first()
    if row is None:
        return None
    state = state_of(circle_id)
    names = names_in(circle_id)
    seats = tuple(
        _seat_line(seat, state.seat(seat.number), name=names[seat.number])
        for seat in row.seats.all()
    )
    is_table = row.mode == models.Mode.TABLE
    return CirclePage(
        line=_line(row),
        stage=state.stage,
        language=row.language,
        seats=seats,
        table_token=table_token(row.id, row.table_generation) if is_table else None,
        links_end_at=row.links_end_at,
        is_running=state.stage not in ("waiting", "closed"),
        concerns=_concerns(circle_id, state),
    )


def needs_in(circle_id: UUID, *, host_id: int) -> tuple[NeedsLine, ...]:
    """Of those who sit there now with an account; a circle that has closed needs nothing."""
    state = state_of(circle_id)
    if state.is_closed:
        return ()
    seats = list(models.Seat.objects.filter(circle_id=circle_id).exclude(device_hash=""))
    standing = standing_seats(circle_id, seats)
    sitting = {
        seat.person_id: seat.nickname
        for seat in seats
        if seat.person_id not in (None, host_id)
        and seat.number in standing
        and not state.seat(seat.number).left
    }
    needs = access_needs_of(person_id for person_id in sitting if person_id is not None)
    return tuple(NeedsLine(each, sitting[each], words) for each, words in needs.items())


def _concerns(circle_id: UUID, state: Circle) -> tuple[ConcernLine, ...]:
    """Those that are not settled, the newest first."""
    written = words_of_concerns(circle_id)
    return tuple(
        ConcernLine(concern.number, concern.at, written.get(concern.number, ""))
        for concern in reversed(state.concerns)
        if not concern.settled
    )


def circles_of_split(split_id: UUID, *, host_id: int) -> tuple[UUID, ...]:
    circles = models.Circle.objects.filter(split_id=split_id, host_id=host_id)
    return tuple(circles.order_by("table_number").values_list("id", flat=True))


def averages_for_host(circle_id: UUID, *, host_id: int, now: datetime) -> Averages | None:
    """Over the circle, or over all tables of its split, so that no two averages overlap.

    The host's own ratings, companions and practice count nowhere. None is shown while ratings
    may still come: two averages a tap apart would tell what the tap was.
    """
    row = models.Circle.objects.filter(id=circle_id, host_id=host_id, is_practice=False).first()
    if row is None:
        return None
    circles = [row] if row.split_id is None else _tables_beside(row)
    if not all(_ratings_are_in(circle, now) for circle in circles):
        return Averages(Average(None, None), Average(None, None), are_final=False)
    ids = [circle.id for circle in circles]
    if _somebody_is_gone(ids):
        return Averages(Average(None, None), Average(None, None), are_final=True)
    return Averages(
        _average(ids, models.Side.SPEAKER), _average(ids, models.Side.LISTENER), are_final=True
    )


def _tables_beside(row: models.Circle) -> list[models.Circle]:
    return list(models.Circle.objects.filter(split_id=row.split_id, host_id=row.host_id))


def _ratings_are_in(circle: models.Circle, now: datetime) -> bool:
    return circle.closed_at is not None and now > circle.closed_at + RATINGS_COME_FOR


def _somebody_is_gone(circle_ids: list[UUID]) -> bool:
    """Forgotten, or their word taken back: the average of before and the one of now would tell
    what they had felt."""
    of_circle: defaultdict[UUID, list[models.Seat]] = defaultdict(list)
    for seat in models.Seat.objects.filter(circle_id__in=circle_ids):
        of_circle[seat.circle_id].append(seat)
    if erased_among(seat.id for seats in of_circle.values() for seat in seats):
        return True
    return any(
        len(standing_seats(circle_id, seats)) < len(seats) for circle_id, seats in of_circle.items()
    )


def _average(circle_ids: Iterable[UUID], side: str) -> Average:
    """Each person counts once: their own mean first, then the mean of people."""
    of_person: defaultdict[tuple[UUID, int], list[int]] = defaultdict(list)
    for circle_id, seat, value in _ratings_of_others(circle_ids, side):
        of_person[circle_id, seat].append(value)
    if len(of_person) < PEOPLE_FOR_AN_AVERAGE:
        return Average(None, None)
    means = [sum(values) / len(values) for values in of_person.values()]
    return Average(len(means), round(sum(means) / len(means), 1))


def _ratings_of_others(circle_ids: Iterable[UUID], side: str) -> Iterable[tuple[UUID, int, int]]:
    ids = list(circle_ids)
    seats = models.Seat.objects.filter(circle_id__in=ids, is_host=False, is_companion=False)
    counted = set(seats.values_list("circle_id", "number"))
    ratings = models.TurnRating.objects.filter(circle_id__in=ids, side=side)
    for circle_id, seat, value in ratings.values_list("circle_id", "seat", "value"):
        if (circle_id, seat) in counted:
            yield circle_id, seat, value


def _line(row: models.Circle) -> Line:
    return Line(
        circle_id=row.id,
        format_id=row.format_id,
        format_name=_name(row),
        topic=row.topic,
        mode=row.mode,
        meets=row.get_mode_display(),
        relay_only=row.relay_only,
        people=len(row.seats.all()),
        created_at=row.created_at,
        closed_at=row.closed_at,
        split_id=row.split_id,
        table_number=row.table_number,
    )


def _name(row: models.Circle) -> str:
    texts = row.format_document["texts"]
    language = row.language if row.language in texts else next(iter(texts))
    name: str = texts[language]["name"]
    return name


def _seat_line(seat: models.Seat, state: SeatState, *, name: str) -> SeatLine:
    return SeatLine(
        seat_id=seat.id,
        number=seat.number,
        nickname=name,
        state=_state(state),
        is_host=seat.is_host,
        is_companion=seat.is_companion,
        writes_captions=seat.writes_captions,
        is_hushed=state.hushed,
        is_removed=state.removed,
        token=seat_token(seat.id, seat.generation) if seat.token_hash else None,
    )


def _state(seat: SeatState) -> str:
    if seat.left:
        return "left"
    if not seat.arrived:
        return "free"
    return "here" if seat.here else "away"
