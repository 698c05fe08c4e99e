"""Writes the table of `docs/privacy.md`: `python -m heard.site.tests.write_privacy`."""

import os
from collections.abc import Iterable
from pathlib import Path

import django
from django.utils import translation

from heard.base.holdings import Delete, Lapse, Rule, data_rules

PAGE = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"
BEGIN, END = "<!-- written by code: begin -->\n", "<!-- written by code: end -->\n"
HEAD = "| what | kept | goes by itself | erasing |\n|---|---|---|---|\n"


def table() -> str:
    """One row for each table that can hold something of somebody."""
    rules = data_rules().rules
    with translation.override("en"):
        return HEAD + "".join(map(_row, filter(lambda rule: rule.is_personal, rules)))


def told() -> str:
    """What stands on the page now."""
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def write() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")


def _row(rule: Rule) -> str:
    goes = "; ".join(map(_when, rule.lapses)) or "–"
    return f"| {rule.what} (`{rule.name}`) | {rule.kept} | {goes} | {_erasing(rule)} |\n"


def _when(lapse: Lapse) -> str:
    since = f"`{lapse.since.replace('__', '.')}`"
    what = "row" if lapse.values is None else _names(lapse.values)
    return f"{what}: {lapse.after.days} days after {since}"


def _erasing(rule: Rule) -> str:
    parts = [
        "row deleted" if isinstance(step, Delete) else f"emptied: {_names(step.values)}"
        for step in rule.erases
    ]
    return "; ".join(dict.fromkeys(parts)) or "stays, without names"


def _names(values: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in values)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")
    django.setup()
    write()
