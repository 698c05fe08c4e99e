"""Reports from a seat: by form and by the room, seen by owners only, and told by nobody."""

import json
import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from heard.base.redaction import RedactingFormatter
from heard.care import actions as care
from heard.care.models import Block, Report
from heard.circles import actions, models
from heard.circles.live.showing import picture_for, seen_in
from heard.circles.tests.rooms import START, circle_of, free_circle
from heard.circles.views.devices import _SALT, SEAT
from heard.people.models import Look
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db
TOLD = "We have your report. You can step out at any time."


def seated(opening, number, person=None):
    """The browser of who holds a seat, signed in or not."""
    client = Client()
    if person:
        client.force_login(person)
    probe = Client()
    response = probe.get("/")
    response.set_signed_cookie(SEAT, opening.device(number), salt=_SALT)
    client.cookies[SEAT] = response.cookies[SEAT].value
    return client


def report_url(opening, number):
    return reverse("circles:report", args=[opening.opened.seats[number - 1].seat_id])


def report(opening, number, *, person=None, **said):
    form = {"about": "2", "reason": "hurt", "words": ""} | said
    return seated(opening, number, person).post(report_url(opening, number), form)


def owner():
    person = cleo()
    person.is_owner = True
    person.save(update_fields=["is_owner"])
    return person


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_page_needs_no_script():
    opening = circle_of()
    page = seated(opening, 3).get(report_url(opening, 3)).content.decode()

    answer = report(opening, 3, words="He laughed at me.")

    assert "Ben" in page and "The whole circle" in page
    assert TOLD in answer.content.decode()
    kept = Report.objects.get()
    assert kept.about_seat == opening.opened.seats[1].seat_id
    assert kept.words == "He laughed at me."


def test_the_room_is_answered_with_the_sentence():
    opening = circle_of()

    answer = seated(opening, 3).post(
        report_url(opening, 3),
        {"about": "circle", "reason": "other"},
        headers={"accept": "application/json"},
    )

    assert json.loads(answer.content) == {"message": TOLD}
    assert Report.objects.get().about_seat is None


@pytest.mark.parametrize("said", [{"about": "3"}, {"about": "9"}, {"about": ""}, {"reason": "x"}])
def test_what_cannot_be_meant_is_asked_again(said):
    opening = circle_of()

    answer = report(opening, 3, **said)

    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_only_who_sits_there_reports_from_a_seat():
    opening = circle_of()

    answer = Client().post(report_url(opening, 3), {"about": "2", "reason": "hurt"})

    assert answer.status_code == 404
    assert not Report.objects.exists()


def test_to_lead_is_no_shelter():
    opening = circle_of()

    report(opening, 3, about="1")

    kept = Report.objects.get()
    assert kept.is_about_facilitator
    assert kept.about_id == ada().pk


def test_a_host_without_a_seat_can_be_reported():
    opening = circle_of(host_sits=False)

    report(opening, 3, about="host")

    kept = Report.objects.get()
    assert (kept.about_seat, kept.about_id, kept.is_about_facilitator) == (None, ada().pk, True)


def test_a_host_who_sits_in_another_seat_is_the_host_still():
    opening = circle_of(host_sits=False)
    models.Seat.objects.filter(id=opening.opened.seats[1].seat_id).update(person=ada())

    report(opening, 3)

    assert Report.objects.get().is_about_facilitator


def test_who_was_asked_to_leave_can_still_report_when_known():
    opening = circle_of()
    seat_id = opening.opened.seats[2].seat_id
    models.Seat.objects.filter(id=seat_id).update(
        person=ben(), removed_at=START, device_hash="", taken_at=None
    )

    answer = signed_in(ben()).post(report_url(opening, 3), {"about": "1", "reason": "hurt"})

    assert answer.status_code == 200
    assert Report.objects.exists()


def test_the_host_sees_that_something_needs_care_and_no_more():
    opening = circle_of()
    report(opening, 3, words="canary words")

    page = signed_in(ada()).get(reverse("circles:host", args=[opening.id])).content.decode()

    assert "Something here needs care" in page
    assert "canary words" not in page and "Hurtful" not in page


def test_a_host_sees_nothing_of_a_report_about_the_host():
    opening = circle_of()
    host = signed_in(ada())
    before = plain(host.get(reverse("circles:host", args=[opening.id])))

    report(opening, 3, about="1")

    assert plain(host.get(reverse("circles:host", args=[opening.id]))) == before


def plain(response):
    """A page without what differs each time."""
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line and "nonce" not in line]


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 302), (ben, 403), (ada, 403), (owner, 200)],
    ids=["nobody", "ben", "ada", "owner"],
)
def test_only_owners_read_reports(who, status):
    opening = circle_of()
    report(opening, 3)
    client = signed_in(who()) if who else Client()

    assert client.get("/care/").status_code == status
    settled = client.post(
        reverse("home:settle", args=[Report.objects.get().id]), {"outcome": "upheld"}
    )
    assert settled.status_code == (302 if status in (200, 302) else status)
    assert (Report.objects.get().settled_at is not None) == (status == 200)


def test_an_owner_reads_what_and_about_whom_and_that_is_written_down():
    opening = circle_of()
    report(opening, 3, words="He laughed at me.")

    page = signed_in(owner()).get("/care/").content.decode()

    assert "Hurtful words" in page and "He laughed at me." in page and "Ben" in page
    look = Look.objects.get(what="report-read")
    assert (look.actor_id, look.subject_id) == (cleo().pk, None)


def test_who_reported_is_never_revealed(caplog):
    opening = circle_of()
    reporter = ben()
    reporter.nickname = "CANARY"
    reporter.save()
    seat_id = opening.opened.seats[2].seat_id
    models.Seat.objects.filter(id=seat_id).update(person=reporter)
    before = what_others_see(opening)

    with caplog.at_level(logging.DEBUG):
        answer = report(opening, 3, person=reporter, about="circle", words="what happened")

    told_owners = signed_in(owner()).get("/care/").content.decode()
    new = [line for line in what_others_see(opening) if line not in before]
    logged = [RedactingFormatter("%(message)s").format(record) for record in caplog.records]
    assert "what happened" in told_owners
    for told in (told_owners, answer.content.decode(), *new):
        assert "CANARY" not in told
    assert str(seat_id) not in told_owners + "".join(new)
    assert "what happened" not in "".join(new)
    assert [line for line in logged if "CANARY" in line or str(seat_id) in line] == []


def what_others_see(opening):
    """Every line of every page, and every frame, of the host and of the others in the circle."""
    seen, host = [], signed_in(ada())
    for path in (reverse("circles:host", args=[opening.id]), "/circles/", "/people/me/"):
        seen += plain(host.get(path))
    for number in (1, 2, 4):
        client = seated(opening, number)
        seen += plain(client.get(report_url(opening, number)))
        seat_id = opening.opened.seats[number - 1].seat_id
        seen += [
            line
            for line in plain(client.get(reverse("circles:seat_room", args=[seat_id])))
            if "csrf" not in line
        ]
        seen.append(json.dumps(seen_in(picture_for(opening.snapshot(), number)), default=str))
    return seen


def test_the_log_does_not_say_from_which_seat_a_report_came():
    line = '127.0.0.1:1 - "POST /seats/0b0e/report/ HTTP/1.1" 200'
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, line, (), None)

    assert "0b0e" not in RedactingFormatter("%(message)s").format(record)


def test_in_practice_there_is_nobody_to_report():
    tried = actions.open_try_circle(language="en", nickname="Ada", device_key="device")

    assert not Report.objects.exists()
    assert Client().get(reverse("circles:report", args=[tried.seat_id])).status_code == 404


def parted(opening, number, person, about="2"):
    models.Seat.objects.filter(id=opening.opened.seats[number - 1].seat_id).update(person=person)
    return seated(opening, number, person).post(
        report_url(opening, number), {"about": about, "reason": "", "part": "on"}
    )


def take(opened, number, person):
    return actions.take_seat(
        token=opened.seats[number - 1].token,
        nickname="x",
        device_key=f"{number}",
        person_id=person.pk if person else None,
    ).finding


def test_two_who_are_parted_are_not_seated_together_either_way():
    opening = circle_of()
    models.Seat.objects.filter(id=opening.opened.seats[1].seat_id).update(person=ben())

    parted(opening, 3, cleo())

    assert Block.objects.filter(blocker=cleo(), blocked=ben()).exists()
    assert not Report.objects.exists()
    first, second = free_circle(host_id=None), free_circle(host_id=None)
    assert (take(first, 1, ben()), take(first, 2, cleo())) == ("mine", "not_free")
    assert (take(second, 1, cleo()), take(second, 2, ben())) == ("mine", "not_free")
    assert take(first, 2, ada()) == "mine"


def test_who_is_parted_is_told_kindly_and_not_why():
    care.block(blocker_id=ben().pk, blocked_id=cleo().pk, now=START)
    opened = free_circle(host_id=None)
    take(opened, 1, ben())

    guest, link = signed_in(cleo()), f"/sit/{opened.seats[1].token}/"
    (read,) = re.findall('name="read" value="([^"]*)"', guest.get(link).content.decode())
    answer = guest.post(link, {"nickname": "Cleo", "read": read})

    assert answer.status_code == 409
    assert "This seat is not free any more" in answer.content.decode()
    assert "block" not in answer.content.decode().lower()


def test_without_an_account_the_form_says_what_cannot_be_done():
    opening = circle_of()

    page = seated(opening, 3).get(report_url(opening, 3)).content.decode()

    assert "You sit here without an account" in page
    assert 'name="part"' not in page


def test_blocks_are_listed_by_the_day_and_undone():
    care.block(blocker_id=cleo().pk, blocked_id=ben().pk, now=START)
    mine, others = signed_in(cleo()), signed_in(ben())

    page = mine.get("/people/me/blocks/").content.decode()
    block = Block.objects.get()
    others.post(reverse("care:unblock", args=[block.id]))
    still = Block.objects.exists()
    mine.post(reverse("care:unblock", args=[block.id]))

    assert "Somebody you sat with on March 1, 2026" in page and "Ben" not in page
    assert (still, Block.objects.exists()) == (True, False)
    assert "Somebody" not in others.get("/people/me/blocks/").content.decode()


def test_a_foreign_block_is_answered_like_an_own_one_and_one_that_never_was_and_stays():
    care.block(blocker_id=cleo().pk, blocked_id=ben().pk, now=START)
    care.block(blocker_id=ben().pk, blocked_id=cleo().pk, now=START)
    foreign, own = Block.objects.get(blocker=cleo()), Block.objects.get(blocker=ben())
    others = signed_in(ben())

    answers = [
        others.post(reverse("care:unblock", args=[block_id]))
        for block_id in (foreign.id, 10**6, own.id)
    ]

    told = {(answer.status_code, answer["Location"], answer.content) for answer in answers}
    assert told == {(302, "/people/me/blocks/", b"")}
    assert list(Block.objects.all()) == [foreign]


def test_the_page_to_leave_for_says_nothing_of_us():
    answer = Client().get("/notes/")
    page = answer.content.decode().lower()

    assert "<title>shopping list</title>" in page
    assert not any(word in page for word in ("heard", "circle", "listen", "static/"))
    assert answer["X-Robots-Tag"] == "noindex"
