"""Does background work in a thread of the one process that serves a node."""

import logging
import threading

from django.db import close_old_connections, connection
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)


class TaskThread:
    """Looks for work once a second, and at once when it has just done some."""

    def __init__(self, *, interval: float = 1.0) -> None:
        self._interval = interval
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="tasks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        take_up_interrupted_work()
        while not self._stopping.wait(self._interval):
            try:
                work_once()
            except Exception:
                log.exception("Background work stopped; it is tried again in a moment.")
            finally:
                close_old_connections()
        connection.close()


def take_up_interrupted_work() -> None:
    """A kill leaves tasks marked as running; each is safe to run twice, so they run again."""
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


def work_once() -> None:
    """Runs all that is ready; asks first, because claiming takes the only write lock."""
    if not DBTaskResult.objects.ready().exists():
        return
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="in-process",
        excluded_queue_names=[],
    ).run()
