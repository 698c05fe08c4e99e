"""What another process did while the bus was away is shown when it is back."""

from unittest import mock

import pytest

from heard.base import bus
from heard.base.hub import in_writer
from heard.circles.actions import moving
from heard.circles.tests.rooms import circle_in_turn, in_rooms, sit

pytestmark = pytest.mark.django_db(transaction=True)


def test_after_a_gap_each_room_looks_at_the_database_again():
    circle, beside = circle_in_turn(), circle_in_turn()

    async def journey(hub):
        ada, ben = await sit(hub, circle, 1), await sit(hub, circle, 2)
        other = await sit(hub, beside, 1)
        for page in (ada, ben, other):
            await page.quiet()
        with mock.patch.object(moving, "publish"):
            await in_writer(circle.move)("done", 1)
        assert await ada.quiet() == await ben.quiet() == []

        bus._bus._fill_gap()

        for page in (ada, ben):
            assert (await page.view())["step"] == "reflect"
        assert await other.quiet() == []

    in_rooms(journey)
