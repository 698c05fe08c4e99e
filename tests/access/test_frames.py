"""Every frame, from everybody: what comes stands in `frames.csv`, which people wrote and read."""

import pytest

from tests.access import frames, world

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db(transaction=True)]


def test_every_frame_is_answered_for_everybody_as_the_table_says():
    faults = list(frames.unexpected(world.build()))

    assert not faults, "\n".join(faults)


def test_every_frame_and_every_move_has_a_row_as_oneself_and_as_another():
    written = {(row.frame, row.whose) for row in frames.rows()}

    missing = {(kind, whose) for kind in frames.kinds() for whose in ("own", "another")} - written

    assert sorted(missing) == []
    assert {frame for frame, _whose in written} == frames.kinds()
