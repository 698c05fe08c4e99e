"""A code leads to the creatures of its own class, and nowhere else."""

import uuid

import pytest

from heard.circles import actions, models, queries
from heard.circles.actions import Unfit
from heard.circles.actions.minors import let_minor_go
from heard.circles.core.moves import read_move
from heard.circles.queries import agreeing, state_of
from heard.circles.tests.rooms import NAMES, START, circle_of, later
from heard.circles.tests.seats import a_vetting, somebody
from heard.circles.tests.test_minors import a_class, agreed, sit
from heard.people import actions as people
from heard.people.events import ConsentWithdrawn
from heard.people.models import Consent
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db


def holders(opened):
    """Which seats of a class somebody holds."""
    seats = models.Seat.objects.filter(circle_id=opened.circle_id).exclude(device_hash="")
    return list(seats.values_list("number", flat=True))


def test_of_two_classes_each_code_seats_in_its_own():
    first, second = agreed(a_class()), agreed(a_class())

    found = sit(second, 2)

    assert (found.finding, found.circle_id) == ("mine", second.circle_id)
    assert (holders(first), holders(second)) == ([], [2])
    assert sit(first, 1).circle_id == first.circle_id
    assert (holders(first), holders(second)) == ([1], [2])


def test_a_class_takes_no_link_from_another_circle():
    other = circle_of(3, now=START)

    opened = a_class()

    assert models.Seat.objects.filter(token_hash__isnull=False).count() == 3
    links = models.Seat.objects.filter(circle_id=opened.circle_id).values_list("token_hash")
    assert set(links) == {(None,)}
    assert other.link(1)


def test_a_code_or_a_number_that_is_none_leads_nowhere():
    opened = agreed(a_class())

    unknown = actions.take_school_seat(code="aaaaaaaa", number=1, device_key="x", now=START)

    assert unknown.finding == sit(opened, 5).finding == "unknown"


def test_nobody_is_the_grown_up_of_a_class_by_its_code():
    opened, person = agreed(a_class()), somebody("adult")
    a_vetting(person)
    actions.seat_grown_up(circle_id=opened.circle_id, person_id=person.pk, nickname="Ruth")

    assert sit(opened, 5).finding == "unknown"


def test_a_creature_whose_device_or_seat_is_gone_is_nobodys():
    opened = agreed(a_class())
    sit(opened, 1)
    actions.remove_seat(circle_id=opened.circle_id, seat=1, now=START)

    assert sit(opened, 1).finding == "not_free"
    assert sit(opened, 2).finding == "mine"
    assert holders(opened) == [2]


def test_the_code_ends_with_the_links_however_late_one_comes():
    opened = agreed(a_class())

    late = actions.take_school_seat(code=opened.code, number=1, device_key="x", now=later(days=15))

    assert late.finding == "unknown"


def test_a_grown_up_sits_in_the_class_that_was_meant():
    first, second, person = a_class(), a_class(), somebody("adult")
    a_vetting(person)

    actions.seat_grown_up(circle_id=second.circle_id, person_id=person.pk, nickname="Ruth")

    seat = models.Seat.objects.get(person=person)
    assert (seat.circle_id, seat.number, seat.nickname) == (second.circle_id, 5, "Ruth")
    assert not models.Seat.objects.filter(circle_id=first.circle_id, age_band="adult").exists()


def test_a_grown_up_sits_there_only_while_their_vetting_holds():
    opened, person = a_class(), somebody("adult")
    a_vetting(person)

    with pytest.raises(Unfit, match="vetted"):
        actions.seat_grown_up(
            circle_id=opened.circle_id,
            person_id=person.pk,
            nickname="Ruth",
            now=later(days=4000),
        )


def test_the_last_seat_of_a_format_is_for_a_grown_up_too_and_there_is_none_beyond():
    room, full, person = a_class(5), a_class(6), somebody("adult")
    a_vetting(person)

    actions.seat_grown_up(circle_id=room.circle_id, person_id=person.pk, nickname="Ruth")
    with pytest.raises(Unfit, match="vetted"):
        actions.seat_grown_up(circle_id=full.circle_id, person_id=person.pk, nickname="Ruth")

    assert len(state_of(room.circle_id).seats) == len(state_of(full.circle_id).seats) == 6


def test_a_class_that_has_begun_has_no_seat_for_a_grown_up():
    begun, person = a_class(), somebody("adult")
    actions.make_move(circle_id=begun.circle_id, move=read_move("arrive", seat=1), now=START)
    a_vetting(person)

    with pytest.raises(Unfit, match="vetted"):
        actions.seat_grown_up(circle_id=begun.circle_id, person_id=person.pk, nickname="Ruth")


def test_a_word_taken_back_for_one_lets_nobody_else_go():
    opened = agreed(a_class())
    seats = {number: sit(opened, number).seat_id for number in (1, 2)}

    people.withdraw_guardian(
        scope=f"circle:{opened.circle_id}", seat_id=seats[1], now=later(minutes=1)
    )

    assert holders(opened) == [2]


def teens_with_links(names=("Otter", "Owl", "Cedar")):
    return actions.open_circle(
        format_id="empathy-circle",
        names=names,
        mode="devices",
        host_id=ada().pk,
        language="en",
        age_band="teen",
        community_id=uuid.uuid4(),
        community_kind="school",
        may_meet=lambda *_: True,
        now=START,
    )


def seat_of_teen(opened, number):
    """Somebody with an account, for whom somebody answers wherever they sit."""
    teen = somebody("teen")
    people.record_guardian(
        person_id=teen.pk, scope="", reference="binder 4", recorded_by=ada().pk, now=START
    )
    token = str(opened.seats[number - 1].token)
    found = actions.take_seat(
        token=token, nickname="Teen", device_key=f"{number}", person_id=teen.pk, now=START
    )
    assert found.finding == "mine"
    return teen


def test_a_guardian_of_a_person_takes_their_seat_and_link_away_and_nobody_elses():
    opened = teens_with_links()
    first, _second = seat_of_teen(opened, 1), seat_of_teen(opened, 2)

    people.withdraw_guardian(scope="", person_id=first.pk, now=later(minutes=1))

    assert holders(opened) == [2]
    links = models.Seat.objects.filter(circle_id=opened.circle_id, token_hash=None)
    assert list(links.values_list("number", flat=True)) == [1]


def test_what_a_guardian_takes_back_changes_no_circle_that_is_over():
    opened = teens_with_links()
    teen = seat_of_teen(opened, 1)
    models.Circle.objects.filter(id=opened.circle_id).update(
        closed_at=later(minutes=1), due_at=None
    )

    people.withdraw_guardian(scope="", person_id=teen.pk, now=later(minutes=2))

    assert holders(opened) == [1]


def test_a_word_taken_back_of_another_kind_empties_no_seat_of_a_minor():
    opened = a_class()
    seat = models.Seat.objects.get(circle_id=opened.circle_id, number=1)
    models.Seat.objects.filter(id=seat.id).update(device_hash="x", taken_at=START, agreed_at=START)

    let_minor_go(ConsentWithdrawn(None, seat.id, "sitting", "", later(minutes=1)))

    assert holders(opened) == [1]


def test_a_word_taken_back_for_a_seat_is_about_no_other_seat():
    opened = a_class()
    seats = models.Seat.objects.filter(circle_id=opened.circle_id, number__lt=3)
    for seat in seats:
        seats.filter(id=seat.id).update(device_hash=f"{seat.id}", taken_at=START, agreed_at=START)

    let_minor_go(ConsentWithdrawn(None, seats[0].id, "guardian", "", later(minutes=1)))

    assert holders(opened) == [2]


def test_a_minor_for_whom_somebody_else_answers_too_stays():
    opened = agreed(a_class())
    seat_id = sit(opened, 1).seat_id
    people.record_guardian(
        seat_id=seat_id, scope="", reference="binder 5", recorded_by=ada().pk, now=START
    )

    people.withdraw_guardian(
        scope=f"circle:{opened.circle_id}", seat_id=seat_id, now=later(minutes=1)
    )

    assert holders(opened) == [1]


def test_a_vetting_that_is_withdrawn_lets_only_that_grown_up_go():
    first, second = a_class(), a_class()
    vettings = []
    for opened in (first, second):
        person = somebody("adult")
        vettings.append(a_vetting(person))
        actions.seat_grown_up(circle_id=opened.circle_id, person_id=person.pk, nickname="Ruth")

    people.withdraw_vetting(vetting_id=vettings[0].pk, now=later(minutes=1))

    out = models.Seat.objects.filter(age_band="adult", removed_at__isnull=False)
    assert list(out.values_list("circle_id", flat=True)) == [first.circle_id]
    assert not state_of(second.circle_id).seat(5).removed


def test_whoever_sits_down_as_a_creature_has_agreed_to_what_is_kept():
    opened = agreed(a_class())

    seat_id = sit(opened, 1).seat_id

    (consent,) = Consent.objects.filter(seat_id=seat_id)
    assert (consent.purpose, consent.how, consent.is_given) == ("sitting", "entering", True)


def test_for_a_creature_its_guardian_has_agreed_once_somebody_sits_there():
    opened = agreed(a_class())
    before = queries.has_agreed(opened.circle_id, 1)
    sit(opened, 1)
    Consent.objects.all()._raw_delete("default")

    assert not before
    assert queries.has_agreed(opened.circle_id, 1)
    seats = list(models.Seat.objects.filter(circle_id=opened.circle_id))
    assert agreeing.standing_seats(opened.circle_id, seats) == {1, 2, 3, 4}


def test_a_companion_needs_no_word_and_a_seat_that_is_none_has_given_none():
    tried = actions.open_try_circle(language="en", nickname="Eva", device_key="phone", now=START)

    assert queries.has_agreed(tried.circle_id, 2)
    assert not queries.has_agreed(tried.circle_id, 9)


def test_names_and_words_at_a_table_are_those_of_that_circle_in_the_order_of_its_seats():
    table, other = circle_of(4, mode="table", now=START), circle_of(5, mode="table", now=START)
    for each in (other, table):
        actions.take_table(token=each.table_link, device_key="tablet", now=START)

    told = agreeing.agreed_at_table(table.id)

    assert [(one.number, one.name) for one in told] == list(enumerate(NAMES[:4], start=1))
    assert queries.names_in(table.id) == dict(enumerate(NAMES[:4], start=1))
    assert {one.shown.line.how for one in told} == {"aloud"}
