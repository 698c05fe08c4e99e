"""The database keeps ages apart by itself: rows made by hand are refused on both engines."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Q
from django.utils import timezone

from heard.base.triggers import standing, take_down
from heard.circles import models
from heard.circles.models.ages import AGES_APART
from heard.circles.tests.seats import (
    NOW,
    a_circle,
    a_class,
    a_seat,
    a_vetted_seat,
    a_vetting,
    somebody,
    today,
)
from heard.people.models import Person, Vetting

pytestmark = pytest.mark.django_db
NAMES = {trigger.name for trigger in AGES_APART}


def by_hand(sql, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql, *values):
    try:
        by_hand(sql, *values)
    except IntegrityError:
        return True
    return False


def own(value):
    """An id as the columns of this database hold it."""
    return value.hex if connection.vendor == "sqlite" else value


def vetting_of(seat):
    return Vetting.objects.filter(Q(id=seat.vetting_id))


def is_seated(seat):
    seat.refresh_from_db()
    return seat.removed_at is None


@pytest.mark.parametrize(("circle", "seat"), [("adult", "teen"), ("adult", "child")])
def test_no_minor_sits_with_grown_ups(circle, seat):
    room = a_circle(circle)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(room, 1, seat)


def test_children_and_teens_sit_apart():
    room = a_circle("teen", "school")

    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(room, 1, "child")


def test_a_grown_up_sits_with_minors_only_when_vetted():
    room = a_class()

    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(room, 3, "adult", person=somebody("adult"))

    assert is_seated(a_vetted_seat(room))


@pytest.mark.parametrize(
    "flaw",
    [
        {"holds_until": today() - timedelta(days=1), "holds_from": today() - timedelta(days=9)},
        {"holds_from": today() + timedelta(days=1)},
        {"withdrawn_at": NOW},
        {"place": "hospital"},
    ],
    ids=["over", "not yet", "withdrawn", "elsewhere"],
)
def test_a_vetting_that_does_not_hold_here_today_seats_nobody(flaw):
    room, person = a_class(), somebody("adult")
    vetting = a_vetting(person, **flaw)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(room, 3, "adult", person=person, vetting_id=vetting.id)


def test_somebody_elses_vetting_seats_nobody():
    room, vetting = a_class(), a_vetting(somebody("adult"))

    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(room, 3, "adult", person=somebody("adult"), vetting_id=vetting.id)


def test_a_vetting_without_its_person_seats_nobody():
    room, vetting = a_class(), a_vetting(somebody("adult"))

    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(room, 3, "adult", vetting_id=vetting.id)


def test_no_grown_up_sits_with_minors_in_another_kind_of_community():
    room, person = a_class(kind="company"), somebody("adult")
    vetting = a_vetting(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(room, 3, "adult", person=person, vetting_id=vetting.id)


@pytest.mark.parametrize("minors", [0, 1])
def test_it_is_never_one_to_one(minors):
    room = a_class(minors=minors)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_vetted_seat(room)


def test_companions_do_not_make_two():
    room = a_class(minors=1)
    a_seat(room, 2, "teen", is_companion=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_vetted_seat(room)


def test_a_seat_has_the_age_of_its_person():
    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(a_circle(), 1, "adult", person=somebody("teen"))


def test_a_person_of_another_age_takes_no_seat():
    seat = a_seat(a_circle(), 1, "adult")
    teen = somebody("teen")

    assert refused("UPDATE circles_seat SET person_id = %s WHERE id = %s", teen.pk, own(seat.id))


def test_nobody_changes_their_age_while_they_sit():
    person = somebody("adult")
    a_seat(a_circle(), 1, "adult", person=person)

    assert refused("UPDATE people_person SET age_band = 'teen' WHERE id = %s", person.pk)


def test_whoever_has_grown_up_keeps_the_seats_of_before():
    person = somebody("teen")
    room = a_class()
    seat = a_seat(room, 3, "teen", person=person)
    models.Circle.objects.filter(id=room.id).update(closed_at=timezone.now())

    Person.objects.filter(pk=person.pk).update(age_band="adult")

    assert not refused("UPDATE circles_seat SET nickname = '' WHERE id = %s", own(seat.id))


def test_minors_meet_only_inside_a_community():
    with pytest.raises(IntegrityError), transaction.atomic():
        a_circle("teen")


@pytest.mark.parametrize("made", ["circle", "seat"])
def test_there_is_no_other_age(made):
    room = a_circle()

    with pytest.raises(IntegrityError), transaction.atomic():
        a_circle("ancient", "school") if made == "circle" else a_seat(room, 1, "ancient")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE circles_circle SET age_band = 'adult' WHERE id = %s",
        "UPDATE circles_circle SET age_band = 'child' WHERE id = %s",
        "UPDATE circles_circle SET community_kind = 'hospital' WHERE id = %s",
        "UPDATE circles_circle SET community_kind = '' WHERE id = %s",
        "UPDATE circles_circle SET community_id = NULL WHERE id = %s",
    ],
)
def test_a_circle_is_not_changed_under_those_who_sit(change):
    room = a_class()
    a_vetted_seat(room)

    assert refused(change, own(room.id))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE circles_seat SET vetting_id = NULL WHERE id = %s",
        "UPDATE circles_seat SET vetting_id = 123456 WHERE id = %s",
        "UPDATE circles_seat SET age_band = 'teen' WHERE id = %s",
    ],
)
def test_a_vetted_seat_stays_what_it_is(change):
    seat = a_vetted_seat(a_class())

    assert refused(change, own(seat.id))


def test_no_seat_is_carried_into_a_circle_of_another_age():
    seat, room = a_seat(a_circle(), 5, "adult"), a_class()

    assert refused(
        "UPDATE circles_seat SET circle_id = %s WHERE id = %s", own(room.id), own(seat.id)
    )


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawn_at": NOW},
        {"holds_until": today() - timedelta(days=1), "holds_from": today() - timedelta(days=2)},
        {"place": "hospital"},
    ],
    ids=["withdrawn", "shortened", "moved"],
)
def test_a_vetting_that_ends_lets_its_grown_up_go(change):
    seat = a_vetted_seat(a_class())

    vetting_of(seat).update(**change)

    assert not is_seated(seat)


@pytest.mark.parametrize(
    "change",
    [
        {"holds_until": today() + timedelta(days=300)},
        {"holds_until": today()},
        {"holds_from": today()},
    ],
    ids=["longer", "to the end of today", "from today"],
)
def test_a_vetting_that_still_holds_today_keeps_its_seat(change):
    seat = a_vetted_seat(a_class())

    vetting_of(seat).update(**change)

    assert is_seated(seat)


def test_a_vetting_of_one_day_seats_somebody_on_that_day():
    room, person = a_class(), somebody("adult")
    vetting = a_vetting(person, holds_from=today(), holds_until=today())

    assert is_seated(a_seat(room, 3, "adult", person=person, vetting_id=vetting.id))


def test_a_circle_is_changed_where_nobody_sits_wrongly_whoever_sits_elsewhere():
    room, elsewhere = a_class(), a_circle()
    a_vetted_seat(room)
    a_seat(elsewhere, 1, "adult")
    a_seat(a_class(kind="hospital"), 3, "teen")

    assert not refused(
        "UPDATE circles_circle SET community_id = %s WHERE id = %s",
        *(own(elsewhere.id), own(room.id)),
    )


def test_a_circle_is_changed_whoever_was_let_go_from_it():
    room = a_class()
    gone = a_vetted_seat(room)
    models.Seat.objects.filter(id=gone.id).update(removed_at=NOW)

    assert not refused(
        "UPDATE circles_circle SET community_kind = 'hospital' WHERE id = %s", own(room.id)
    )


def test_who_leaves_a_circle_of_grown_ups_takes_nobody_along():
    room = a_circle()
    a_seat(room, 1, "adult")
    stays = a_seat(room, 2, "adult")
    taught = a_vetted_seat(a_class())

    models.Seat.objects.filter(circle=room, number=1).update(removed_at=NOW)

    assert is_seated(stays) and is_seated(taught)


def test_a_name_that_is_taken_off_one_seat_lets_nobody_else_go():
    taught, person = a_vetted_seat(a_class()), somebody("adult")
    seat = a_seat(a_circle(), 1, "adult", person=person)

    models.Seat.objects.filter(id=seat.id).update(person=None)

    assert is_seated(seat) and is_seated(taught)


def test_a_grown_up_who_is_let_go_sits_down_nowhere():
    seat = a_vetted_seat(a_class())
    vetting_of(seat).delete()

    assert refused(
        "UPDATE circles_seat SET device_hash = 'x', taken_at = %s, agreed_at = %s WHERE id = %s",
        *(NOW, NOW, own(seat.id)),
    )
    assert refused("UPDATE circles_seat SET removed_at = NULL WHERE id = %s", own(seat.id))


def test_a_grown_up_who_is_erased_goes():
    seat = a_vetted_seat(a_class())

    seat.person.delete()

    assert not is_seated(seat)
    assert seat.person_id is None


def test_a_grown_up_whose_name_is_taken_off_first_goes_too():
    seat = a_vetted_seat(a_class())

    models.Seat.objects.filter(id=seat.id).update(person=None)

    assert not is_seated(seat)


@pytest.mark.parametrize("way", ["deleted", "removed"])
def test_with_the_second_minor_the_grown_up_goes(way):
    room = a_class()
    seat = a_vetted_seat(room)
    minor = models.Seat.objects.filter(circle=room, number=1)

    minor.delete() if way == "deleted" else minor.update(removed_at=NOW)

    assert not is_seated(seat)


def test_while_two_minors_are_left_the_grown_up_stays():
    room = a_class(minors=3)
    seat = a_vetted_seat(room)

    models.Seat.objects.filter(circle=room, number=1).update(removed_at=NOW)

    assert is_seated(seat)


def test_a_circle_is_erased_with_all_who_sit_in_it():
    room = a_class(minors=4)
    a_vetted_seat(room)

    room.delete()

    assert not models.Seat.objects.filter(circle_id=room.id).exists()


def test_the_guards_stand_on_the_final_schema():
    assert standing(connection) >= NAMES
    assert models.Seat._meta.get_field("vetting_id").column == "vetting_id"


def test_a_guard_that_was_lost_stands_again_when_the_node_starts():
    take_down(connection, AGES_APART)
    gone = standing(connection) & NAMES

    models.keep_ages_apart()

    assert gone == set()
    assert standing(connection) >= NAMES


@pytest.mark.django_db(transaction=True)
def test_the_guards_come_back_after_a_table_was_built_anew():
    models.let_migrations_pass()
    field, longer = models.Seat._meta.get_field("nickname"), CharField(max_length=201)
    longer.set_attributes_from_name("nickname")
    with connection.schema_editor() as editor:
        editor.alter_field(models.Seat, field, longer)
    with connection.schema_editor() as editor:
        editor.alter_field(models.Seat, longer, field)
    left = standing(connection) & NAMES

    call_command("migrate", verbosity=0)

    assert left == set()
    assert standing(connection) >= NAMES
    with pytest.raises(IntegrityError), transaction.atomic():
        a_seat(a_circle(), 1, "teen")
