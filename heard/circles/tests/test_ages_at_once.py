"""Two who write at the same moment do not pass each other: ages stay apart on both engines."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from heard.circles import models
from heard.circles.tests.seats import NOW, a_circle, a_class, a_seat, a_vetting, somebody
from heard.people.models import Vetting

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def at_once(*deeds):
    """Each in a transaction and a thread of its own, begun together; which of them were let."""
    together = threading.Barrier(len(deeds))

    def do(deed):
        try:
            together.wait(timeout=10)
            with transaction.atomic():
                deed()
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def test_a_circle_does_not_become_one_of_minors_while_a_grown_up_sits_down():
    for _ in range(ROUNDS):
        room = a_circle("adult", "school")

        let = at_once(
            lambda room=room: models.Circle.objects.filter(id=room.id).update(age_band="teen"),
            lambda room=room: a_seat(room, 1, "adult"),
        )

        assert let.count(True) == 1


def test_no_vetting_is_withdrawn_past_a_grown_up_who_sits_down():
    for _ in range(ROUNDS):
        room, person = a_class(), somebody("adult")
        vetting = a_vetting(person)

        at_once(
            lambda its_id=vetting.pk: Vetting.objects.filter(id=its_id).update(withdrawn_at=NOW),
            lambda room=room, person=person, its_id=vetting.pk: a_seat(
                room, 8, "adult", person=person, vetting_id=its_id
            ),
        )

        assert not room.seats.filter(age_band="adult", removed_at=None).exists()


def test_no_grown_up_sits_down_with_the_one_minor_who_is_left():
    for _ in range(ROUNDS):
        room, person = a_class(), somebody("adult")
        vetting = a_vetting(person)

        at_once(
            lambda room=room: room.seats.filter(number=1).delete(),
            lambda room=room, person=person, its_id=vetting.pk: a_seat(
                room, 8, "adult", person=person, vetting_id=its_id
            ),
        )

        assert not room.seats.filter(age_band="adult", removed_at=None).exists()
