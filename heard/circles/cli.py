"""`heard format`: check and list the formats of circles, also one that somebody writes."""

from datetime import timedelta
from pathlib import Path

import click

from heard.circles.core.documents import Document, DocumentFault, read_text
from heard.circles.core.linting import Report, lint
from heard.circles.core.timelines import timeline
from heard.circles.queries import listed_formats

LARGEST_FILE = 256 * 1024


@click.group("format")
def formats() -> None:
    """Check and list the formats of circles."""


@formats.command("list")
def list_formats() -> None:
    """The formats of this node, with their sizes and how long they usually take."""
    for form in listed_formats():
        usual = _minutes(timeline(form, form.ideal).usual)
        sizes = f"{form.min}–{form.max}" if form.min < form.max else str(form.min)
        name = form.texts("en")["name"]
        click.echo(f"{form.id:22} {sizes:>4} people  {usual:>8}  {name}")


@formats.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--people", type=click.IntRange(2, 8), help="Only this many; else every size.")
def check(file: Path, people: int | None) -> None:
    """Check that FILE is a format, and prove that it ends and gives everyone a turn."""
    document = _read(file)
    form = document.format
    sizes = range(form.min, form.max + 1) if people is None else (people,)
    if people is not None and not form.min <= people <= form.max:
        raise click.BadParameter(f"{form.id} is for {form.min} to {form.max} people.")
    reports = [_lint(document, size) for size in sizes]
    sound = True
    for report in reports:
        sound = not report.faults and sound
        _print(report, document, file)
    if not sound:
        raise SystemExit(1)
    click.echo(f"{form.id} {form.version} keeps what it promises.")


def _read(file: Path) -> Document:
    if file.stat().st_size > LARGEST_FILE:
        raise click.ClickException(f"{file} is over {LARGEST_FILE // 1024} kB; a format is small.")
    try:
        return read_text(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        raise click.ClickException(f"{file} is not UTF-8 text; save it as UTF-8.") from fault
    except DocumentFault as fault:
        raise click.ClickException(f"{file}:{fault.line}: {fault.message}") from fault


def _lint(document: Document, people: int) -> Report:
    try:
        return lint(document.format, people)
    except ValueError as fault:
        raise click.ClickException(f"{people} people: {fault}") from fault


def _print(report: Report, document: Document, file: Path) -> None:
    for fault in report.faults:
        click.secho(f"{file}:{document.line(fault.path)}: {fault.message}", fg="red")
        click.echo(
            f"  with {report.people} people; found by: {', then '.join(fault.moves)}"
            if fault.moves
            else f"  with {report.people} people"
        )
    if report.faults:
        return
    shares = "equal time" if report.equal_time else "time may differ between people"
    click.echo(
        f"{report.people} people: ends always, everyone gets a turn, {shares}; "
        f"{_minutes(report.shortest)} to {_minutes(report.longest)}; {report.states} states."
    )


def _minutes(length: timedelta | None) -> str:
    if length is None:
        return "no time"
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes} min {seconds} s" if seconds and minutes < 10 else f"{minutes} min"
