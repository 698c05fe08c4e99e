"""Tables that somebody opens in a program for sheets, in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

# What begins a formula in one program or another; full-width twins are read as the same.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """CSV of rows with the same names; "" for none. Every text that could be taken for a formula
    is led by an apostrophe, as those programs want it."""
    lines = list(rows)
    if not lines:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(lines[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in line.items()} for line in lines)
    return out.getvalue()


def safe_cell(value: object) -> object:
    """Numbers stay numbers; also a minus behind blanks is a formula to some."""
    if not isinstance(value, str):
        return value
    begins = value.lstrip(" \u00a0\ufeff\u200b")
    return f"'{value}" if value.startswith("'") or begins.startswith(_BEGINS_A_FORMULA) else value
