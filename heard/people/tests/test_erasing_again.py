"""A backup that is brought back forgets again whom the node had forgotten."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from heard.base import clock
from heard.people.actions import erase_person, note_look
from heard.people.models import Erasure, Look, Person
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_list_of_its_own(settings, tmp_path):
    settings.HEARD_DATA = tmp_path


def said(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def erased_and_brought_back(person: Person) -> None:
    """As when the database of yesterday is put back, whose list does not know of today."""
    fields = {field.attname: getattr(person, field.attname) for field in person._meta.fields}
    erase_person(person.pk, now=clock.now())
    Erasure.objects.all().delete()
    Person.objects.create(**fields)


def test_whoever_was_forgotten_after_the_backup_was_made_is_forgotten_again():
    erased_and_brought_back(ada())
    ben()

    assert said("erase_again").startswith("Forgotten again: 1 people and 0 seats.")

    assert list(Person.objects.values_list("nickname", flat=True)) == ["Ben"]


def test_a_second_time_nobody_is_left_to_forget():
    erased_and_brought_back(ada())
    said("erase_again")

    assert "0 people" in said("erase_again")


def test_somebody_new_who_got_the_same_number_stays():
    erased_and_brought_back(ada())
    Person.objects.update(joined_at=clock.now() + timedelta(minutes=1))

    assert "0 people" in said("erase_again")
    assert Person.objects.count() == 1


def test_the_only_owner_of_a_backup_is_named_and_stays():
    Person.objects.filter(id=ben().pk).update(is_owner=True)
    owner = cleo()
    Person.objects.filter(id=owner.pk).update(is_owner=True)
    owner.refresh_from_db()
    erased_and_brought_back(owner)
    Person.objects.filter(id=ben().pk).update(is_owner=False)

    assert f"Person {owner.pk} is the only owner now" in said("erase_again")


def test_checking_looks_says_that_all_is_well_or_which_line_is_not():
    for _look in range(3):
        note_look(actor_id=None, subject_id=ada().pk, what="export", now=clock.now())
    assert "Every line follows" in said("check_looks")
    second = Look.objects.order_by("id")[1]

    Look._base_manager.filter(id=second.id).update(what="vetting")

    with pytest.raises(CommandError, match=f"Line {second.id} does not follow"):
        said("check_looks")
