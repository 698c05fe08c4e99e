"""A host who asks again and again, while people rate, leave and are forgotten, learns no answer."""

import random
from datetime import timedelta
from itertools import combinations

import pytest

from heard.circles import actions, queries
from heard.circles.models import Circle, TurnRating
from heard.circles.queries.hosting import PEOPLE_FOR_AN_AVERAGE, RATINGS_COME_FOR
from heard.circles.tests.rooms import START, circle_of
from heard.people.actions import erase_seat
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
CLOSED = START + timedelta(hours=1)
FINAL = CLOSED + RATINGS_COME_FOR + timedelta(seconds=1)
EVERYDAY, FULL = 150, 10_000


@pytest.mark.parametrize(
    "attempts",
    [
        pytest.param(EVERYDAY, marks=pytest.mark.everyday),
        pytest.param(FULL, marks=pytest.mark.full),
    ],
)
def test_no_two_averages_give_away_what_one_person_answered(attempts):
    rng, compared, recovered, evenings = random.Random(11), 0, [], 0
    while compared < attempts:
        evenings += 1
        seen = list(_what_a_host_sees(rng))
        compared += len(list(combinations(seen, 2)))
        recovered += _answers_between(seen)

    print(f"\n{compared} pairs of averages in {evenings} evenings, {len(recovered)} answers")  # noqa: T201
    assert recovered == []


def _what_a_host_sees(rng):
    """The host looks after every single thing that happens."""
    people = rng.randint(5, 8)
    circle = circle_of(people, format_id="support-circle", now=START, host_sits=rng.random() < 0.5)
    yield _shown(circle, CLOSED - timedelta(minutes=1))
    Circle.objects.filter(id=circle.id).update(closed_at=CLOSED, due_at=None)
    for seat in rng.sample(range(1, people + 1), rng.randint(4, people)):
        TurnRating.objects.create(
            circle_id=circle.id,
            turn=seat,
            seat=seat,
            side="speaker",
            value=rng.randint(0, 4),
            at=CLOSED,
        )
        yield _shown(circle, CLOSED + timedelta(seconds=rng.randint(0, 299)))
    yield _shown(circle, FINAL)
    for seat in rng.sample(circle.opened.seats, 2):
        leave = rng.choice([_takes_word_back, _is_forgotten])
        leave(seat.seat_id)
        yield _shown(circle, FINAL + timedelta(minutes=1))


def _takes_word_back(seat_id):
    actions.take_back_sitting(seat_id=seat_id, now=FINAL)


def _is_forgotten(seat_id):
    erase_seat(seat_id, now=FINAL)


def _shown(circle, now):
    shown = queries.averages_for_host(circle.id, host_id=ada().pk, now=now).felt_heard
    return shown.people, shown.mean


def _answers_between(seen):
    """What one more, or one less, must have answered for both averages to be true."""
    shown = [each for each in seen if each != (None, None)]
    assert all(people >= PEOPLE_FOR_AN_AVERAGE for people, _mean in shown)
    return [
        (before, after)
        for before, after in combinations(shown, 2)
        if before != after and abs(before[0] - after[0]) <= 1
    ]
