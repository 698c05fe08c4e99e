"""Reports are kept, weighed and settled; two people are parted both ways."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from heard.care import actions, queries
from heard.care.models import Report
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
CIRCLE, SEAT, OTHER = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def told(**more):
    details = {
        "circle_id": CIRCLE,
        "reporter_seat": SEAT,
        "reporter_id": None,
        "about_seat": OTHER,
        "about_id": None,
        "is_about_facilitator": False,
        "reason": "hurt",
        "words": "",
        "now": START,
    }
    return actions.report(**(details | more))


def test_the_same_told_twice_is_one_report():
    first = told(words="He laughed at me.")
    again = told(words="And again.", reason="pressure")

    report = Report.objects.get()
    assert first == again == report.id
    assert (report.words, report.reason) == ("He laughed at me.\nAnd again.", "pressure")


def test_two_who_tell_it_are_two_reports():
    told()
    told(reporter_seat=uuid.uuid4())

    assert Report.objects.count() == 2


def test_a_seat_that_tells_very_much_is_kept_five_times_a_day():
    ids = [told(about_seat=uuid.uuid4()) for _ in range(7)]

    assert ids[5:] == [None, None]
    assert told(about_seat=uuid.uuid4(), now=START + timedelta(days=1, minutes=1)) is not None


def test_a_person_who_tells_very_much_is_kept_ten_times_a_day():
    ids = [
        told(circle_id=uuid.uuid4(), reporter_seat=uuid.uuid4(), reporter_id=ada().pk)
        for _ in range(12)
    ]

    assert ids.count(None) == 2


def test_what_came_to_nothing_makes_the_next_one_lighter():
    for _ in range(3):
        settled = told(circle_id=uuid.uuid4(), reporter_id=ada().pk)
        actions.settle(report_id=settled, by=ben().pk, was_upheld=False, now=START)

    told(reporter_id=ada().pk)

    assert Report.objects.get(settled_at=None).weight == 0.5


def test_a_host_sees_that_something_needs_care_until_it_is_settled():
    report = told()
    before = queries.needs_care(CIRCLE)

    actions.settle(report_id=report, by=ben().pk, was_upheld=True, now=START)

    assert (before, queries.needs_care(CIRCLE)) == (True, False)


def test_a_host_sees_nothing_of_a_report_about_whoever_leads():
    told(is_about_facilitator=True)

    assert not queries.needs_care(CIRCLE)
    assert len(queries.open_reports(reader_id=ben().pk)) == 1


def test_nobody_reads_or_settles_what_is_about_themselves():
    report = told(about_id=ben().pk)

    assert queries.open_reports(reader_id=ben().pk) == ()
    assert not actions.settle(report_id=report, by=ben().pk, was_upheld=False, now=START)
    assert actions.settle(report_id=report, by=cleo().pk, was_upheld=True, now=START)


def test_a_report_is_settled_once():
    report = told()

    assert actions.settle(report_id=report, by=ben().pk, was_upheld=True, now=START)
    assert not actions.settle(report_id=report, by=cleo().pk, was_upheld=False, now=START)


def test_who_told_it_is_not_among_what_owners_read():
    told(reporter_id=cleo().pk)

    (shown,) = queries.open_reports(reader_id=ben().pk)

    assert str(SEAT) not in repr(shown)
    assert str(cleo()) not in repr(shown)


def test_two_are_parted_both_ways_until_it_is_undone():
    actions.block(blocker_id=ada().pk, blocked_id=ben().pk, now=START)
    actions.block(blocker_id=ada().pk, blocked_id=ben().pk, now=START)
    both = (queries.parted_from(ada().pk), queries.parted_from(ben().pk))
    (line,) = queries.blocks_of(ada().pk)

    actions.unblock(blocker_id=ben().pk, block_id=line.block_id)
    still = queries.parted_from(ben().pk)
    actions.unblock(blocker_id=ada().pk, block_id=line.block_id)

    assert both == (frozenset({ben().pk}), frozenset({ada().pk}))
    assert still == frozenset({ada().pk})
    assert queries.parted_from(ben().pk) == frozenset()


def test_nobody_blocks_themselves():
    actions.block(blocker_id=ada().pk, blocked_id=ada().pk, now=START)

    assert queries.blocks_of(ada().pk) == ()
