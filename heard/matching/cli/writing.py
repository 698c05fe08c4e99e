"""Writes what came out: whole files or none, and nothing over what is there already."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from heard.base.sheets import safe_cell
from heard.matching.core import Explanation
from heard.matching.forms import People

HEADER = ("round", "circle", "name", "slot", "language", "facilitator", "no place because")


def circles_csv(people: People, rounds: Sequence[Explanation]) -> str:
    """One person a line; whoever has no place stands at the end of each round."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for number, told in enumerate(rounds, start=1):
        writer.writerows([safe_cell(cell) for cell in row] for row in _rows(people, number, told))
    return out.getvalue()


def refuse_to_write_over(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            raise click.ClickException(
                f"{path} is there already; add --force to write over it, or --out another folder."
            )


def write_all(files: dict[Path, str]) -> None:
    """All are ready before the first takes its place."""
    ready: dict[Path, Path] = {}
    try:
        for path, text in files.items():
            ready[path] = _write_beside(path, text)
        for path, made in ready.items():
            made.replace(path)
    except OSError as fault:
        raise click.ClickException(
            f"{fault.filename or path} cannot be written: {fault.strerror}; name another folder "
            "by --out."
        ) from None
    finally:
        for made in ready.values():
            made.unlink(missing_ok=True)


def _write_beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with made.open("w", encoding=_encoding(path), newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made


def _encoding(path: Path) -> str:
    """With a mark where a program for sheets needs one to see that it is UTF-8."""
    return "utf-8-sig" if path.suffix == ".csv" else "utf-8"


def _rows(people: People, number: int, told: Explanation) -> Iterator[Sequence[object]]:
    for circle in told.circles:
        slot = people.slots[circle.slots[0]] if circle.slots else ""
        language = people.languages[circle.languages[0]] if circle.languages else ""
        leads = set(circle.facilitators)
        for person in circle.members:
            name = people.names[person]
            facilitates = "yes" if person in leads else ""
            yield number, circle.number + 1, name, slot, language, facilitates, ""
    for waiting in told.people:
        if waiting.why:
            yield number, "", people.names[waiting.person], "", "", "", waiting.why.value
