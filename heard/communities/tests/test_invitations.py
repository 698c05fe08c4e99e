"""Personal links: for one address, good once, for a time, and with nothing kept that is secret."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from heard.base import clock
from heard.communities import actions, queries
from heard.communities.actions import NotYours, TooMany
from heard.communities.core.roles import Role
from heard.communities.models import Invitation, Membership
from heard.communities.queries import Way
from heard.communities.tests.factories import START, a_community, belongs
from heard.people.models import Person
from heard.people.tests.factories import ada, ben, cleo, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    made = a_community(name="Leeds", is_public=False)
    belongs(ada(), made, "steward")
    return made


def invited(community, email="ben@example.org", role=Role.MEMBER, now=START, by=None):
    return actions.invite(
        community_id=community.id, email=email, role=role, by=(by or ada()).pk, now=now
    )


def way(made, person, *, now=START):
    person_id = person.pk if person else None
    return queries.invitation_by_token(made.token, person_id=person_id, now=now).way


def accept(made, person, *, now=START):
    return actions.accept_invitation(made.token, person_id=person.pk, now=now)


def test_whoever_has_the_address_comes_in_as_what_it_says(community):
    made = invited(community, role=Role.FACILITATOR)

    assert accept(made, ben()) == community.slug

    assert queries.role_in(ben().pk, community.id) == "facilitator"


def test_a_link_is_good_once(community):
    made = invited(community)
    accept(made, ben())

    assert way(made, ben()) is Way.CLOSED
    with pytest.raises(NotYours):
        accept(made, ben())


def test_a_link_that_was_handed_on_lets_nobody_in(community):
    made = invited(community)

    assert way(made, cleo()) is Way.ANOTHER
    with pytest.raises(NotYours):
        accept(made, cleo())
    assert way(made, ben()) is Way.OPEN


@pytest.mark.parametrize(
    ("days", "expected"), [(13, Way.OPEN), (14, Way.CLOSED), (400, Way.CLOSED)]
)
def test_a_link_is_good_for_two_weeks(community, days, expected):
    made = invited(community)

    assert way(made, ben(), now=START + timedelta(days=days)) is expected


def test_a_link_that_was_withdrawn_opens_nothing(community):
    made = invited(community)
    (line,) = queries.open_invitations(community.id, now=START)
    by = {"community_id": community.id, "invitation_id": line.invitation_id, "now": START}

    with pytest.raises(NotYours):
        actions.withdraw_invitation(by=cleo().pk, **by)
    actions.withdraw_invitation(by=ada().pk, **by)

    assert way(made, ben()) is Way.CLOSED
    assert queries.open_invitations(community.id, now=START) == ()
    with pytest.raises(NotYours):
        actions.withdraw_invitation(by=ada().pk, **by)


def test_a_second_link_for_an_address_closes_the_first(community):
    first, second = invited(community), invited(community)

    assert (way(first, ben()), way(second, ben())) == (Way.CLOSED, Way.OPEN)
    assert len(queries.open_invitations(community.id, now=START)) == 1


def test_neither_the_token_nor_an_address_that_is_no_longer_needed_is_kept(community):
    made = invited(community)
    assert made.token not in repr(list(Invitation.objects.values()))

    accept(made, ben())

    assert "ben@" not in repr(list(Invitation.objects.values()))


def test_nobody_is_made_less_by_an_invitation(community):
    belongs(ben(), community, "steward")

    accept(invited(community), ben())

    assert queries.role_in(ben().pk, community.id) == "steward"


def test_only_stewards_invite(community):
    belongs(ben(), community, "facilitator")

    with pytest.raises(NotYours):
        invited(community, "cleo@example.org", by=ben())


def test_nobody_sends_letters_without_end(community, monkeypatch):
    monkeypatch.setattr("heard.communities.actions.inviting.MOST_A_DAY", 2)
    invited(community)
    invited(community)

    with pytest.raises(TooMany):
        invited(community, "cleo@example.org")
    assert invited(community, "cleo@example.org", now=START + timedelta(days=2)).token


def test_a_minor_is_let_in_only_where_their_age_may_sit():
    teen = Person.objects.create(email="teen@example.org", age_band="teen")
    chapter, school = a_community(), a_community(kind="school", teens_sit=True)
    for each in (chapter, school):
        belongs(ada(), each, "steward")

    assert way(invited(chapter, teen.email), teen) is Way.TOO_YOUNG
    assert way(invited(school, teen.email, Role.STEWARD), teen) is Way.TOO_YOUNG
    assert way(invited(school, teen.email), teen) is Way.OPEN


# ── on the pages ─────────────────────────────────────────────────────────────


def send(client, community, **typed):
    said = {"email": "ben@example.org", "role": "member"} | typed
    return client.post(f"/communities/{community.slug}/invitations/", said)


def link_in(text):
    return re.findall(r"http://localhost:8000(/invitation/[\w-]{32}/)", text)[0]


@pytest.fixture
def steward(client, community):
    sign_in(client, ada())
    return client


def test_the_link_is_in_the_letter_and_once_on_the_page_with_its_picture(steward, community):
    shown = send(steward, community, email="BEN@Example.org").content.decode()

    (letter,) = mail.outbox
    assert letter.to == ["ben@example.org"]
    assert letter.subject == "Heard: an invitation to Leeds"
    assert link_in(letter.body) == link_in(shown)
    assert "<svg" in shown
    again = steward.get(f"/communities/{community.slug}/invitations/").content.decode()
    assert "/invitation/" not in again and "ben@example.org" in again


def test_a_name_of_two_lines_adds_nothing_to_the_head_of_a_letter(steward, community):
    type(community).objects.filter(id=community.id).update(name="Leeds\nBcc: eve@example.org")

    send(steward, community)

    assert mail.outbox[0].recipients() == ["ben@example.org"]


def test_where_the_mail_server_is_away_the_link_is_good_and_that_is_said(
    steward, community, monkeypatch
):
    def away(*_):
        raise ConnectionRefusedError

    monkeypatch.setattr("heard.communities.outside.EmailMessage.send", away)

    shown = send(steward, community).content.decode()

    assert "could not be sent" in shown
    assert Client().get(link_in(shown)).status_code == 200


def test_a_stranger_signs_in_by_a_code_and_comes_back_to_accept(steward, community):
    link = link_in(send(steward, community).content.decode())
    browser = Client()
    asks = browser.get(link).content.decode()
    assert "b…@example.org" in asks and "ben@example.org" not in asks

    login = re.findall(r'href="(/accounts/login/\?next=[^"]+)"', asks)[0]
    browser.post(login, {"login": "ben@example.org", "next": link})
    code = re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))[0]
    back = browser.post("/accounts/login/code/", {"code": code, "next": link})

    assert back["Location"] == link
    assert "Accept" in browser.get(link).content.decode()
    answer = browser.post(link, follow=True)
    assert answer.redirect_chain == [(f"/communities/{community.slug}/", 302)]
    assert "You belong to it now." in answer.content.decode()


def test_somebody_else_is_told_kindly_and_not_let_in(steward, community):
    link = link_in(send(steward, community).content.decode())
    browser = Client()
    sign_in(browser, cleo())

    for answer in (browser.get(link), browser.post(link)):
        said = answer.content.decode()
        assert answer.status_code == 403
        assert "this invitation is for" in said and "ben@example.org" not in said
    assert not Membership.objects.filter(person=cleo()).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_leads_nowhere_says_so(client, method):
    answer = getattr(client, method)("/invitation/forged/")

    assert answer.status_code == 404
    assert "This invitation is closed" in answer.content.decode()


def test_a_used_link_is_gone(steward, community):
    made = invited(community, now=clock.now())
    accept(made, ben(), now=clock.now())

    assert steward.get(f"/invitation/{made.token}/").status_code == 410


@pytest.mark.parametrize("wrong", ["", "ada", "аda@example.org", "a@b\nBcc: c@d.org"])
def test_an_address_that_is_none_is_refused_with_a_sentence(steward, community, wrong):
    answer = send(steward, community, email=wrong)

    assert answer.status_code == 200
    assert "field--wrong" in answer.content.decode() and not mail.outbox
