"""Two people with a row in every table that can hold something of them, full of their own words."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from heard.care.models import Block, Report
from heard.circles import actions
from heard.circles.core.moves import read_move
from heard.circles.models import Caption, Command, Concern, Seat, SliderAnswer, TurnRating
from heard.communities.models import Invitation
from heard.communities.tests.factories import a_community, belongs
from heard.people.actions import make_owner_link, note_look
from heard.people.models import Consent, GuardianConsent, OwnerLink, Person, Vetting

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
LATER = START + timedelta(hours=2)


@dataclass
class Somebody:
    """A person whose every word holds `sign`, which stands nowhere else."""

    sign: str
    person: Person
    circle_id: UUID
    number: int
    seat_id: UUID
    hosted: UUID

    def words(self, about: str) -> str:
        return f"{about} {self.sign}"


def two_people() -> tuple[Somebody, Somebody]:
    """They sit in one circle, host one each, and have reported and blocked each other."""
    first, second = _person("quokka"), _person("numbat")
    opened = actions.open_circle(
        format_id="empathy-circle",
        names=["A", "B", "C"],
        host_id=None,
        language="en",
        mode="devices",
        host_sits=False,
        now=START,
    )
    both = tuple(
        Somebody(sign, person, opened.circle_id, seat.number, seat.seat_id, _hosted(person, sign))
        for sign, person, seat in zip(
            ("quokka", "numbat"), (first, second), opened.seats, strict=False
        )
    )
    for one, other in (both, both[::-1]):
        _sit(one)
        _fill_circle(one)
        _fill_account(one, other)
    return both[0], both[1]


def _person(sign: str) -> Person:
    return Person.objects.create(
        email=f"{sign}@example.org",
        nickname=f"nickname {sign}",
        languages=[f"tongue {sign}"],
        access_needs=f"needs {sign}",
        language="en",
        time_zone="UTC",
        is_owner=True,
        joined_at=START - timedelta(days=1),
        last_login=START,
    )


def _hosted(person: Person, sign: str) -> UUID:
    opened = actions.open_circle(
        format_id="empathy-circle",
        names=["A", "B", "C"],
        host_id=person.pk,
        language="en",
        mode="devices",
        host_sits=False,
        topic=f"topic {sign}",
        now=START,
    )
    return opened.circle_id


def _sit(one: Somebody) -> None:
    Seat.objects.filter(id=one.seat_id).update(
        nickname=one.words("seated"),
        person=one.person,
        taken_at=START,
        agreed_at=START,
        device_hash=uuid.uuid4().hex,
    )
    move = read_move("arrive", seat=one.number)
    actions.make_move(circle_id=one.circle_id, move=move, now=START)


def _fill_circle(one: Somebody) -> None:
    place = {"circle_id": one.circle_id, "seat": one.number}
    Caption.objects.create(
        **place,
        number=one.number,
        phase=1,
        turn=1,
        by=one.number,
        words=one.words("said"),
        at=START,
    )
    Concern.objects.create(**place, number=one.number, words=one.words("worried"), at=START)
    TurnRating.objects.create(**place, turn=1, side="speaker", value=one.number, at=START)
    SliderAnswer.objects.create(**place, phase=1, value=one.number)
    Command.objects.create(**place, command_id=uuid.uuid4(), answer={"ok": True}, at=START)


def _fill_account(one: Somebody, other: Somebody) -> None:
    person = one.person
    address = EmailAddress.objects.create(user=person, email=person.email, verified=True)
    EmailConfirmation.objects.create(email_address=address, key=one.words("key"), sent=START)
    Authenticator.objects.create(
        user=person, type="webauthn", data={"name": one.words("key"), "credential": {}}
    )
    Consent.objects.create(
        person=person, purpose="hosting", version=1, text_hash="0", language="en",
        is_given=True, how="page", at=START,
    )  # fmt: skip
    Consent.objects.create(
        seat_id=one.seat_id, purpose="sitting", version=1, text_hash="0", language="en",
        is_given=True, how="page", at=START,
    )  # fmt: skip
    GuardianConsent.objects.create(
        person=person, scope="all", reference=one.words("folder"), given_at=START,
        recorded_by=other.person,
    )  # fmt: skip
    Vetting.objects.create(
        person=person, place="school", holds_from=date(2026, 1, 1), holds_until=date(2027, 1, 1),
        recorded_by=other.person, recorded_at=START,
    )  # fmt: skip
    Report.objects.create(
        circle_id=one.circle_id, reporter=person, reporter_seat=one.seat_id, about=other.person,
        about_seat=other.seat_id, reason="hurt", words=one.words("told"), at=START,
    )  # fmt: skip
    Block.objects.create(blocker=person, blocked=other.person, at=START)
    _fill_community(one, other)
    make_owner_link(now=START)
    OwnerLink.objects.filter(used_at=None).update(used_at=START, used_by=person)
    note_look(actor_id=other.person.pk, subject_id=person.pk, what="host-page", now=START)
    _fill_sessions(one)
    DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED, args_kwargs={"args": [], "kwargs": {}}, task_path="no.such",
        queue_name="default", backend_name="default", traceback=one.words("trace"),
        exception_class_path=one.words("fault"), finished_at=START, run_after=START,
    )  # fmt: skip


def _fill_community(one: Somebody, other: Somebody) -> None:
    community = a_community()
    belongs(one.person, community, "steward")
    link = {"community": community, "role": "member", "made_at": START, "made_by": other.person}
    Invitation.objects.create(
        **link, email=one.person.email, token_hash=uuid.uuid4().hex, expires_at=LATER
    )
    Invitation.objects.create(
        **link, token_hash=uuid.uuid4().hex, expires_at=LATER,
        accepted_at=START, accepted_by=one.person,
    )  # fmt: skip


def _fill_sessions(one: Somebody) -> None:
    for held in ({"_auth_user_id": str(one.person.pk), "said": one.words("kept")},
                 {"account_login_code": {"email": one.person.email.upper()}}):  # fmt: skip
        session = SessionStore()
        session.update(held)
        session.save()
