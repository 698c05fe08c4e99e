"""What somebody agreed to, and the words they agreed to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import yaml
from django.db.models import QuerySet

from heard.people.core.consents import (
    FIRST_LANGUAGE,
    LANGUAGES,
    ConsentText,
    Line,
    holds,
    is_standing,
    line_that_counts,
    read_texts,
)
from heard.people.models import Consent

FOLDER = Path(__file__).resolve().parent.parent / "consents"
_COLUMNS = tuple(field.name for field in fields(Line))


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """One consent as its holder reads it: the line that counts, and the words of that time.
    `is_newest` says that nothing was changed in the words since."""

    line: Line
    text: ConsentText
    is_newest: bool


@lru_cache(maxsize=1)
def consent_texts() -> Mapping[str, tuple[ConsentText, ...]]:
    """All words of all versions, by purpose."""
    documents = (yaml.safe_load(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.yaml")))
    texts = [read_texts(document) for document in documents]
    return MappingProxyType({each[0].purpose: each for each in texts})


def consent_text(purpose: str, language: str) -> ConsentText:
    """The newest words, in `language` if they are written in it, else in English."""
    spoken = language.split("-", maxsplit=1)[0]
    newest = [text for text in consent_texts()[purpose] if text.version == newest_of(purpose)]
    chosen = spoken if spoken in LANGUAGES else FIRST_LANGUAGE
    return next(text for text in newest if text.language == chosen)


def newest_text_with(purpose: str, text_hash: str) -> ConsentText | None:
    """The text with exactly these words, if they are those that one agrees to today."""
    texts = (text for text in consent_texts()[purpose] if text.version == newest_of(purpose))
    return next((text for text in texts if text.hash == text_hash), None)


def newest_of(purpose: str) -> int:
    return consent_texts()[purpose][-1].version


def has_consented(
    *, purpose: str, scope: str = "", person_id: int | None = None, seat_id: UUID | None = None
) -> bool:
    """Whether they agreed to the words of today and have not taken it back."""
    lines = consent_lines(purpose=purpose, scope=scope, person_id=person_id, seat_id=seat_id)
    return holds(lines, newest=newest_of(purpose))


def seats_that_agreed(*, purpose: str, scope: str, seat_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those whose word stands, also to words of an earlier day."""
    rows = Consent.objects.filter(purpose=purpose, scope=scope, seat_id__in=list(seat_ids))
    lines: dict[UUID, list[Line]] = {}
    for line in _lines(rows):
        assert line.seat_id is not None
        lines.setdefault(line.seat_id, []).append(line)
    return frozenset(seat_id for seat_id, told in lines.items() if is_standing(told))


def consent_lines(
    *, purpose: str, scope: str = "", person_id: int | None = None, seat_id: UUID | None = None
) -> list[Line]:
    """The ledger of one holder about one thing. With both ids it is this person's on this seat."""
    assert person_id is not None or seat_id is not None
    rows = Consent.objects.filter(purpose=purpose, scope=scope, seat_id=seat_id)
    return _lines(rows if person_id is None else rows.filter(person_id=person_id))


def consents_of(
    *, person_id: int | None = None, seat_id: UUID | None = None
) -> tuple[ConsentShown, ...]:
    """Everything a person, or whoever holds a seat, has agreed to, newest first."""
    assert person_id is not None or seat_id is not None
    told = sorted(_lines(Consent.objects.filter(**_holder(person_id, seat_id))), key=_thing)
    counting = (line_that_counts(lines) for _, lines in groupby(told, key=_thing))
    shown = [_shown(line) for line in counting if line is not None]
    return tuple(sorted(shown, key=lambda each: each.line.at, reverse=True))


def _holder(person_id: int | None, seat_id: UUID | None) -> dict[str, int | UUID]:
    holder = {"person_id": person_id, "seat_id": seat_id}
    return {name: value for name, value in holder.items() if value is not None}


def _thing(line: Line) -> tuple[str, str, str]:
    return line.purpose, line.scope, str(line.seat_id)


def _shown(line: Line) -> ConsentShown:
    texts = consent_texts()[line.purpose]
    text = next(each for each in texts if each.hash == line.text_hash)
    return ConsentShown(line, text, is_newest=text.version == newest_of(line.purpose))


def _lines(rows: "QuerySet[Consent]") -> list[Line]:
    return [Line(**row) for row in rows.values(*_COLUMNS)]
