"""The rule of the ledger: which line holds, and what asks again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

LANGUAGES: Final = ("en", "es", "ar")
FIRST_LANGUAGE: Final = "en"
_APART: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words of one version in one language, exactly as they are shown."""

    purpose: str
    version: int
    language: str
    title: str
    words: str

    @property
    def hash(self) -> str:
        return sha256(f"{self.title}\n\n{self.words}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: somebody gave their consent, or took it back. `person_id` is None
    where nobody is known of who sits on the seat."""

    person_id: int | None
    seat_id: UUID | None
    purpose: str
    scope: str
    version: int
    text_hash: str
    language: str
    is_given: bool
    how: str
    at: datetime


def line_that_counts(lines: Iterable[Line]) -> Line | None:
    """The last line of whoever agreed last, out of lines about one thing; None without any.

    A seat may have been another's before: what that one takes back later is not this one's. Of
    two lines at the same moment the one that allows less counts.
    """
    told = sorted(
        lines, key=lambda one: (one.at, not one.is_given, -one.version, one.person_id or 0)
    )
    given = [line for line in told if line.is_given]
    if not given:
        return told[-1] if told else None
    return [line for line in told if line.person_id == given[-1].person_id][-1]


def is_standing(lines: Iterable[Line]) -> bool:
    """Given and not taken back, whichever version: what was shown or kept by it may stay."""
    line = line_that_counts(lines)
    return line is not None and line.is_given


def holds(lines: Iterable[Line], *, newest: int) -> bool:
    """Given to the newest words: a new version of a text asks again before more is kept."""
    line = line_that_counts(lines)
    return line is not None and line.is_given and line.version >= newest


def moment_after(lines: Iterable[Line], now: datetime) -> datetime:
    """When the next line is told: `now`, but never before or with the last one."""
    return max([now, *(line.at + _APART for line in lines)])


def read_texts(document: Mapping[str, Any]) -> tuple[ConsentText, ...]:
    """All versions in all languages. Raises `ValueError` with a sentence for whoever wrote them."""
    purpose = document.get("id")
    if not isinstance(purpose, str) or not purpose:
        raise ValueError("A consent needs an id, for example `id: sitting`.")
    versions = document.get("versions") or ()
    numbers = [version.get("number") for version in versions]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise ValueError(f"{purpose}: versions are numbered 1, 2, 3 …; these are {numbers}.")
    texts = tuple(text for version in versions for text in _version(purpose, version))
    if len({text.hash for text in texts}) < len(texts):
        raise ValueError(f"{purpose}: two of its texts are the same; a new version says more.")
    return texts


def _version(purpose: str, version: Mapping[str, Any]) -> list[ConsentText]:
    number, texts = version["number"], version.get("texts") or {}
    if set(texts) != set(LANGUAGES):
        expected = ", ".join(LANGUAGES)
        raise ValueError(f"{purpose} {number}: write it in {expected}; it is in {sorted(texts)}.")
    return [_text(purpose, number, language, texts[language]) for language in LANGUAGES]


def _text(purpose: str, number: int, language: str, text: Any) -> ConsentText:
    parts = [text.get(part) for part in ("title", "words")] if isinstance(text, Mapping) else []
    if len(parts) != 2 or not all(isinstance(part, str) and part.strip() for part in parts):
        raise ValueError(f"{purpose} {number} in {language}: it needs a title and words.")
    title, words = (str(part).strip() for part in parts)
    return ConsentText(purpose, number, language, title, words)
