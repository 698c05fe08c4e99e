"""Reads text as a table: what parts its cells, its header, and its rows with their lines."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from heard.matching.forms.faults import SheetFault
from heard.matching.forms.texts import read_text

_PARTS = (",", ";", "\t")
# What our own sheets put before a cell that could be taken for a formula.
_SHIELDED = re.compile(r"^'(?=\s*['=+\-@|%\t\r\n＝＋－＠])")
_MOST_SHOWN = 12


@dataclass(frozen=True)
class Table:
    """`encoding`: where it was assumed. `parted_by`: what stands between cells."""

    file: str
    header: Sequence[str]
    text: str
    parted_by: str
    encoding: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that holds something, with its line; as long as the header."""
        many = len(self.header)
        lines = _lines(self)
        next(lines)
        for line, cells in lines:
            if not any(cells):
                continue
            if any(cells[many:]):
                raise SheetFault(
                    f"Line {line} of {self.file} has {len(cells)} cells and its first line names "
                    f"{many}; put quotation marks around a cell that holds a "
                    f"{_named(self.parted_by)}."
                )
            yield line, cells[:many] + [""] * (many - len(cells))

    def place_of(self, column: str, *, asked_by: str) -> int:
        """Where a column stands; capitals and blanks around it do not matter."""
        found = [at for at, each in enumerate(self.header) if alike(each) == alike(column)]
        if len(found) == 1:
            return found[0]
        if found:
            raise SheetFault(f"{self.file} has {len(found)} columns {column}; rename all but one.")
        raise SheetFault(
            f"{asked_by} names the column {column}, which {self.file} does not have; "
            f"{self._instead_of(column)}"
        )

    def _instead_of(self, column: str) -> str:
        near = difflib.get_close_matches(
            alike(column), [alike(each) for each in self.header], cutoff=0.5
        )
        if near:
            meant = [each for each in self.header if alike(each) in near]
            return f"did you mean {' or '.join(meant)}?"
        return f"it has {', '.join(self.header[:_MOST_SHOWN])}."


def read_table(path: Path, encoding: str = "") -> Table:
    """Raises `SheetFault`: no file, no text, no line, or a header without names."""
    read = read_text(path, encoding)
    body = read.text.lstrip("\ufeff")
    told = re.match(r"sep=([,;\t])\r?\n", body)
    body = body[told.end() :] if told else body
    if not body.strip():
        raise SheetFault(
            f"{path.name} is empty; write the names of columns first, then one person a line."
        )
    table = Table(path.name, [], body, told[1] if told else _parted_by(body), read.assumed)
    header = [clean(each) for each in next(_lines(table))[1]]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise SheetFault(
            f"The first line of {path.name} is empty; write the names of columns there."
        )
    return Table(table.file, header, body, table.parted_by, table.encoding)


def _parted_by(body: str) -> str:
    """What parts the first line into most cells."""
    first = body.lstrip("\r\n").split("\n", 1)[0]
    return max(_PARTS, key=lambda part: len(next(csv.reader([first], delimiter=part), [])))


def _lines(table: Table) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(table.text, newline=""), delimiter=table.parted_by, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise SheetFault(
                f"Line {line} of {table.file} is no row ({fault}); look for a quotation mark that "
                "is opened and not closed."
            ) from None
        yield line, [clean(each) for each in cells]


# Most answers are given by many people: one string for all of them.
@lru_cache(maxsize=1 << 16)
def clean(cell: str) -> str:
    """Without blanks around it, and without the shield of our own sheets."""
    bare = cell.strip().strip("\ufeff\u200b\u200e\u200f").strip()
    return unicodedata.normalize("NFC", _SHIELDED.sub("", bare, count=1))


def alike(name: str) -> str:
    """Names that people take for the same are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _named(part: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab"}[part]
