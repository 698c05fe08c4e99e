"""Triggers: rules over several tables, kept by the database whoever writes to it.

Django drops them silently when it builds a SQLite table anew, and cannot do so while others speak
of that table: so they step aside before a migration, and are put up again after it.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

SPOKEN = {
    "sqlite": {
        "today": "date('now')",
        "now": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        "differs": "IS NOT",
    },
    "postgresql": {
        "today": "(now() AT TIME ZONE 'UTC')::date",
        "now": "now()",
        "differs": "IS DISTINCT FROM",
    },
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """After each row is written: refuse it, saying `why`, where `refuses` is true; or do `does`.

    `of` are the columns whose change counts. `locks` keep others from changing meanwhile what the
    condition reads; SQLite has one writer and needs none. `{today}` and `{now}` may stand in SQL.
    """

    name: str
    after: str
    table: str
    of: tuple[str, ...] = ()
    refuses: str = ""
    why: str = ""
    does: str = ""
    locks: tuple[str, ...] = ()


def put_up(connection: BaseDatabaseWrapper, triggers: tuple[Trigger, ...]) -> None:
    """Creates those that are missing, once all their tables are as they expect."""
    there = standing(connection)
    missing = [trigger for trigger in triggers if trigger.name not in there]
    if not missing or not _tables_are_ready(connection, triggers):
        return
    with connection.cursor() as cursor:
        for trigger in missing:
            for statement in statements(trigger, connection.vendor):
                cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper, triggers: tuple[Trigger, ...]) -> None:
    there = standing(connection)
    with connection.cursor() as cursor:
        for trigger in triggers:
            if trigger.name in there:
                table = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {trigger.name}{table}")


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that this database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}


def statements(trigger: Trigger, vendor: str) -> tuple[str, ...]:
    spoken = SPOKEN[vendor]
    changed = " OR ".join(f"OLD.{each} {spoken['differs']} NEW.{each}" for each in trigger.of)
    columns = f" OF {', '.join(trigger.of)}" if trigger.of else ""
    when = f" WHEN ({changed})" if changed else ""
    head = f"CREATE TRIGGER {trigger.name} AFTER {trigger.after}{columns} ON {trigger.table}"
    refuses, does = trigger.refuses.format(**spoken), trigger.does.format(**spoken)
    if vendor == "postgresql":
        return (
            _function(trigger, refuses, does),
            f"{head} FOR EACH ROW{when} EXECUTE FUNCTION {trigger.name}()",
        )
    deed = f"SELECT RAISE(ABORT, '{trigger.why}') WHERE {refuses}" if refuses else does
    return (f"{head} FOR EACH ROW{when} BEGIN {deed}; END",)


def _function(trigger: Trigger, refuses: str, does: str) -> str:
    """PostgreSQL keeps what a trigger does apart from when it does it."""
    raises = f"RAISE EXCEPTION '{trigger.why}' USING ERRCODE = 'check_violation'"
    deed = f"IF {refuses} THEN {raises}; END IF" if refuses else does
    locks = "".join(f"PERFORM{lock.removeprefix('SELECT')}; " for lock in trigger.locks)
    return (
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$body$ BEGIN {locks}{deed}; RETURN NULL; END $body$"
    )


def _tables_are_ready(connection: BaseDatabaseWrapper, triggers: tuple[Trigger, ...]) -> bool:
    """False on the way: before the first migration, or when going back behind a column."""
    needed: dict[str, set[str]] = {}
    for trigger in triggers:
        needed.setdefault(trigger.table, set()).update(trigger.of)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        return set(needed) <= tables and all(
            columns
            <= {each.name for each in connection.introspection.get_table_description(cursor, table)}
            for table, columns in needed.items()
        )
