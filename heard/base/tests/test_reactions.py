"""What one domain does because of what happened in another."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from heard.base.reactions import Reaction, from_plain, tell, to_plain
from heard.base.working import take_up_interrupted_work, work_once

pytestmark = pytest.mark.django_db(transaction=True)
done: list[object] = []


@dataclass(frozen=True)
class KettleBoiled:
    kettle: UUID
    at: datetime
    took: timedelta
    cups: tuple[int, ...]
    note: str | None = None


class TooHot(Exception):
    pass


def pour(event: KettleBoiled) -> None:
    done.append(event)


def refuse(event: KettleBoiled) -> None:
    raise TooHot


POUR_NOW = (Reaction(KettleBoiled, pour, "now"),)
POUR_LATER = (Reaction(KettleBoiled, pour, "later"),)
REFUSE_NOW = (*POUR_LATER, Reaction(KettleBoiled, refuse, "now"))


@pytest.fixture(autouse=True)
def _nothing_is_done_yet():
    done.clear()


def wire(settings, table: str) -> None:
    settings.HEARD_WIRING = f"{__name__}.{table}"


def boiled() -> KettleBoiled:
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
    return KettleBoiled(uuid4(), at, timedelta(seconds=150.25), (1, 2), None)


def test_a_reaction_now_is_done_before_the_transaction_ends(settings):
    wire(settings, "POUR_NOW")
    event = boiled()

    with transaction.atomic():
        tell(event)
        assert done == [event]


def test_a_reaction_now_that_fails_undoes_the_event_and_what_was_to_follow_later(settings):
    wire(settings, "REFUSE_NOW")

    with pytest.raises(TooHot), transaction.atomic():
        tell(boiled())

    assert not DBTaskResult.objects.exists()


def test_a_reaction_later_is_written_down_in_the_same_transaction_and_done_afterwards(settings):
    wire(settings, "POUR_LATER")
    event = boiled()

    with transaction.atomic():
        tell(event)
        assert DBTaskResult.objects.count() == 1
        assert done == []
    work_once()

    assert done == [event]


def test_work_that_a_kill_interrupted_is_taken_up_again(settings):
    wire(settings, "POUR_LATER")
    event = boiled()
    with transaction.atomic():
        tell(event)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)

    work_once()
    assert done == []
    take_up_interrupted_work()
    work_once()

    assert done == [event]


def test_an_event_that_nobody_waits_for_does_nothing(settings):
    wire(settings, "POUR_LATER")

    with transaction.atomic():
        tell("something else")

    assert not DBTaskResult.objects.exists()


def test_an_event_must_be_told_in_its_transaction():
    with pytest.raises(AssertionError, match="transaction"):
        tell(boiled())


def test_an_event_comes_back_from_the_database_as_it_was():
    event = boiled()

    assert from_plain(KettleBoiled, to_plain(event)) == event
