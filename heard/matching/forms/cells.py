"""What a cell says: a number, several choices, yes, or nothing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from heard.matching.core import Choices, Scale
from heard.matching.forms.faults import SheetFault
from heard.matching.forms.tables import alike

NOTHING = frozenset(("", "-", "–", "—", "?", "n/a", "na", "nan", "null", "none", "#n/a"))
YES = frozenset(
    (
        *("yes", "y", "true", "1", "x", "✓", "✔", "facilitator"),
        *("sí", "si", "verdadero", "facilitador", "facilitadora"),
        *("نعم", "ميسر", "ميسّر", "ميسرة", "ميسّرة"),
    )
)
LARGEST = 1e150
# 1,000 is a thousand to some and one to others, so it is no number here.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+|\d+,(\d\d?|\d{4,}))([eE][+-]?\d+)?")
_ENDLESS = re.compile(r"[+-]?(inf|infinity|∞)", re.IGNORECASE)
_SEVERAL = re.compile(r"[;|]")


@dataclass(frozen=True)
class Cells:
    """One column, in the order of people. `lines`: where each stands in the file."""

    column: str
    file: str
    cells: Sequence[str]
    lines: Sequence[int]

    def where(self, person: int) -> str:
        return f"Line {self.lines[person]} of {self.file}, {self.column}"


def is_nothing(cell: str) -> bool:
    return cell.casefold() in NOTHING


def refuse_formulas(cells: Cells) -> None:
    formulas = {cell for cell in set(cells.cells) if cell[:1] == "="}
    for person, cell in enumerate(cells.cells if formulas else ()):
        if cell in formulas:
            raise SheetFault(
                f"{cells.where(person)}: {_short(cell)} is a formula; save the sheet as CSV with "
                "values, so that its result stands there."
            )


def question(cells: Cells) -> Scale | Choices:
    """Numbers when all answers are numbers, else choices."""
    read = {cell: _number(cell) for cell in set(cells.cells) if not is_nothing(cell)}
    _refuse_endless(cells, read)
    strange = [cell for cell, number in read.items() if number is None]
    if not strange:
        return Scale(cells.column, [read.get(cell) for cell in cells.cells])
    if not any(_SEVERAL.search(cell) for cell in read):
        _refuse_a_few_words_among_numbers(cells, read)
    return Choices(cells.column, several(cells))


def several(cells: Cells) -> list[list[str]]:
    """Each cell's choices, parted by `;` or `|`."""
    known = {cell: _choices(cell) for cell in set(cells.cells)}
    return [known[cell] for cell in cells.cells]


def says_yes(cells: Cells, value: str = "") -> list[bool]:
    """Whether each cell says yes, or the word that was asked for."""
    wanted = {alike(value)} if value else YES
    known = {cell: alike(cell) in wanted for cell in set(cells.cells)}
    if not any(known.values()):
        raise SheetFault(
            f"Nobody in {cells.column} of {cells.file} says {value or 'yes'}; "
            f"{_what_it_says(cells)}"
        )
    return [known[cell] for cell in cells.cells]


def _choices(cell: str) -> list[str]:
    parts = (each.strip() for each in _SEVERAL.split(cell))
    return list(dict.fromkeys(each for each in parts if not is_nothing(each)))


def _number(cell: str) -> float | None:
    """Also with a decimal comma. Beyond what can be compared: infinity."""
    if _NUMBER.fullmatch(cell):
        return float(cell.replace(",", "."))
    return float("inf") if _ENDLESS.fullmatch(cell) else None


def _refuse_endless(cells: Cells, read: dict[str, float | None]) -> None:
    endless = {
        cell for cell, number in read.items() if number is not None and abs(number) > LARGEST
    }
    for person, cell in enumerate(cells.cells if endless else ()):
        if cell in endless:
            raise SheetFault(
                f"{cells.where(person)}: {_short(cell)} is too large to compare; write a number "
                "from -1e150 to 1e150, or leave the cell empty."
            )


def _refuse_a_few_words_among_numbers(cells: Cells, read: dict[str, float | None]) -> None:
    answers = [cell for cell in cells.cells if not is_nothing(cell)]
    words = [cell for cell in answers if read[cell] is None]
    if len(words) * 2 > len(answers):
        return
    person = list(cells.cells).index(words[0])
    raise SheetFault(
        f"{cells.where(person)}: {_short(words[0])} is no number, and most others there are; "
        "write a number, or leave the cell empty."
    )


def _what_it_says(cells: Cells) -> str:
    said = [cell for cell, _ in Counter(cells.cells).most_common(4) if not is_nothing(cell)]
    if not said:
        return "the column is empty. Write yes there for each."
    column = cells.column
    return (
        f"it says {', '.join(map(_short, said))}. Write yes there, or name the word: "
        f'"{column}={said[0]}".'
    )


def _short(cell: str) -> str:
    return f"“{cell if len(cell) <= 30 else cell[:29] + '…'}”"
