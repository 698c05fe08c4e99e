"""Who is kept apart, and who has met: pairs out of columns and of other files."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from heard.matching.core.arrays import Ints
from heard.matching.forms.cells import Cells, is_nothing
from heard.matching.forms.faults import SheetFault
from heard.matching.forms.tables import Table, alike

_MOST_PAIRS = 5_000_000
_NOBODY = np.zeros((0, 2), dtype=np.int64)


def places_of(names: Sequence[str]) -> dict[str, int]:
    """Where each person stands in the sheet."""
    return {alike(name): place for place, name in enumerate(names)}


def alike_pairs(cells: Cells) -> Ints:
    """(p, 2): everyone with everyone else who has the same word in this column."""
    groups: dict[str, list[int]] = defaultdict(list)
    for person, cell in enumerate(cells.cells):
        if not is_nothing(cell):
            groups[alike(cell)].append(person)
    if sum(len(each) * (len(each) - 1) // 2 for each in groups.values()) > _MOST_PAIRS:
        raise SheetFault(
            f"{cells.column} of {cells.file} keeps more than {_MOST_PAIRS:,} pairs apart; it is "
            "for small groups such as households, so name another column."
        )
    return _pairs(groups.values())


def pairs_in(table: Table, places: Mapping[str, int]) -> Ints:
    """(p, 2): two names a line; the first line may name the columns."""
    if len(table.header) < 2:
        raise SheetFault(f"{table.file} has one column; write two names a line, in two columns.")
    pairs = [_two(table, line, row, places) for line, row in _lines_of_pairs(table, places)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def met_in(table: Table, places: Mapping[str, int]) -> tuple[Ints, int]:
    """Who sat together in an earlier circles.csv, and how many of it are not in this sheet."""
    at = {
        column: table.place_of(column, asked_by="--met") for column in ("round", "circle", "name")
    }
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    strangers = set()
    for _, row in table.rows():
        person = places.get(alike(row[at["name"]]))
        if person is None:
            strangers.add(row[at["name"]])
        elif row[at["circle"]]:
            groups[row[at["round"]], row[at["circle"]]].append(person)
    return _pairs(groups.values()), len(strangers)


def _lines_of_pairs(table: Table, places: Mapping[str, int]) -> Iterator[tuple[int, Sequence[str]]]:
    first = table.header[:2]
    if any(alike(each) in places for each in first):
        yield 1, first
    yield from table.rows()


def _two(table: Table, line: int, row: Sequence[str], places: Mapping[str, int]) -> tuple[int, int]:
    found = [places.get(alike(name)) for name in row[:2]]
    for name, person in zip(row[:2], found, strict=True):
        if person is None:
            near = difflib.get_close_matches(alike(name), places, n=1)
            meant = f"did you mean {near[0]}?" if near else "look at how it is written."
            raise SheetFault(
                f"Line {line} of {table.file} names {name or 'nobody'}, who is not "
                f"in the sheet; {meant}"
            )
    left, right = found
    assert left is not None
    assert right is not None
    if left == right:
        raise SheetFault(f"Line {line} of {table.file} pairs {row[0]} with themself; take it out.")
    return left, right


def _pairs(groups: Iterable[Sequence[int]]) -> Ints:
    found = [
        np.column_stack([np.array(group)[each] for each in np.triu_indices(len(group), 1)])
        for group in groups
        if len(group) > 1
    ]
    return np.concatenate(found).astype(np.int64) if found else _NOBODY
