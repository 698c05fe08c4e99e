"""Background work inside the one process."""

import time

import pytest
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from heard.base.working import TaskThread

pytestmark = pytest.mark.django_db(transaction=True)


@task()
def water(plant: str) -> str:
    return f"{plant} is watered"


@task()
def forget(plant: str) -> None:
    raise LookupError(plant)


def wait_until_done() -> None:
    until = time.monotonic() + 10
    open_work = {TaskResultStatus.READY, TaskResultStatus.RUNNING}
    while DBTaskResult.objects.filter(status__in=open_work).exists():
        assert time.monotonic() < until, "The work was not done within 10 seconds."
        time.sleep(0.02)


@pytest.fixture
def thread():
    thread = TaskThread(interval=0.02)
    thread.start()
    yield thread
    thread.stop()


def test_work_that_comes_while_the_node_runs_is_done(thread):
    result = water.enqueue("fern")

    wait_until_done()

    result.refresh()
    assert result.return_value == "fern is watered"


def test_work_that_fails_does_not_stop_the_work_after_it(thread):
    forget.enqueue("cactus")
    result = water.enqueue("fern")

    wait_until_done()

    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL
