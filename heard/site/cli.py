"""The command line of a node: `bin/heard --help`."""

import importlib
import os
import sys

import click
import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection

from heard.site.reading import SettingFault
from heard.site.serving import free_port, read_port, run_server, where_people_come

# Groups of commands that live in their domain; each is loaded only when it is asked for.
OF_DOMAINS = {
    "format": "heard.circles.cli:formats",
    "match": "heard.matching.cli:match_people",
}


class Commands(click.Group):
    """The commands of this file, and those that domains bring along."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *OF_DOMAINS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in OF_DOMAINS:
            return super().get_command(ctx, cmd_name)
        set_up_django()
        module, _, name = OF_DOMAINS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
def cli() -> None:
    """Heard: run and look after a node, check formats of circles, and match people."""


@cli.command()
@click.option("--host", envvar="HEARD_HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="HEARD_PORT", default="8000", show_default=True)
@click.option("--workers", default=1, show_default=True, help="There is one for now.")
def serve(*, host: str, port: str, workers: int) -> None:
    """Serve this node until Ctrl-C."""
    set_up_django()
    if workers > 1:
        raise click.ClickException(why_one_process(workers, connection.vendor))
    reach_database()
    run_server(host=host, port=read_port(port))


@cli.command()
@click.option("--host", envvar="HEARD_HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="HEARD_PORT", default="8000", show_default=True)
@click.option("--lan", is_flag=True, help="Let phones in the same network in.")
@click.option("--reload", is_flag=True, help="Start again whenever a source file changes.")
def dev(*, host: str, port: str, lan: bool, reload: bool) -> None:
    """Prepare and serve this node, as bin/dev does."""
    host = "0.0.0.0" if lan else host  # noqa: S104
    wanted = read_port(port)
    found = free_port(host, wanted)
    if found != wanted:
        click.echo(f"Port {wanted} is taken, so this node uses {found}.")
    os.environ["HEARD_URL"] = where_people_come(host=host, port=found, lan=lan)
    os.environ["HEARD_RELOAD"] = "yes" if reload else ""
    set_up_django()
    bring_up_to_date()
    compile_matching(wait=False)
    say_where(lan=lan)
    run_server(host=host, port=found, reload=reload)


@cli.command()
def prepare() -> None:
    """Bring tables, words, fonts, files and what matching compiles up to date."""
    set_up_django()
    bring_up_to_date()
    compile_matching(wait=True)
    click.echo("Everything is up to date.")


@cli.command()
def migrate() -> None:
    """Bring the tables of the database up to date."""
    set_up_django()
    call_command("migrate", interactive=False)


@cli.command()
def owner_link() -> None:
    """Print a one-time link that makes an owner."""
    set_up_django()
    call_command("owner_link")


@cli.command()
def erase_again() -> None:
    """After a backup was brought back: forget again whoever had been forgotten."""
    set_up_django()
    call_command("erase_again")


@cli.command()
def check_looks() -> None:
    """Check that no line was changed or taken out of who looked at whose data."""
    set_up_django()
    call_command("check_looks")


def why_one_process(workers: int, vendor: str) -> str:
    why = (
        "on SQLite one process does all the writing"
        if vendor == "sqlite"
        else "each process would count for itself who is in a room, and keep clocks of its own"
    )
    return (
        f"--workers is {workers}, but {why}. "
        "Leave --workers out: one process is enough for hundreds of circles."
    )


def reach_database() -> None:
    """So that a wrong address is a sentence, not a server that answers nobody."""
    connection.ensure_connection()
    connection.close()


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")
    django.setup()


def bring_up_to_date() -> None:
    # Fonts first, because the files for browsers are gathered by the second.
    call_command("build_fonts")
    call_command("prepare")
    call_command("forget_unconfirmed")


def compile_matching(*, wait: bool) -> None:
    importlib.import_module("heard.matching.actions").compile_once(wait=wait)


def say_where(*, lan: bool) -> None:
    click.secho(f"\n{settings.HEARD_NODE_NAME} is at {settings.HEARD_URL}/", bold=True)
    call_command("owner_link", if_nobody=True)
    if lan:
        click.echo(
            "Phones in the same network can open that address. Over plain HTTP their browsers "
            "allow neither passkeys nor camera and microphone; circles work without them."
        )
    if not settings.MAIL_SERVER:
        click.echo("E-mails, with the codes to sign in, are printed below.")
    click.echo("Ctrl-C stops it.\n")


def main() -> None:
    """Faults of settings are sentences, not tracebacks."""
    try:
        cli(prog_name="heard")
    except (ImproperlyConfigured, SettingFault) as fault:
        sys.exit(str(fault))
    except OperationalError as fault:
        sys.exit(f"The database does not answer as it should: {fault} (see DATABASE_URL)")
