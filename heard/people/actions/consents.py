"""Writes into the ledger of consents: given, or taken back."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from heard.base.reactions import tell
from heard.people.core.consents import Line, line_that_counts, moment_after
from heard.people.events import ConsentWithdrawn
from heard.people.models import Consent
from heard.people.queries.consents import consent_lines, consent_text


@transaction.atomic
def give_consent(
    *,
    purpose: str,
    language: str,
    scope: str = "",
    person_id: int | None = None,
    seat_id: UUID | None = None,
    how: str,
    now: datetime,
) -> None:
    """They agree to the newest words, as they were shown to them in `language`."""
    text = consent_text(purpose, language)
    told = consent_lines(purpose=purpose, scope=scope, person_id=person_id, seat_id=seat_id)
    _write(
        Line(
            person_id=person_id,
            seat_id=seat_id,
            purpose=purpose,
            scope=scope,
            version=text.version,
            text_hash=text.hash,
            language=text.language,
            is_given=True,
            how=how,
            at=moment_after(told, now),
        )
    )


@transaction.atomic
def withdraw_consent(
    *,
    purpose: str,
    scope: str = "",
    person_id: int | None = None,
    seat_id: UUID | None = None,
    how: str,
    now: datetime,
) -> None:
    """They take it back, and whoever keeps something by it lets it go in the same transaction.

    Where nothing stands, nothing happens: it can be taken back twice.
    """
    told = consent_lines(purpose=purpose, scope=scope, person_id=person_id, seat_id=seat_id)
    line = line_that_counts(told)
    if line is None or not line.is_given:
        return
    taken_back = replace(line, is_given=False, how=how, at=moment_after(told, now))
    _write(taken_back)
    tell(
        ConsentWithdrawn(
            person_id=taken_back.person_id,
            seat_id=taken_back.seat_id,
            purpose=purpose,
            scope=scope,
            at=taken_back.at,
        )
    )


def _write(line: Line) -> None:
    Consent.objects.create(**asdict(line))
