"""Hands people what is held of them, and forgets them: wholly, and again after a backup."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from heard.base.holdings import Subject, data_rules, erase, write_archive
from heard.base.reactions import tell
from heard.people.actions.looks import note_look
from heard.people.events import PersonErased, SeatErased
from heard.people.models import Erasure, Person

PERSON: Final = "person"
SEAT: Final = "seat"
SECOND: Final = 1000


class LastOwner(Exception):
    """A node needs somebody who owns it."""


@transaction.atomic
def export_person(person_id: int, *, now: datetime) -> bytes:
    """A zip of everything about a person; that it was made is noted."""
    note_look(actor_id=person_id, subject_id=person_id, what="export", now=now)
    return write_archive(data_rules().person(person_id), now=now)


@transaction.atomic
def export_seat(seat_id: UUID, *, now: datetime) -> bytes | None:
    """The same for one seat; None when there is no such seat."""
    subject = data_rules().seat(seat_id)
    if subject is None:
        return None
    note_look(actor_id=None, subject_id=None, what="export", scope=f"seat:{seat_id}", now=now)
    return write_archive(subject, now=now)


@transaction.atomic
def erase_person(person_id: int, *, now: datetime) -> bool:
    """Forgets a person in all tables; False when nobody is there to forget. Raises `LastOwner`."""
    if not _lock(person_id):
        return False
    _refuse_last_owner(person_id)
    subject = data_rules().person(person_id)
    note_look(actor_id=person_id, subject_id=person_id, what="erasure", now=now)
    _vacate(subject, now)
    tell(PersonErased(person_id, now))
    erase(subject)
    _remember(PERSON, str(person_id), now)
    transaction.on_commit(overwrite_traces)
    return True


@transaction.atomic
def erase_seat(seat_id: UUID, *, now: datetime) -> bool:
    """Forgets who sat on a seat; False when there is none. Their account, if any, stays."""
    subject = data_rules().seat(seat_id)
    if subject is None:
        return False
    note_look(actor_id=None, subject_id=None, what="erasure", scope=f"seat:{seat_id}", now=now)
    _vacate(subject, now)
    erase(subject)
    transaction.on_commit(overwrite_traces)
    return True


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """How many were forgotten again; `last_owners` are still here, since a node needs one."""

    people: int
    seats: int
    last_owners: tuple[int, ...]


def erase_again(*, now: datetime) -> ErasedAgain:
    """After a backup was brought back: forgets whoever was forgotten before or since.

    Numbers of persons may be given anew after a backup, so whoever joined later than the
    erasure is somebody else.
    """
    noted = set(_erased())
    seats = {UUID(subject) for kind, subject, _at in noted if kind == SEAT}
    again = [erase_seat(seat_id, now=now) for seat_id in sorted(seats)]
    people, last_owners = 0, set()
    for kind, subject, at in sorted(noted):
        if kind == PERSON and _is_the_same(int(subject), at):
            try:
                people += erase_person(int(subject), now=now)
            except LastOwner:
                last_owners.add(int(subject))
    return ErasedAgain(people, sum(again), tuple(sorted(last_owners)))


def overwrite_traces() -> None:
    """SQLite has overwritten what was deleted; here its journal, with the old pages, is emptied.

    Where somebody reads for longer than a second, the next hour does it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {SECOND}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {int(waits)}")


def _lock(person_id: int) -> bool:
    people = Person.objects.select_for_update().filter(id=person_id)
    return people.values_list("id", flat=True).first() is not None


def _refuse_last_owner(person_id: int) -> None:
    """Owners wait for one another, so that the last two do not go at the same time."""
    owners = Person.objects.select_for_update().filter(is_owner=True, is_active=True)
    if list(owners.order_by("id").values_list("id", flat=True)) == [person_id]:
        raise LastOwner


def _vacate(subject: Subject, now: datetime) -> None:
    for place in subject.places:
        tell(SeatErased(place.seat_id, now))
        _remember(SEAT, str(place.seat_id), now)


def _remember(kind: str, subject: str, now: datetime) -> None:
    """In the table, and in a file beside the database that no backup of it turns back."""
    Erasure.objects.update_or_create(kind=kind, subject=subject, defaults={"at": now})
    transaction.on_commit(partial(_write_down, kind, subject, now))


def _list() -> Path:
    return Path(settings.HEARD_DATA) / "erased.jsonl"


def _write_down(kind: str, subject: str, now: datetime) -> None:
    with _list().open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"kind": kind, "subject": subject, "at": now.isoformat()}) + "\n")


def _erased() -> Iterator[tuple[str, str, datetime]]:
    yield from Erasure.objects.values_list("kind", "subject", "at")
    if _list().exists():
        for line in _list().read_text(encoding="utf-8").splitlines():
            noted = json.loads(line)
            yield noted["kind"], noted["subject"], datetime.fromisoformat(noted["at"])


def _is_the_same(person_id: int, at: datetime) -> bool:
    return Person.objects.filter(id=person_id, joined_at__lte=at).exists()
