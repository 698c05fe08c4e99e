"""`heard match`: from a sheet of people to circles, for whoever has a CSV and no node."""

from pathlib import Path
from typing import Any

import click
import numpy as np

from heard.base.preparing import compile_words
from heard.matching import core
from heard.matching.actions import MatchingStopped, compile_once
from heard.matching.cli.contradictions import pins_that_cannot_be, why_no_circle
from heard.matching.cli.report import report_page
from heard.matching.cli.solving import Patience
from heard.matching.cli.writing import circles_csv, refuse_to_write_over, write_all
from heard.matching.core import Explanation, ProblemFault, Steps, explain
from heard.matching.forms import (
    Columns,
    People,
    SheetFault,
    read_people,
    read_sizes,
    split_names,
)
from heard.matching.outside import is_compiled

_STEPS_A_PERSON = 500
_STEPS = 3_000_000  # Few people are worth a second too.
_HELP = """
Who sits with whom: circles of people who would not have met.

FILE is a CSV with the names of columns in its first line and one person in each line below. What
comes out is circles.csv, which a program for sheets opens, and circles.html, to read and to print
as table cards. Names of columns are parted by commas; one that holds a comma stands in quotation
marks. A cell may hold several things, parted by ; or |.

\b
Example:
  heard match people.csv --size 4-6 --questions q1,q2 --language lang --facilitators role=host
"""


def _file() -> click.Path:
    return click.Path(path_type=Path)


@click.command("match", help=_HELP)
@click.argument("file", type=_file())
@click.option("--size", default="4-6", show_default=True, help="People in a circle.")
@click.option("--questions", multiple=True, help="Columns of answers: numbers, or choices.")
@click.option("--keep-apart", multiple=True, help="Columns: who has the same there, sits apart.")
@click.option("--together", default="", help="Column: who has the same there, sits together.")
@click.option("--pairs-apart", type=_file(), help="CSV of two names a line, who sit apart.")
@click.option("--met", type=_file(), help="An earlier circles.csv: they do not meet again.")
@click.option("--language", default="", help="Column of languages; all in a circle share one.")
@click.option("--slots", default="", help="Column of times; all in a circle share one.")
@click.option("--ages", default="", help="Column of age bands; one band in a circle.")
@click.option(
    "--facilitators",
    default="",
    help="Column that says yes, true, 1, x or facilitator; or COLUMN=WORD. One or more a circle.",
)
@click.option("--flags", multiple=True, help="Columns that say yes as above: nobody alone with it.")
@click.option("--common", multiple=True, help="Columns of what a circle may have in common.")
@click.option("--name", default="", help="Column of names; else the first one.")
@click.option(
    "--rounds", default=1, type=click.IntRange(1, 50), help="Nobody meets twice. Else one round."
)
@click.option(
    "--seed", default=1, type=click.IntRange(0, 2**32 - 1), help="Another number, other circles."
)
@click.option("--seconds", type=click.FloatRange(0.01, 86_400), help="For each round; else steps.")
@click.option(
    "--in",
    "language_of_report",
    default="en",
    type=click.Choice(["en", "es", "ar"]),
    help="Language of the report.",
)
@click.option("--encoding", default="", help="Of FILE, where it is neither UTF-8 nor UTF-16.")
@click.option("--out", type=_file(), help="Folder for what comes out; else that of FILE.")
@click.option("--force", is_flag=True, help="Write over what is there.")
def match_people(file: Path, *, out: Path | None, force: bool, **asked: Any) -> None:
    """What is amiss with the sheet is a sentence."""
    folder = file.parent if out is None else out
    table, page = folder / "circles.csv", folder / "circles.html"
    if not force:
        refuse_to_write_over(table, page)
    try:
        people = _read(file, asked)
    except (SheetFault, ProblemFault) as fault:
        raise click.ClickException(str(fault)) from fault
    _get_ready()
    told, patience = _solve(people, asked)
    if not told[0].circles:
        raise click.ClickException(why_no_circle(people.problem))
    report = report_page(
        people,
        told,
        language=asked["language_of_report"],
        seed=asked["seed"],
        ended_early=patience.was_ended,
    )
    write_all({table: circles_csv(people, told), page: report})
    for sentence in pins_that_cannot_be(people, told[0]):
        click.echo(sentence, err=True)
    _say(people, told, table, page)


def _get_ready() -> None:
    """What a node does when it starts, for whoever has none."""
    compile_words()
    if is_compiled():
        return
    click.echo("The first time, this machine gets ready for most of a minute.", err=True)
    try:
        compile_once(wait=True)
    except MatchingStopped as fault:
        raise click.ClickException(str(fault)) from fault


def _read(file: Path, asked: dict[str, Any]) -> People:
    columns = Columns(
        name=asked["name"].strip(),
        questions=split_names(asked["questions"]),
        keep_apart=split_names(asked["keep_apart"]),
        together=asked["together"].strip(),
        language=asked["language"].strip(),
        slots=asked["slots"].strip(),
        ages=asked["ages"].strip(),
        facilitators=asked["facilitators"].strip(),
        flags=split_names(asked["flags"]),
        common=split_names(asked["common"]),
    )
    sizes = read_sizes(asked["size"])
    others = {each: asked[each] for each in ("encoding", "pairs_apart", "met")}
    return read_people(file, columns, sizes, **others)


def _solve(people: People, asked: dict[str, Any]) -> tuple[list[Explanation], Patience]:
    usual = Steps(max(_STEPS, _STEPS_A_PERSON * len(people.names)))
    patience = Patience(usual, asked["seconds"])
    rng = np.random.default_rng(asked["seed"])
    with patience.until_ctrl_c():
        if asked["rounds"] == 1:
            rounds = [core.match(people.problem, rng=rng, spent=patience)]
        else:
            rounds = core.match_rounds(people.problem, asked["rounds"], rng=rng, spent=patience)
    return [explain(people.problem, each) for each in rounds], patience


def _say(people: People, told: list[Explanation], table: Path, page: Path) -> None:
    for number, each in enumerate(told, start=1):
        which = f"Round {number}: " if len(told) > 1 else ""
        without = len(people.names) - each.placed
        circles = "1 circle" if len(each.circles) == 1 else f"{len(each.circles)} circles"
        click.echo(
            f"{which}{each.placed} people in {circles}, {without} without a "
            f"place; {int(each.share * 100)}% of a bound that no circles can pass, "
            f"{int(each.share_by_chance * 100)}% by lot."
        )
    click.echo(f"To read and to print: {page}")
    click.echo(f"For a program for sheets: {table}")
