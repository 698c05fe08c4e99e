"""One zip with everything that is held of somebody, and the way back from it."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from heard.base.holdings.rules import Rule, Subject, data_rules
from heard.base.holdings.taking import rows_of
from heard.base.sheets import sheet_of

Rows = list[dict[str, Any]]


def write_archive(subject: Subject, *, now: datetime) -> bytes:
    """A file for each table, as JSON, and as CSV where the table is flat; and what they are."""
    rules = [rule for rule in data_rules().rules if rule.found]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(rules, now))
        for rule in rules:
            _write(archive, rule, [_plain(row) for row in rows_of(rule, subject)])
    return out.getvalue()


def read_archive(archive: bytes) -> dict[str, Rows]:
    """The rows of each table by its name, with the kinds of values that the database has."""
    rules = {f"json/{rule.name}.json": rule for rule in data_rules().rules}
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {
            rule.name: [_revived(rule, row) for row in json.loads(found.read(name))["rows"]]
            for name, rule in rules.items()
            if name in found.namelist()
        }


def _write(archive: zipfile.ZipFile, rule: Rule, rows: Rows) -> None:
    whole = {"table": rule.name, "what": str(rule.what), "kept": str(rule.kept), "rows": rows}
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    archive.writestr(f"json/{rule.name}.json", text)
    is_flat = not any(isinstance(value, dict | list) for row in rows for value in row.values())
    if rows and is_flat:
        archive.writestr(f"csv/{rule.name}.csv", sheet_of(rows))


def _readme(rules: list[Rule], now: datetime) -> str:
    words = [
        _("What %(node)s holds of you, on %(day)s") % _where(now),
        "",
        _("Each table is a file in json/; those without lists are in csv/ too, for a sheet."),
        _("All times are in UTC. Words and names of other people are theirs and not in here."),
    ]
    return "\n".join([*words, *(line for rule in rules for line in _about(rule))]) + "\n"


def _where(now: datetime) -> Mapping[str, str]:
    return {"node": settings.HEARD_NODE_NAME, "day": now.date().isoformat()}


def _about(rule: Rule) -> list[str]:
    left = [
        _("Not in here: %(fields)s (%(why)s)") % {"fields": ", ".join(fields), "why": why}
        for why, fields in rule.leaves.items()
    ]
    return ["", rule.name, str(rule.what), _("Kept: %(how_long)s") % {"how_long": rule.kept}, *left]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
    return value


def _revived(rule: Rule, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _revived_value(rule, name, value) for name, value in row.items()}


def _revived_value(rule: Rule, name: str, value: Any) -> Any:
    if name in rule.tells or value is None:
        return value
    field = next(each for each in rule.model._meta.concrete_fields if each.attname == name)
    return getattr(field, "target_field", field).to_python(value)
