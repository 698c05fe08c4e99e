"""Which rows are whose, where no column says it: seats of a person, sessions, lines of a log."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus

from heard.base.holdings import Place, Subject
from heard.circles.core.ways import LARGEST_CIRCLE
from heard.circles.models import Seat
from heard.people.models import Person

FINISHED: Final = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


def subject_of_person(person_id: int) -> Subject:
    """With every seat that is theirs, also the host's own in circles that they host."""
    address = Person.objects.values_list("email", flat=True).filter(id=person_id).first()
    own = Q(person_id=person_id) | Q(is_host=True, circle__host_id=person_id)
    return Subject(person_id, places_of(Seat.objects.filter(own)), address or "")


def subject_of_seat(seat_id: UUID) -> Subject | None:
    places = places_of(Seat.objects.filter(id=seat_id))
    return Subject(None, places) if places else None


def places_of(seats: Iterable[Seat]) -> tuple[Place, ...]:
    return tuple(Place(seat.id, seat.circle_id, seat.number) for seat in seats)


def in_sessions(subject: Subject) -> Q:
    """Sessions in which they are signed in, or have typed their address to sign in."""
    if subject.person_id is None:
        return Q(pk__in=())
    held = Session.objects.all().iterator()
    return Q(pk__in=[each.pk for each in held if _is_of(each.get_decoded(), subject)])


def _is_of(session: dict[str, Any], subject: Subject) -> bool:
    if session.get("_auth_user_id") == str(subject.person_id):
        return True
    typed = json.dumps(session, default=str).casefold()
    return bool(subject.address) and subject.address.casefold() in typed


def invited(subject: Subject) -> Q:
    """Invitations to their address, also those from before they had an account."""
    return Q(email=subject.address) if subject.address else Q(pk__in=())


def finished_tasks(_subject: Subject) -> Q:
    """All of them, of whomever: nobody needs them, and a traceback may quote anything."""
    return Q(status__in=FINISHED)


def in_log(subject: Subject) -> Q:
    """Lines that name a seat: as the one who acts, who listens, or among those who speak."""
    named = Q(pk__in=())
    for number, circles in subject.circles_by_number().items():
        there = Q(data__seat=number) | Q(data__listener=number)
        for nth in range(LARGEST_CIRCLE):
            there |= Q(**{f"data__holders__{nth}": number})
        named |= Q(circle_id__in=circles) & there
    return named


def part_in_event(event: Any, subject: Subject) -> str:
    """What somebody's seat was in a line of the log."""
    own = [place.number for place in subject.places if place.circle_id == event.circle_id]
    if set(own) & set(event.data.get("holders", ())):
        return "speaks"
    return "listens" if event.data.get("listener") in own else "acts"


def own_number(row: Any, subject: Subject) -> int:
    """The number of somebody's seat in the circle of a row."""
    return next(place.number for place in subject.places if place.circle_id == row.circle_id)


def as_actor_or_subject(look: Any, subject: Subject) -> str:
    return "at mine" if look.subject_id == subject.person_id else "by me"


def name_of_passkey(passkey: Any, _subject: Subject) -> str:
    return str(passkey.data.get("name", ""))


def seat_words(seat: Any) -> str:
    """What a seat is called once its name is gone, in the language of its circle."""
    return _in_words(seat.number, seat.circle.language)


def names_of_nobody() -> frozenset[str]:
    """All that `seat_words` can say on this node."""
    languages = {code for code, _name in settings.LANGUAGES}
    numbers = range(1, LARGEST_CIRCLE + 1)
    return frozenset(_in_words(number, code) for number in numbers for code in languages)


def _in_words(number: int, language: str) -> str:
    with translation.override(language):
        return _("Seat %(number)s") % {"number": number}


DAYS_30: Final = timedelta(days=30)
A_WEEK: Final = timedelta(days=7)
A_YEAR: Final = timedelta(days=365)
TWO_YEARS: Final = timedelta(days=730)
