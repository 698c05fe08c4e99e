"""What hosts learn: averages of five other people, and nothing about one."""

from datetime import timedelta

import pytest

from heard.circles import actions, queries
from heard.circles.models import Circle, TurnRating
from heard.circles.queries.hosting import RATINGS_COME_FOR
from heard.circles.tests.rooms import START, circle_in_turn, circle_of, later
from heard.people.tests.factories import ada, ben

pytestmark = pytest.mark.django_db
CLOSED = START + timedelta(hours=1)
AFTERWARDS = CLOSED + RATINGS_COME_FOR + timedelta(seconds=1)


def rated_circle(people, *, by, value=4, **more):
    """A closed circle in which each seat of `by` has rated the turn of its own number."""
    circle = circle_of(people, format_id="support-circle", now=START, **more)
    TurnRating.objects.bulk_create(
        TurnRating(
            circle_id=circle.id, turn=seat, seat=seat, side="speaker", value=value, at=CLOSED
        )
        for seat in by
    )
    Circle.objects.filter(id=circle.id).update(closed_at=CLOSED, due_at=None)
    return circle


def averages(circle, *, now=AFTERWARDS, host=None):
    return queries.averages_for_host(circle.id, host_id=(host or ada()).pk, now=now)


def test_five_other_people_make_an_average():
    circle = rated_circle(6, by=(2, 3, 4, 5, 6), value=3)

    found = averages(circle)

    assert (found.felt_heard.people, found.felt_heard.mean) == (5, 3.0)
    assert found.understood.mean is None


def test_four_other_people_make_none_though_the_host_rated_too():
    circle = rated_circle(6, by=(1, 2, 3, 4, 5))

    found = averages(circle)

    assert found.are_final
    assert (found.felt_heard.people, found.felt_heard.mean) == (None, None)


def test_many_ratings_of_few_people_make_none():
    circle = rated_circle(6, by=(2, 3))
    TurnRating.objects.bulk_create(
        TurnRating(circle_id=circle.id, turn=t, seat=2, side="speaker", value=1, at=CLOSED)
        for t in range(10, 20)
    )

    assert averages(circle).felt_heard.mean is None


def test_the_hosts_own_rating_does_not_change_the_average():
    circle = rated_circle(6, by=(2, 3, 4, 5, 6), value=4)
    TurnRating.objects.create(
        circle_id=circle.id, turn=1, seat=1, side="speaker", value=0, at=CLOSED
    )

    assert averages(circle).felt_heard.mean == 4.0


def test_no_average_is_shown_while_ratings_may_still_come():
    circle = rated_circle(6, by=(2, 3, 4, 5, 6))

    found = averages(circle, now=CLOSED + timedelta(minutes=1))

    assert not found.are_final
    assert found.felt_heard.mean is None


def test_tables_of_a_split_have_one_average_together():
    tables = actions.split_into_tables(
        format_id="empathy-circle", names=["x"] * 8, host_id=ada().pk, language="en", now=START
    )
    for table in tables:
        TurnRating.objects.bulk_create(
            TurnRating(
                circle_id=table.circle_id, turn=n, seat=n, side="listener", value=2, at=CLOSED
            )
            for n in (1, 2, 3)
        )
    Circle.objects.update(closed_at=CLOSED, due_at=None)

    found = [
        queries.averages_for_host(table.circle_id, host_id=ada().pk, now=AFTERWARDS)
        for table in tables
    ]

    assert found[0] == found[1]
    assert (found[0].understood.people, found[0].understood.mean) == (6, 2.0)


def test_nobody_but_the_host_sees_averages():
    circle = rated_circle(6, by=(2, 3, 4, 5, 6))

    assert averages(circle, host=ben()) is None


def test_practice_counts_in_no_average():
    circle = rated_circle(6, by=(2, 3, 4, 5, 6))
    Circle.objects.filter(id=circle.id).update(is_practice=True)

    assert averages(circle) is None


# ── rating a turn ───────────────────────────────────────────────────────────


@pytest.fixture
def after_a_turn():
    """Ada was heard by Ben."""
    circle = circle_in_turn(now=START)
    for name, seat in (("done", 1), ("done", 2), ("heard", 1)):
        circle.move(name, seat, now=later(seconds=60))
    return circle


def rate(circle, seat, side="speaker", turn=1, value=4, now=None):
    return actions.rate_turn(
        circle_id=circle.id,
        seat=seat,
        turn=turn,
        side=side,
        value=value,
        now=now or later(seconds=70),
    )


def test_the_speaker_and_the_listener_rate_their_turn(after_a_turn):
    assert rate(after_a_turn, 1, "speaker").ok
    assert rate(after_a_turn, 2, "listener").ok
    assert TurnRating.objects.count() == 2


@pytest.mark.parametrize(
    ("seat", "side", "turn"),
    [
        (3, "speaker", 1),
        (2, "speaker", 1),
        (1, "listener", 1),
        (1, "speaker", 2),
        (1, "speaker", 9),
    ],
)
def test_nobody_rates_what_was_not_theirs_or_is_not_over(after_a_turn, seat, side, turn):
    answer = rate(after_a_turn, seat, side, turn)

    assert answer.code == "not_your_rating"
    assert not TurnRating.objects.exists()


@pytest.mark.parametrize(("side", "value"), [("speaker", 5), ("speaker", -1), ("witness", 1)])
def test_a_rating_off_the_scale_is_refused(after_a_turn, side, value):
    assert rate(after_a_turn, 1, side, value=value).code == "not_a_value"


def test_rating_again_corrects_and_never_doubles(after_a_turn):
    rate(after_a_turn, 1, value=4)
    rate(after_a_turn, 1, value=4)
    rate(after_a_turn, 1, value=2)

    assert [rating.value for rating in TurnRating.objects.all()] == [2]


def test_ratings_end_some_minutes_after_the_circle(after_a_turn):
    for number in (1, 2, 3, 4):
        after_a_turn.move("leave", number, now=later(minutes=2))

    assert rate(after_a_turn, 1, now=later(minutes=3)).ok
    assert rate(after_a_turn, 2, "listener", now=later(minutes=8)).code == "ratings_closed"


def test_the_words_to_a_concern_stand_beside_the_log(after_a_turn):
    assert actions.write_concern_words(circle_id=after_a_turn.id, seat=3, words="x").code == (
        "no_concern"
    )
    after_a_turn.move("raise_concern", 3, now=later(seconds=80))

    assert actions.write_concern_words(
        circle_id=after_a_turn.id, seat=3, words="It is too fast\u202e for me."
    ).ok

    assert queries.words_of_concerns(after_a_turn.id) == {1: "It is too fast for me."}
