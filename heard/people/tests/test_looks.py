"""Who looked at what is whose: a chain that shows when a line was changed or taken out."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from heard.people.actions import erase_person, let_go_of_old_looks, note_look, note_look_once
from heard.people.models import Look
from heard.people.queries import chain_is_whole, first_broken_look, looks_at
from heard.people.tests.factories import ada, ben

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def looked(times: int, *, at: datetime = START) -> list[Look]:
    for number in range(times):
        note_look(
            actor_id=ada().pk,
            subject_id=ben().pk,
            what="host-page",
            scope=f"circle:{number}",
            now=at + timedelta(minutes=number),
        )
    return list(Look.objects.order_by("id"))


@pytest.mark.django_db
def test_a_chain_that_nobody_touched_is_whole():
    assert chain_is_whole()

    looked(5)

    assert chain_is_whole()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [{"what": "export"}, {"scope": "circle:9"}, {"at": START}, {"actor_digest": "0" * 64}],
)
def test_a_line_that_was_changed_breaks_the_chain(changes):
    lines = looked(5)

    Look._base_manager.filter(id=lines[2].id).update(**changes)

    assert first_broken_look() == lines[2].id


@pytest.mark.django_db
@pytest.mark.parametrize("missing", [0, 1, 3])
def test_a_line_that_was_taken_out_breaks_the_chain(missing):
    lines = looked(5)

    Look._base_manager.filter(id=lines[missing].id).delete()

    assert first_broken_look() == lines[missing + 1].id


@pytest.mark.django_db
def test_a_log_of_looks_is_neither_changed_nor_emptied_by_the_way():
    [line] = looked(1)

    for deed in (Look.objects.all().delete, lambda: Look.objects.update(what="no"), line.save):
        with pytest.raises(TypeError, match="log"):
            deed()


@pytest.mark.django_db
def test_old_lines_go_and_the_chain_stays_whole():
    looked(5, at=START - timedelta(days=366))
    looked(2)

    assert let_go_of_old_looks(now=START, most=3) == 3
    assert chain_is_whole()
    assert let_go_of_old_looks(now=START) == 2
    assert let_go_of_old_looks(now=START) == 0

    assert chain_is_whole()
    assert len(looks_at(ben().pk)) == 2


@pytest.mark.django_db
def test_old_lines_that_somebody_took_out_are_missed():
    lines = looked(5, at=START - timedelta(days=366))
    looked(2)

    Look._base_manager.filter(id__lte=lines[2].id).delete()

    assert not chain_is_whole()


@pytest.mark.django_db
def test_when_all_lines_are_old_one_says_that_they_went():
    looked(3, at=START - timedelta(days=400))

    let_go_of_old_looks(now=START)

    assert Look.objects.count() == 1
    assert chain_is_whole()


@pytest.mark.django_db
def test_the_same_look_is_noted_once_within_an_hour_and_again_after_it():
    for minutes in (0, 10, 59, 61, 100):
        note_look_once(
            actor_id=ada().pk,
            subject_id=ben().pk,
            what="host-page",
            scope="circle:1",
            now=START + timedelta(minutes=minutes),
        )

    assert [line.at for line in looks_at(ben().pk)] == [START + timedelta(minutes=61), START]


@pytest.mark.django_db
def test_a_person_who_is_erased_leaves_the_chain_whole_and_no_name_in_it():
    looked(3)

    erase_person(ada().pk, now=START)

    assert chain_is_whole()
    assert {line.who for line in looks_at(ben().pk)} == {""}


@pytest.mark.django_db(transaction=True)
def test_looks_noted_at_the_same_time_are_one_chain():
    actor, subject = ada().pk, ben().pk

    def look(number: int) -> None:
        try:
            for _again in range(5):
                note_look(
                    actor_id=actor, subject_id=subject, what="host-page", scope=str(number),
                    now=START,
                )  # fmt: skip
        finally:
            connections.close_all()

    threads = [threading.Thread(target=look, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Look.objects.count() == 30
    assert chain_is_whole()
