"""Every table has a rule; what it says is what an export holds and what an erasure takes."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import CharField, JSONField, Model, TextField

from heard.base.holdings import data_rules, holdings_of, read_archive, rows_of
from heard.circles.models import Circle, Seat
from heard.people.actions import erase_person, erase_seat, export_person, export_seat
from heard.people.models import Erasure, Look, Person
from heard.people.queries import chain_is_whole
from heard.site.tests.everybody import LATER, START, two_people

# Enumerations, ids, digests and versions: nobody types them.
WRITTEN_BY_THE_HOUSE = {
    "circles.Circle.format_id",
    "circles.Circle.format_version",
    "circles.Circle.format_document",
    "circles.Circle.language",
    "circles.Circle.mode",
    "circles.Circle.table_token_hash",
    "circles.Circle.table_device_hash",
    "circles.Circle.age_band",
    "circles.Circle.community_kind",
    "circles.Seat.token_hash",
    "circles.Seat.device_hash",
    "circles.Seat.removed_device_hash",
    "circles.Seat.age_band",
    "circles.TurnRating.side",
    "circles.CircleEvent.kind",
    "circles.CircleEvent.data",
    "circles.Command.answer",
    "communities.Community.kind",
    "communities.Community.slug",
    "communities.Community.path",
    "communities.Community.colour",
    "communities.Community.time_zone",
    "communities.Community.languages",
    "communities.Membership.role",
    "communities.Invitation.role",
    "communities.Invitation.token_hash",
    "care.Report.reason",
    "people.Vetting.place",
    "people.GuardianConsent.scope",
    "people.Consent.purpose",
    "people.Consent.text_hash",
    "people.Consent.language",
    "people.Consent.scope",
    "people.Consent.how",
    "people.Person.language",
    "people.Person.time_zone",
    "people.Person.age_band",
    "people.OwnerLink.token_hash",
    "people.Look.actor_digest",
    "people.Look.subject_digest",
    "people.Look.what",
    "people.Look.scope",
    "people.Look.hash",
    "people.Look.hash_before",
    "people.Erasure.kind",
    "people.Erasure.subject",
    "mfa.Authenticator.type",
    "django_tasks_database.DBTaskResult.status",
    "django_tasks_database.DBTaskResult.args_kwargs",
    "django_tasks_database.DBTaskResult.task_path",
    "django_tasks_database.DBTaskResult.worker_ids",
    "django_tasks_database.DBTaskResult.queue_name",
    "django_tasks_database.DBTaskResult.backend_name",
    "django_tasks_database.DBTaskResult.return_value",
    "auth.Permission.name",
    "auth.Permission.codename",
    "auth.Group.name",
    "contenttypes.ContentType.app_label",
    "contenttypes.ContentType.model",
    "sessions.Session.session_key",
}
# What a community says of itself is its own, and stays when one of its stewards is forgotten.
OF_A_COMMUNITY = {"communities.Community.name", "communities.Community.welcome"}
pytestmark = pytest.mark.django_db


def every_model() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def everything_in_the_database() -> dict[str, str]:
    """What stands in each table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = repr(cursor.fetchall())
    # What is in a session is packed.
    found["django_session"] += repr([each.get_decoded() for each in Session.objects.all()])
    return found


def where(sign: str) -> list[str]:
    held = everything_in_the_database()
    return sorted(table for table, text in held.items() if sign.casefold() in text.casefold())


def test_every_table_has_one_rule():
    ruled = [rule.model for rule in data_rules().rules]

    assert sorted(map(str, ruled)) == sorted(map(str, every_model()))


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_every_field_is_in_the_export_or_the_rule_says_why_not(model):
    rule = next(rule for rule in data_rules().rules if rule.model is model)
    left = [name for names in rule.leaves.values() for name in names]

    said = sorted([*rule.takes, *left])

    assert said == sorted(field.attname for field in model._meta.concrete_fields)


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_every_column_that_names_a_person_is_known_to_erasing(model):
    rule = next(rule for rule in data_rules().rules if rule.model is model)
    named = {
        field.name
        for field in model._meta.concrete_fields
        if field.related_model is Person or (model is Person and field.primary_key)
    }

    erased = {getattr(step.found, "path", "") for step in rule.erases}

    assert named <= erased


def test_the_two_of_these_tests_have_a_row_in_every_table_that_can_hold_one():
    one, _other = two_people()
    subject = data_rules().person(one.person.pk)

    empty = [rule.name for rule in data_rules().rules if rule.found and not rows_of(rule, subject)]

    assert empty == []


def test_every_field_that_people_write_in_holds_a_word_of_theirs_in_these_tests():
    one, _other = two_people()
    silent = {
        f"{model._meta.label}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField)
        and one.sign not in repr(list(model._base_manager.values_list(field.name, flat=True)))
    }
    if "django_session" in where(one.sign):
        silent.discard("sessions.Session.session_data")

    assert silent - WRITTEN_BY_THE_HOUSE - OF_A_COMMUNITY == set()


def test_an_export_holds_all_that_is_mine_and_nothing_of_the_other():
    one, other = two_people()

    for mine, theirs in ((one, other), (other, one)):
        archive = read_archive(export_person(mine.person.pk, now=LATER))
        text = repr(archive)

        for word in ("said", "worried", "seated", "topic", "folder", "told", "key", "tongue"):
            assert f"{word} {mine.sign}" in text
        assert theirs.sign not in text
        assert str(theirs.seat_id) not in text


def test_an_export_read_back_gives_the_same_values():
    one, _other = two_people()

    archive = read_archive(export_person(one.person.pk, now=LATER))

    subject = data_rules().person(one.person.pk)
    for rule in data_rules().rules:
        if rule.found:
            assert archive[rule.name] == rows_of(rule, subject), rule.name


def test_an_export_of_nothing_has_every_table_without_rows():
    person = Person.objects.create(email="empty@example.org")

    archive = read_archive(export_person(person.pk, now=LATER))

    assert {name for name, rows in archive.items() if rows} == {"people.Person", "people.Look"}


def test_the_export_of_a_seat_has_that_seat_and_no_account():
    one, other = two_people()

    archive = export_seat(one.seat_id, now=LATER)
    assert archive is not None

    rows = read_archive(archive)
    assert one.sign in repr(rows["circles.Seat"])
    assert rows["people.Person"] == [] and other.sign not in repr(rows)


def test_erasing_a_person_leaves_nothing_of_them_in_any_table():
    one, other = two_people()
    assert len(where(one.sign)) > 10
    others = where(other.sign)

    assert erase_person(one.person.pk, now=LATER)

    assert where(one.sign) == []
    # All finished tasks go, of whomever.
    assert set(others) - set(where(other.sign)) == {"django_tasks_database_dbtaskresult"}


def test_erasing_a_person_leaves_no_row_that_points_at_them():
    one, _other = two_people()

    erase_person(one.person.pk, now=LATER)

    subject = data_rules().person(one.person.pk)
    assert [held.what for held in holdings_of(subject) if held.count] == []


def test_erasing_a_seat_takes_its_words_and_leaves_the_account():
    one, _other = two_people()

    assert erase_seat(one.seat_id, now=LATER)

    assert f"seated {one.sign}" not in repr(everything_in_the_database())
    assert f"said {one.sign}" not in repr(everything_in_the_database())
    assert Person.objects.filter(id=one.person.pk).exists()


def test_erasing_twice_finds_nobody_the_second_time():
    one, _other = two_people()

    assert erase_person(one.person.pk, now=LATER)

    assert not erase_person(one.person.pk, now=LATER)
    assert Erasure.objects.filter(kind="person", subject=str(one.person.pk)).count() == 1


def test_the_chain_of_looks_stays_whole_when_a_person_is_erased():
    one, _other = two_people()
    before = Look.objects.count()

    erase_person(one.person.pk, now=LATER)

    assert Look.objects.count() == before + 1
    assert chain_is_whole()


def test_somebody_with_more_seats_than_a_question_may_have_parts_is_forgotten_too():
    one, _other = two_people()
    Seat.objects.bulk_create(
        Seat(circle=circle, number=1, nickname=one.words("seated"), person=one.person)
        for circle in Circle.objects.bulk_create(
            Circle(
                format_id="empathy-circle", format_version="1.0.0", format_document={},
                language="en", mode="devices", created_at=START, links_end_at=START,
                closed_at=START - timedelta(days=2),
            )
            for _ in range(1200)
        )
    )  # fmt: skip

    assert read_archive(export_person(one.person.pk, now=LATER))["circles.Seat"][1000]
    assert erase_person(one.person.pk, now=LATER)

    assert where(one.sign) == []
