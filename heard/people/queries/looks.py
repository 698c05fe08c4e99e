"""Who looked at what is whose, and whether the chain of looks is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.crypto import salted_hmac

from heard.people.models import Look

NOTHING_BEFORE: Final = "0" * 64
LET_GO: Final = "older-looks-let-go"
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look at what is mine; `who` is a nickname or a number, and empty when that person has
    been erased, or was nobody."""

    at: datetime
    what: str
    scope: str
    who: str
    was_me: bool


def looks_at(person_id: int) -> tuple[LookLine, ...]:
    """Looks at what is this person's, the newest first."""
    rows = Look.objects.filter(subject_id=person_id).select_related("actor").order_by("-id")
    return tuple(
        LookLine(
            at=row.at,
            what=row.what,
            scope=row.scope,
            who=str(row.actor) if row.actor else "",
            was_me=row.actor_id == person_id,
        )
        for row in rows[:SHOWN]
    )


def chain_is_whole() -> bool:
    """Every line follows from the one before, and what is missing at the front was let go."""
    return first_broken_look() is None


def first_broken_look() -> int | None:
    """The first line that does not follow from the one before; None when the chain is whole."""
    before, let_go = "", _let_go()
    for line in _lines():
        follows = line.hash_before == before if before else _may_begin(line, let_go)
        if not follows or line.hash != hash_of_line(line):
            return int(line.pk)
        before = line.hash
    return None


def hash_of_newest() -> str | None:
    """What the next line follows. Written down elsewhere, it shows later that none was cut off."""
    return Look.objects.order_by("-id").values_list("hash", flat=True).first()


def hash_of_line(line: Look) -> str:
    parts = (
        line.hash_before,
        line.actor_digest,
        line.subject_digest,
        line.what,
        line.scope,
        line.at.astimezone(UTC).isoformat(),
    )
    return salted_hmac("heard.people.looks", "\n".join(parts), algorithm="sha256").hexdigest()


def digest_of(person_id: int | None) -> str:
    """Stands for a person, also when they are erased; only this node can make it."""
    who = "nobody" if person_id is None else str(person_id)
    return salted_hmac("heard.people.looks.who", who, algorithm="sha256").hexdigest()


def _may_begin(line: Look, let_go: frozenset[str]) -> bool:
    return line.hash_before == NOTHING_BEFORE or f"to:{line.hash_before}" in let_go


def _let_go() -> frozenset[str]:
    return frozenset(Look.objects.filter(what=LET_GO).values_list("scope", flat=True))


def _lines() -> Iterator[Look]:
    return Look.objects.order_by("id").iterator(chunk_size=500)
