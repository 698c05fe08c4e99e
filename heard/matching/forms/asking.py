"""What somebody asked for on the command line: which columns mean what."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Names of columns as they were typed; empty: not asked for."""

    name: str = ""
    questions: Sequence[str] = ()
    keep_apart: Sequence[str] = ()
    together: str = ""
    language: str = ""
    slots: str = ""
    ages: str = ""
    facilitators: str = ""
    flags: Sequence[str] = ()
    common: Sequence[str] = ()


def split_names(typed: Sequence[str]) -> list[str]:
    """`('q1,"q2, again"', "q3")` → q1; q2, again; q3; each once."""
    names = [each.strip() for part in csv.reader(typed, skipinitialspace=True) for each in part]
    return list(dict.fromkeys(each for each in names if each))
