"""From a sheet to people, what they answered, and what must hold for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from heard.matching.core import (
    Choices,
    Features,
    Problem,
    ProblemFault,
    Scale,
    Sizes,
    features_of,
)
from heard.matching.core.arrays import Bools, Ints
from heard.matching.forms.asking import Columns
from heard.matching.forms.cells import (
    Cells,
    is_nothing,
    question,
    refuse_formulas,
    says_yes,
    several,
)
from heard.matching.forms.faults import SheetFault
from heard.matching.forms.pairs import alike_pairs, met_in, pairs_in, places_of
from heard.matching.forms.tables import Table, alike, read_table

_MOST_BANDS = 12
_LONGEST_NAME = 200


@dataclass(frozen=True)
class People:
    """Who came in a sheet. Labels stand in the order of the problem's columns.

    `missing`: how many answers were left open; `silent`: how many people answered nothing;
    `same`: questions that everyone answered alike; `strangers`: how many of an earlier grouping
    are not in this sheet; `encoding`: assumed, where nothing in the file said it.
    """

    file: str
    names: Sequence[str]
    problem: Problem
    answers: Features
    questions: Sequence[str]
    slots: Sequence[str] = ()
    languages: Sequence[str] = ()
    flags: Sequence[str] = ()
    common: Sequence[str] = ()
    same: Sequence[str] = ()
    strangers: int = 0
    encoding: str = ""
    parted_by: str = ","

    @property
    def missing(self) -> int:
        return int(self.answers.missing.sum())

    @property
    def silent(self) -> int:
        return len(self.answers.silent)


@dataclass
class _Sheet:
    """The columns that were asked for."""

    table: Table
    names: list[str]
    lines: list[int]
    columns: dict[str, Cells]
    labels: dict[str, Any] = field(default_factory=dict)
    strangers: int = 0


def read_people(
    path: Path,
    columns: Columns,
    sizes: Sizes,
    *,
    encoding: str = "",
    pairs_apart: Path | None = None,
    met: Path | None = None,
) -> People:
    """Raises `SheetFault` or `ProblemFault`: a sentence about what to change."""
    sheet = _read_sheet(read_table(path, encoding), columns)
    questions = [question(sheet.columns[each]) for each in _questions(sheet.table, columns)]
    answers = features_of(questions)
    _ask_for_enough_people(sheet, sizes)
    problem = Problem(
        features=answers.values,
        sizes=sizes,
        **_marks(sheet, columns),
        **_rules(sheet, columns, pairs_apart=pairs_apart, met=met, encoding=encoding),
    )
    return People(
        file=path.name,
        names=sheet.names,
        problem=problem,
        answers=answers,
        questions=[each.name for each in questions],
        same=[each.name for each in questions if _is_the_same_for_all(each)],
        strangers=sheet.strangers,
        encoding=sheet.table.encoding,
        parted_by=sheet.table.parted_by,
        **sheet.labels,
    )


# ── the sheet ───────────────────────────────────────────────────────────────


def _read_sheet(table: Table, columns: Columns) -> _Sheet:
    name = columns.name or table.header[0]
    asked = dict(_asked(table, columns))
    places = {column: table.place_of(column, asked_by=by) for column, by in asked.items()}
    at = table.place_of(name, asked_by="--name")
    names: list[str] = []
    lines: list[int] = []
    cells: dict[str, list[str]] = {column: [] for column in places}
    for line, row in table.rows():
        names.append(row[at])
        lines.append(line)
        for column, place in places.items():
            cells[column].append(row[place])
    _look_at_names(names, lines, table)
    found = {each: Cells(each, table.file, cells[each], lines) for each in cells}
    for each in found.values():
        refuse_formulas(each)
    return _Sheet(table, names, lines, found)


def _asked(table: Table, columns: Columns) -> list[tuple[str, str]]:
    """Each column that is needed, and the option that names it."""
    one = (
        ("--together", columns.together),
        ("--language", columns.language),
        ("--slots", columns.slots),
        ("--ages", columns.ages),
        ("--facilitators", _facilitators(columns)[0]),
    )
    many = (
        ("--questions", _questions(table, columns)),
        ("--keep-apart", columns.keep_apart),
        ("--flags", columns.flags),
        ("--common", columns.common),
    )
    asked = [(column, option) for option, column in one if column]
    return asked + [(column, option) for option, several in many for column in several]


def _questions(table: Table, columns: Columns) -> Sequence[str]:
    if not columns.questions:
        raise SheetFault(
            "Say which columns hold answers, for example --questions "
            f"{','.join(table.header[1:3]) or 'q1,q2'}; {table.file} has "
            f"{', '.join(table.header[:12])}."
        )
    return columns.questions


def _facilitators(columns: Columns) -> tuple[str, str]:
    """The column, and the word in it that says yes."""
    column, _, value = columns.facilitators.partition("=")
    return column.strip(), value.strip()


def _look_at_names(names: Sequence[str], lines: Sequence[int], table: Table) -> None:
    if not names:
        raise SheetFault(f"{table.file} names columns, but nobody; write one person a line below.")
    seen: dict[str, int] = {}
    for name, line in zip(names, lines, strict=True):
        if not name:
            raise SheetFault(f"Line {line} of {table.file} has no name; write one, or take it out.")
        if len(name) > _LONGEST_NAME:
            raise SheetFault(
                f"Line {line} of {table.file} has a name of {len(name)} signs; "
                f"write one of at most {_LONGEST_NAME}, or name another column by --name."
            )
        if (first := seen.setdefault(alike(name), line)) != line:
            raise SheetFault(
                f"Lines {first} and {line} of {table.file} are both {name}; if they are one "
                "person, take one line out, and if they are two, tell their names apart."
            )


def _ask_for_enough_people(sheet: _Sheet, sizes: Sizes) -> None:
    if len(sheet.names) < sizes.least:
        raise SheetFault(
            f"{sheet.table.file} has {len(sheet.names)} people and the smallest circle has "
            f"{sizes.least}; find more people, or allow smaller circles by --size."
        )


def _is_the_same_for_all(asked: Scale | Choices) -> bool:
    if isinstance(asked, Scale):
        given: set[Any] = {each for each in asked.answers if each is not None}
    else:
        given = {tuple(sorted(each)) for each in asked.answers if each}
    return len(given) < 2


# ── what must hold, and what is wished for ──────────────────────────────────


def _marks(sheet: _Sheet, columns: Columns) -> dict[str, Any]:
    """What people share or hold; notes the labels of the columns."""
    marks: dict[str, Any] = {"slots": None, "languages": None, "common": None}
    for what, asked in (("slots", columns.slots), ("languages", columns.language)):
        if asked:
            marks[what], sheet.labels[what] = _spread(several(sheet.columns[asked]))
    if columns.common:
        both = [_spread(several(sheet.columns[each])) for each in columns.common]
        marks["common"] = np.concatenate([each for each, _ in both], axis=1)
        sheet.labels["common"] = [label for _, labels in both for label in labels]
    if columns.flags:
        marks["flags"] = np.column_stack([says_yes(sheet.columns[each]) for each in columns.flags])
        sheet.labels["flags"] = list(columns.flags)
    return marks


def _spread(chosen: Sequence[Sequence[str]]) -> tuple[Bools, list[str]]:
    """(n, k): a column for each different thing, with its label. What differs only in capitals
    is the same."""
    labels: dict[str, str] = {}
    rows = [tuple(each) for each in chosen]
    different = {row: at for at, row in enumerate(dict.fromkeys(rows))}
    for label in chain.from_iterable(different):
        labels.setdefault(label.casefold(), label)
    keys = sorted(labels)
    place = {key: at for at, key in enumerate(keys)}
    marks = np.zeros((len(different), max(1, len(keys))), dtype=np.bool_)
    for row, at in different.items():
        marks[at, [place[label.casefold()] for label in row]] = True
    return marks[[different[row] for row in rows]], [labels[key] for key in keys]


def _rules(
    sheet: _Sheet, columns: Columns, *, pairs_apart: Path | None, met: Path | None, encoding: str
) -> dict[str, Any]:
    places = places_of(sheet.names) if pairs_apart or met else {}
    apart = [alike_pairs(sheet.columns[each]) for each in columns.keep_apart]
    if pairs_apart:
        apart.append(pairs_in(read_table(pairs_apart, encoding), places))
    rules: dict[str, Any] = {
        "apart": np.concatenate(apart) if apart else None,
        "pins": _numbered(sheet.columns[columns.together]) if columns.together else None,
        "age_bands": _bands(sheet.columns[columns.ages]) if columns.ages else None,
        "facilitates": None,
        "met": None,
    }
    if columns.facilitators:
        column, value = _facilitators(columns)
        rules["facilitates"] = np.array(says_yes(sheet.columns[column], value))
    if met:
        rules["met"], sheet.strangers = met_in(read_table(met, encoding), places)
    return rules


def _numbered(cells: Cells) -> Ints:
    """The same number from 0 on for the same word; -1 for none."""
    words = [cell.casefold() for cell in cells.cells]
    numbers = {word: at for at, word in enumerate(sorted(set(words) - {""}))}
    return np.array([numbers.get(word, -1) for word in words], dtype=np.int64)


def _bands(cells: Cells) -> Ints:
    for person, cell in enumerate(cells.cells):
        if is_nothing(cell):
            raise SheetFault(
                f"{cells.where(person)} is empty; write an age band for everyone, for none is "
                "guessed."
            )
    bands = _numbered(cells)
    if bands.max() >= _MOST_BANDS:
        raise ProblemFault(
            f"{cells.column} of {cells.file} holds {bands.max() + 1} different age bands; "
            "one band sits in a circle, so write a few, for example under 18 and 18 or over."
        )
    return bands
