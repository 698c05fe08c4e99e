"""Finds what is held of somebody."""

import operator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import QuerySet

from heard.base.holdings.rules import NOTHING, Rule, Subject, Words, data_rules


@dataclass(frozen=True, slots=True)
class Holding:
    """One line of "what we hold": so many rows of a table, what stays, and for how long."""

    what: Words
    kept: Words
    stays: Words
    count: int


def holdings_of(subject: Subject) -> tuple[Holding, ...]:
    """Each table that can hold something of somebody, also those with nothing."""
    return tuple(
        Holding(rule.what, rule.kept, rule.stays, _found(rule, subject).count())
        for rule in data_rules().rules
        if rule.found
    )


def rows_of(rule: Rule, subject: Subject) -> list[dict[str, Any]]:
    """The rows as an export has them."""
    return [
        {name: getattr(row, name) for name in rule.takes}
        | {name: told(row, subject) for name, told in rule.tells.items()}
        for row in _found(rule, subject).order_by("pk")
    ]


def _found(rule: Rule, subject: Subject) -> QuerySet[Any]:
    wanted = reduce(operator.or_, (found(subject) for found in rule.found), NOTHING)
    return rule.model._base_manager.filter(wanted)
