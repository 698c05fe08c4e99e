"""Circles of minors: a class without names, a vetted grown-up, and what a guardian takes back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from heard.base.clock import now as time_now
from heard.circles import models
from heard.circles.actions.agreeing import agree_to_sit
from heard.circles.actions.moving import make_move
from heard.circles.actions.names import Unfit
from heard.circles.actions.opening import open_circle
from heard.circles.actions.removing import remove_seat
from heard.circles.actions.seating import announce
from heard.circles.core.formats import read_format
from heard.circles.core.moves import Move, MoveKind
from heard.circles.queries.links import hashed
from heard.circles.queries.minors import (
    SCHOOL,
    MayMeet,
    circle_of_class,
    class_code,
    minors_may_meet,
    seats_by_vetting,
    someone_answers_for,
)
from heard.circles.queries.seats import Finding, SeatFound
from heard.circles.words.creatures import creatures
from heard.people import queries as people
from heard.people.events import ConsentWithdrawn, VettingWithdrawn


@dataclass(frozen=True, slots=True)
class OpenedClass:
    """A circle of pupils, each of whom is a creature. Nothing of theirs is kept."""

    circle_id: UUID
    code: str
    creatures: tuple[str, ...]


@transaction.atomic
def open_school_circle(
    *,
    format_id: str,
    pupils: int,
    age_band: str,
    community_id: UUID,
    host_id: int,
    language: str,
    may_meet: MayMeet = minors_may_meet,
    now: datetime | None = None,
) -> OpenedClass:
    """Seats without links and without names: who knows the code of the class takes a creature."""
    names = creatures(language)[:pupils]
    opened = open_circle(
        format_id=format_id,
        names=names,
        mode=models.Mode.DEVICES,
        host_id=host_id,
        language=language,
        age_band=age_band,
        community_id=community_id,
        community_kind=SCHOOL,
        may_meet=may_meet,
        now=now,
    )
    models.Seat.objects.filter(circle_id=opened.circle_id).update(token_hash=None)
    return OpenedClass(opened.circle_id, class_code(opened.circle_id), names)


@transaction.atomic
def take_school_seat(
    *, code: str, number: int, device_key: str, now: datetime | None = None
) -> SeatFound:
    """A pupil is the creature with this number, unless another is, or nobody answers for them."""
    at = now or time_now()
    circle_id = circle_of_class(code, now=at)
    if circle_id is None:
        return SeatFound(Finding.UNKNOWN)
    seats = models.Seat.objects.filter(circle_id=circle_id, number=number)
    seat = seats.exclude(age_band="adult").first()
    if seat is None:
        return SeatFound(Finding.UNKNOWN)
    finding = _sit_down(seat, hashed(device_key), at)
    return SeatFound(finding, seat.id, circle_id, seat.number, seat.nickname)


@transaction.atomic
def seat_grown_up(
    *, circle_id: UUID, person_id: int, nickname: str, now: datetime | None = None
) -> UUID:
    """Seats somebody vetted among minors, before it begins. Raises `Unfit`."""
    at = now or time_now()
    circle = models.Circle.objects.get(id=circle_id)
    vetting = people.vetting_for(person_id, place=circle.community_kind, on=at.date())
    number = circle.seats.count() + 1
    most = read_format(circle.format_document).max
    if vetting is None or number > most or circle.log.exists():
        words = _("Only somebody who was vetted for this place may sit here, from the beginning.")
        raise Unfit("not_vetted", words)
    seat = models.Seat.objects.create(
        circle=circle,
        number=number,
        nickname=nickname,
        person_id=person_id,
        vetting_id=vetting,
    )
    return seat.id


def let_minor_go(event: ConsentWithdrawn) -> None:
    """Who answers for a minor has taken it back: the seat leaves, also in the middle."""
    if event.purpose != people.BY_GUARDIAN:
        return
    for seat in _seats_of(event):
        if not someone_answers_for(seat, person_id=seat.person_id):
            _let_go(seat, event.at)


def let_grown_up_go(event: VettingWithdrawn) -> None:
    """The database has emptied the seat; the circle sees it, and the socket closes."""
    seats = models.Seat.objects.filter(vetting_id=event.vetting_id, circle__closed_at=None)
    for seat in seats:
        remove_seat(circle_id=seat.circle_id, seat=seat.number, now=event.at)
        announce(seat.circle_id)


def let_unvetted_go(circle_id: UUID, *, now: datetime) -> None:
    """A vetting ends with its day, also in the middle of a circle: who sits by it goes as if it had
    been withdrawn. The minors go on, and whoever hosts sees the empty seat."""
    for seat in seats_by_vetting().filter(circle_id=circle_id):
        assert seat.vetting_id is not None
        if people.vettings_run_out({seat.vetting_id}, on=now.date()):
            remove_seat(circle_id=circle_id, seat=seat.number, now=now)
            announce(circle_id)


def _let_go(seat: models.Seat, at: datetime) -> None:
    make_move(circle_id=seat.circle_id, move=Move(MoveKind.LEAVE, seat.number), now=at)
    models.Seat.objects.filter(id=seat.id).update(device_hash="", taken_at=None, token_hash=None)
    announce(seat.circle_id)


def _sit_down(seat: models.Seat, device: str, at: datetime) -> Finding:
    if seat.device_hash == device:
        return Finding.MINE
    if not someone_answers_for(seat, person_id=None):
        return Finding.NO_GUARDIAN
    free = models.Seat.objects.filter(id=seat.id, device_hash="", removed_at=None)
    if not free.update(device_hash=device, taken_at=at, agreed_at=at):
        return Finding.NOT_FREE
    agree_to_sit(seat_id=seat.id, how="entering", now=at)
    return Finding.MINE


def _seats_of(event: ConsentWithdrawn) -> list[models.Seat]:
    """Seats of minors in open circles, which the word that was taken back was about."""
    seats = models.Seat.objects.filter(circle__closed_at=None).exclude(age_band="adult")
    if event.seat_id is not None:
        return list(seats.filter(id=event.seat_id))
    return list(seats.filter(Q(person=event.person_id)))
