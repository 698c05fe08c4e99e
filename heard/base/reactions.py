"""Lets one domain answer what happened in another, without either knowing the other.

The table itself stands in `heard/site/wiring.py`.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.dateparse import parse_duration
from django.utils.duration import duration_iso_string
from django.utils.module_loading import import_string
from django_tasks import task

Deed = Callable[[Any], None]


@dataclasses.dataclass(frozen=True)
class Reaction:
    """One row of the table: after `event`, do `deed`.

    `now` runs in the transaction of the event and may refuse it by raising; `later` becomes a
    row in the same transaction, so a kill loses nothing, and must be safe to run twice.
    """

    event: type
    deed: Deed
    when: Literal["now", "later"]


def tell(event: object) -> None:
    """Call it inside the transaction in which the event became true."""
    assert transaction.get_connection().in_atomic_block, "tell() needs the event's transaction"
    for number, reaction in enumerate(wiring()):
        if type(event) is not reaction.event:
            continue
        if reaction.when == "now":
            reaction.deed(event)
        else:
            react_later.enqueue(name_of(reaction), to_plain(event), number)


@task()
def react_later(name: str, event: dict[str, Any], number: int) -> None:
    """Runs one `later` row; `number` is where it stood, `name` is what counts."""
    reaction = next((row for row in wiring() if name_of(row) == name), None)
    if reaction is None:
        raise LookupError(f"The wiring has no reaction {name} any more (it was row {number}).")
    with transaction.atomic():
        reaction.deed(from_plain(reaction.event, event))


def wiring() -> tuple[Reaction, ...]:
    rows: tuple[Reaction, ...] = import_string(settings.HEARD_WIRING)
    return rows


def name_of(reaction: Reaction) -> str:
    event, deed = reaction.event, reaction.deed
    return f"{event.__module__}.{event.__qualname__}->{deed.__module__}.{deed.__qualname__}"


def to_plain(event: object) -> dict[str, Any]:
    """A frozen dataclass of plain values as what JSON can hold."""
    assert dataclasses.is_dataclass(event) and not isinstance(event, type)
    return {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}


def from_plain(kind: type, values: dict[str, Any]) -> Any:
    hints = typing.get_type_hints(kind)
    return kind(**{name: _revived(hints[name], value) for name, value in values.items()})


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case UUID():
            return str(value)
        case tuple() | list():
            return [_plain(each) for each in value]
    return value


def _revived(hint: Any, value: Any) -> Any:
    if isinstance(hint, types.UnionType):
        hint = next(kind for kind in hint.__args__ if kind is not types.NoneType)
    if value is None:
        return None
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is timedelta:
        return parse_duration(value)
    if hint is UUID:
        return UUID(value)
    if typing.get_origin(hint) is tuple:
        return tuple(_revived(typing.get_args(hint)[0], each) for each in value)
    return value
