"""A report in which nothing stands is answered with the sentence about what is missing."""

import pytest
from django.http import HttpResponse

from heard.circles.tests.rooms import circle_in_turn
from heard.circles.views.devices import keep_key

pytestmark = pytest.mark.django_db


def test_a_room_that_sends_an_empty_report_gets_a_sentence(client):
    circle, kept = circle_in_turn(), HttpResponse()
    keep_key(kept, circle.device(2), path="/")
    client.cookies.update(kept.cookies)

    path = f"/seats/{circle.opened.seats[1].seat_id}/report/"
    answer = client.post(path, headers={"accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["message"]
