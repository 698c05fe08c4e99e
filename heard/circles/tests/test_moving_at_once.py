"""Several threads, as several processes would, move one circle: nothing is lost or done twice."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from heard.circles.core.applying import replay
from heard.circles.core.events import from_record
from heard.circles.models import CircleEvent
from heard.circles.queries import states
from heard.circles.tests.rooms import Opening, circle_in_turn
from heard.people.actions import find_or_welcome
from heard.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(deed: Callable[[int], Any]) -> list[Any]:
    """What each of the threads came back with, or how it stumbled."""
    ready = threading.Barrier(AT_ONCE)
    done: list[Any] = [None] * AT_ONCE

    def do(number: int) -> None:
        ready.wait()
        try:
            done[number] = deed(number)
        except Exception as fault:
            done[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def concerns_of(circle: Opening) -> list[int]:
    log = CircleEvent.objects.filter(circle_id=circle.id, kind="ConcernRaised").order_by("seq")
    return [data["number"] for data in log.values_list("data", flat=True)]


def test_no_move_is_lost_and_none_is_done_twice():
    circle = circle_in_turn()

    answers = all_at_once(
        lambda number: [circle.move("raise_concern", number % 3 + 1).seq for _ in range(10)]
    )

    told = [seq for answer in answers for seq in answer]
    assert len(set(told)) == len(told) == 10 * AT_ONCE
    assert concerns_of(circle) == list(range(1, 10 * AT_ONCE + 1))


def test_a_command_that_comes_from_several_sides_at_once_happens_once():
    circle = circle_in_turn()
    commands = [uuid.uuid4() for _ in range(10)]

    answers = all_at_once(
        lambda _: [circle.move("raise_concern", 1, command_id=one) for one in commands]
    )

    assert all(answer == answers[0] for answer in answers)
    assert concerns_of(circle) == list(range(1, 11))


def test_what_each_remembers_is_what_the_log_tells():
    circle = circle_in_turn()

    all_at_once(lambda number: [circle.move("raise_concern", number % 3 + 1) for _ in range(5)])

    remembered = states.state_of(circle.id)
    log = CircleEvent.objects.filter(circle_id=circle.id).order_by("seq")
    records = log.values_list("kind", "data", "at")
    beginning = states._beginning(circle.id)
    assert remembered == replay(beginning, (from_record(*record) for record in records))


def test_an_address_that_comes_twice_at_once_is_one_person():
    people = all_at_once(lambda _: find_or_welcome("Ada@Example.org").pk)

    assert people == [Person.objects.get().pk] * AT_ONCE
