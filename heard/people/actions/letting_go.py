"""What has been kept long enough goes by itself, each hour."""

from datetime import datetime
from typing import Protocol

from django_tasks import task

from heard.base.holdings import let_go
from heard.people.actions.erasing import overwrite_traces


class Moment(Protocol):
    """An event of another domain, of which only its time is needed."""

    @property
    def at(self) -> datetime: ...


def let_go_of_what_is_old(moment: Moment) -> None:
    """A task of its own: one transaction for all of it would make circles wait."""
    let_go_by_then.enqueue(moment.at.isoformat())


@task()
def let_go_by_then(moment: str) -> None:
    """Safe to run twice; what is too much for one run goes in the next hour."""
    let_go(now=datetime.fromisoformat(moment))
    overwrite_traces()
