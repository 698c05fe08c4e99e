"""How the rules over several tables are written for each database, and when they are put up."""

import pytest
from django.db import connection

from heard.base.triggers import Trigger, put_up, standing, statements, take_down
from heard.circles.models.ages import AGES_APART

LOUD = Trigger(
    name="no_loud_names",
    after="UPDATE",
    table="circles_seat",
    of=("nickname", "number"),
    refuses="NEW.nickname = 'LOUD' AND {today} > '2000-01-01'",
    why="Too loud.",
    locks=("SELECT 1 FROM circles_circle FOR SHARE",),
)
QUIET = Trigger(
    name="quiet_names", after="INSERT", table="circles_seat", does="UPDATE x SET at = {now}"
)


def test_sqlite_refuses_or_acts_in_one_statement():
    refusing, acting = (statements(each, "sqlite") for each in (LOUD, QUIET))

    assert refusing == (
        "CREATE TRIGGER no_loud_names AFTER UPDATE OF nickname, number ON circles_seat "
        "FOR EACH ROW WHEN (OLD.nickname IS NOT NEW.nickname OR OLD.number IS NOT NEW.number) "
        "BEGIN SELECT RAISE(ABORT, 'Too loud.') "
        "WHERE NEW.nickname = 'LOUD' AND date('now') > '2000-01-01'; END",
    )
    assert acting == (
        "CREATE TRIGGER quiet_names AFTER INSERT ON circles_seat FOR EACH ROW "
        "BEGIN UPDATE x SET at = strftime('%Y-%m-%d %H:%M:%f', 'now'); END",
    )


def test_postgresql_keeps_what_is_done_apart_from_when_and_locks_first():
    refusing, acting = (statements(each, "postgresql") for each in (LOUD, QUIET))

    head = "RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
    assert refusing == (
        f"CREATE OR REPLACE FUNCTION no_loud_names() {head} "
        "PERFORM 1 FROM circles_circle FOR SHARE; "
        "IF NEW.nickname = 'LOUD' AND (now() AT TIME ZONE 'UTC')::date > '2000-01-01' "
        "THEN RAISE EXCEPTION 'Too loud.' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NULL; END $body$",
        "CREATE TRIGGER no_loud_names AFTER UPDATE OF nickname, number ON circles_seat "
        "FOR EACH ROW WHEN (OLD.nickname IS DISTINCT FROM NEW.nickname "
        "OR OLD.number IS DISTINCT FROM NEW.number) EXECUTE FUNCTION no_loud_names()",
    )
    assert acting == (
        f"CREATE OR REPLACE FUNCTION quiet_names() {head} "
        "UPDATE x SET at = now(); RETURN NULL; END $body$",
        "CREATE TRIGGER quiet_names AFTER INSERT ON circles_seat "
        "FOR EACH ROW EXECUTE FUNCTION quiet_names()",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "early",
    [
        {"table": "circles_not_yet"},
        {"table": "circles_not_yet", "of": ("nickname",)},
        {"of": ("not_yet",)},
        {"of": ("nickname", "not_yet")},
    ],
)
def test_on_the_way_to_the_newest_tables_no_trigger_is_put_up(early):
    before = standing(connection)
    known = {"name": "early", "after": "UPDATE", "table": "circles_seat", "does": "SELECT 1"}

    put_up(connection, (QUIET, Trigger(**known | early)))

    assert standing(connection) == before


@pytest.mark.django_db
def test_all_columns_of_a_table_may_be_watched():
    every = Trigger(
        name="every_column",
        after="UPDATE",
        table="circles_seat",
        of=tuple(columns_of("circles_seat")),
        refuses="NEW.number = 99",
        why="No.",
    )

    put_up(connection, (every,))

    assert "every_column" in standing(connection)


@pytest.mark.django_db
def test_what_stands_is_left_alone_and_only_what_is_asked_for_is_taken_down():
    put_up(connection, AGES_APART)
    all_of_them = standing(connection)

    take_down(connection, AGES_APART[:2])
    put_up(connection, AGES_APART[:1])

    assert all_of_them - standing(connection) == {AGES_APART[1].name}


def columns_of(table):
    with connection.cursor() as cursor:
        return [each.name for each in connection.introspection.get_table_description(cursor, table)]
