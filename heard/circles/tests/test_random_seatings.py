"""Random rows written past all code: the database seats nobody whom the rule would not."""

import random
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from heard.circles import models
from heard.circles.tests.seats import NOW, a_circle, a_vetting, somebody
from heard.people.core.ages import AgeBand, may_join

pytestmark = pytest.mark.django_db
KINDS = ("", "school", "hospital", "company")
INSERT = (
    "INSERT INTO circles_seat (id, circle_id, number, nickname, is_host, is_companion, "
    "writes_captions, generation, device_hash, age_band, person_id, vetting_id) "
    "VALUES (%s, %s, %s, 'x', %s, %s, %s, 0, '', %s, %s, %s)"
)
MIXED = (
    "SELECT COUNT(*) FROM circles_seat s JOIN circles_circle c ON c.id = s.circle_id "
    "WHERE s.removed_at IS NULL AND s.age_band <> c.age_band AND NOT (s.age_band = 'adult' "
    "AND c.community_kind IN ('school', 'hospital') AND EXISTS (SELECT 1 FROM people_vetting v "
    "WHERE v.id = s.vetting_id AND v.person_id = s.person_id AND v.withdrawn_at IS NULL "
    "AND v.place = c.community_kind) AND (SELECT COUNT(*) FROM circles_seat m "
    "WHERE m.circle_id = c.id AND m.age_band = c.age_band AND m.removed_at IS NULL) >= 2)"
)


def own(value):
    return value.hex if connection.vendor == "sqlite" else value


def seat_by_hand(circle_id, number, band, person_id, vetting_id):
    """Whether the database let the row in."""
    values = (uuid.uuid4(), circle_id)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                INSERT,
                (*map(own, values), number, *(False,) * 3, band, person_id, vetting_id),
            )
    except IntegrityError:
        return False
    return True


def circles(dice):
    for band in AgeBand:
        for kind in KINDS:
            if band is AgeBand.ADULT or kind:
                yield a_circle(band, kind)


def seat_at_random(seatings, *, seed):
    """Rows that the database and the rule judge differently, and all mixed rows at the end."""
    dice = random.Random(seed)
    people = {band: somebody(band) for band in AgeBand}
    vettings = {kind: a_vetting(people[AgeBand.ADULT], kind) for kind in ("school", "hospital")}
    differently, mixed, rooms = [], 0, []
    for number in range(seatings):
        if number % 40 == 0:
            mixed += mixed_rows()
            models.Circle.objects.all().delete()
            rooms = list(circles(dice))
        room, band = dice.choice(rooms), dice.choice(list(AgeBand))
        person = dice.choice([None, people[band], people[dice.choice(list(AgeBand))]])
        vetting = dice.choice([None, *vettings.values()])
        taken = list(room.seats.values_list("number", "age_band"))
        place = room.community_kind
        is_right = (person is None or person.age_band == band) and may_join(
            circle=AgeBand(room.age_band),
            seat=band,
            is_vetted=person is not None and vetting is not None and vetting.place == place,
            place=place,
            minors=sum(each != "adult" for _, each in taken),
        )
        at = next((free for free in range(1, 9) if free not in dict(taken)), None)
        if at is None:
            continue
        in_there = seat_by_hand(room.id, at, band, person and person.pk, vetting and vetting.pk)
        if in_there != is_right:
            differently.append((room.age_band, place, band, person, vetting, taken))
        if dice.random() < 0.1 and taken:
            way = dice.choice(["delete", "remove"])
            row = room.seats.filter(number=dice.choice(taken)[0])
            row.delete() if way == "delete" else row.update(removed_at=NOW)
            room.seats.exclude(removed_at=None).delete()
    return differently, mixed + mixed_rows()


def mixed_rows():
    with connection.cursor() as cursor:
        cursor.execute(MIXED)
        return cursor.fetchone()[0]


def test_the_database_seats_whom_the_rule_seats():
    assert seat_at_random(200, seed=4) == ([], 0)


@pytest.mark.full
@pytest.mark.database
def test_five_thousand_random_rows_mix_nobody():
    assert seat_at_random(5000, seed=5) == ([], 0)
