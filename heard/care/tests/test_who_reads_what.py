"""Who settles reports, which of them they read, and whose blocks are whose."""

import uuid
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest

from heard.care import actions, queries
from heard.care.models import Report
from heard.care.tests.test_reports import CIRCLE, START, told
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("said", list(product([True, False], repeat=3)))
def test_only_an_owner_who_is_signed_in_and_may_be_settles_reports(said):
    names = ("is_authenticated", "is_active", "is_owner")
    person = SimpleNamespace(**dict(zip(names, said, strict=True)))

    assert queries.can_settle(person) is all(said)


def test_who_is_nobody_settles_nothing():
    assert queries.can_settle(object()) is False


def test_only_the_host_of_that_circle_sees_that_something_needs_care():
    told()

    assert queries.needs_care(CIRCLE)
    assert not queries.needs_care(uuid.uuid4())


def test_an_owner_reads_what_is_open_and_about_others_the_weightiest_first():
    heavy, newer, light, own, settled = (
        told(reporter_seat=uuid.uuid4(), about_id=about, now=START + timedelta(minutes=minute))
        for minute, about in enumerate([None, cleo().pk, cleo().pk, ben().pk, None])
    )
    Report.objects.filter(id=light).update(weight=0.5)
    actions.settle(report_id=settled, by=ben().pk, was_upheld=True, now=START)

    shown = queries.open_reports(reader_id=ben().pk)

    assert [each.report_id for each in shown] == [newer, heavy, light]
    assert own not in {each.report_id for each in shown}
    assert [each.about_name for each in shown] == [str(cleo()), "", str(cleo())]


def test_a_report_names_one_of_the_reasons_that_are_offered():
    assert {value for value, _words in queries.reasons()} >= {"hurt", "threat", "other"}


def test_blocks_are_listed_to_who_made_them_the_newest_first():
    for minute, (blocker, blocked) in enumerate([(ada, ben), (ada, cleo), (ben, cleo)]):
        at = START + timedelta(minutes=minute)
        actions.block(blocker_id=blocker().pk, blocked_id=blocked().pk, now=at)

    mine = queries.blocks_of(ada().pk)

    assert [line.at for line in mine] == [START + timedelta(minutes=1), START]
    assert queries.parted_from(ada().pk) == {ben().pk, cleo().pk}


def test_to_undo_one_block_leaves_the_others():
    for blocked in (ben(), cleo()):
        actions.block(blocker_id=ada().pk, blocked_id=blocked.pk, now=START)
    line = queries.blocks_of(ada().pk)[0]

    actions.unblock(blocker_id=ada().pk, block_id=line.block_id)

    (left,) = queries.blocks_of(ada().pk)
    assert left.block_id != line.block_id
