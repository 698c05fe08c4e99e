"""Ends and gives back what people may do; who loses a right loses sessions and sockets at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heard.base.reactions import tell
from heard.people.actions.looks import note_look
from heard.people.events import RightsEnded
from heard.people.models import Person
from heard.people.queries.sessions import mark_of, open_sessions


class NotYours(Exception):
    """Nobody closes their own account here, or takes what is no account."""


@transaction.atomic
def end_sessions_of(person_id: int, *, now: datetime, but: str | None = None) -> int:
    """Signs a person out everywhere, but in the session with the key `but`; returns how many
    sessions that ended. Their seats in circles are let go by every device."""
    ended = 0
    for session in open_sessions(person_id, now=now):
        if session.session_key != but:
            session.delete()
            ended += 1
    tell(RightsEnded(person_id, now))
    return ended


@transaction.atomic
def end_session(person_id: int, *, mark: str, now: datetime) -> bool:
    """One session of this person; whether there was one with this mark."""
    for session in open_sessions(person_id, now=now):
        if mark_of(session.session_key) == mark:
            session.delete()
            return True
    return False


@transaction.atomic
def close_account(*, person_id: int, by: int, now: datetime) -> None:
    """They may not sign in any more, and are out of the circles that run. Nothing is erased.

    Raises `NotYours` for one's own account, so that a node does not lose its last owner.
    """
    if person_id == by or not _only(person_id).update(is_active=False):
        raise NotYours
    note_look(actor_id=by, subject_id=person_id, what="account-closed", now=now)
    end_sessions_of(person_id, now=now)


@transaction.atomic
def reopen_account(*, person_id: int, by: int, now: datetime) -> None:
    """They may sign in again. Raises `NotYours`."""
    if person_id == by or not _only(person_id).update(is_active=True):
        raise NotYours
    note_look(actor_id=by, subject_id=person_id, what="account-reopened", now=now)


@transaction.atomic
def give_ownership(*, person_id: int, by: int, now: datetime) -> None:
    """They own the node too from now on. Raises `NotYours`."""
    if person_id == by or not _only(person_id).filter(is_active=True).update(is_owner=True):
        raise NotYours
    note_look(actor_id=by, subject_id=person_id, what="ownership-given", now=now)


def _only(person_id: int) -> QuerySet[Person]:
    return Person.objects.filter(id=person_id)
