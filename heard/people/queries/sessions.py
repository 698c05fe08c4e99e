"""Where a person is signed in. No addresses of networks: they are not kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import salted_hmac

BROWSER: Final = "browser"
SINCE: Final = "signed_in_since"


@dataclass(frozen=True, slots=True)
class SessionLine:
    """`mark` names a session without being the key to it; `browser` may be empty."""

    mark: str
    browser: str
    since: datetime | None
    is_this: bool


def sessions_of(person_id: int, *, this: str | None, now: datetime) -> tuple[SessionLine, ...]:
    """The newest first; `this` is the key of the session that asks."""
    lines = [_line(session, this) for session in open_sessions(person_id, now=now)]
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(lines, key=lambda line: line.since or oldest, reverse=True))


def open_sessions(person_id: int, *, now: datetime) -> Iterator[Session]:
    """Whose it is stands inside of a session and nowhere else, so each is opened."""
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person_id):
            yield session


def mark_of(session_key: str | None) -> str:
    return salted_hmac("heard.people.sessions", session_key or "", algorithm="sha256").hexdigest()


def _line(session: Session, this: str | None) -> SessionLine:
    kept = session.get_decoded()
    since = datetime.fromtimestamp(kept[SINCE], UTC) if SINCE in kept else None
    mark = mark_of(session.session_key)
    return SessionLine(mark, kept.get(BROWSER, ""), since, session.session_key == this)
