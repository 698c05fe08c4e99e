"""The pages of communities, as people meet them."""

import pytest

from heard.base import clock
from heard.communities.models import Community, Membership
from heard.communities.tests.factories import a_community, belongs, typed
from heard.people.models import Person
from heard.people.tests.factories import ada, ben, cleo, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    made = a_community(slug="top", name="Top")
    belongs(ada(), made, "steward")
    belongs(ben(), made)
    return made


@pytest.fixture
def steward(client, top):
    sign_in(client, ada())
    return client


def reads(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_owner_makes_the_first_community_from_the_list(client):
    sign_in(client, Person.objects.create(email="owner@example.org", is_owner=True))
    assert "/communities/make/" in reads(client, "/communities/")

    answer = client.post("/communities/make/", typed(name="Listeners"), follow=True)

    assert "Listeners" in answer.content.decode()
    assert "Listeners" in reads(client, "/communities/")


def test_who_belongs_to_none_is_told_how_one_comes_to_belong(client):
    sign_in(client, cleo())

    assert "You belong to none yet" in reads(client, "/communities/")


def test_a_steward_changes_what_stands_there_and_finds_it_in_the_form(steward, top):
    said = typed(
        name="Leeds", welcome="Come in.\nSit down.", languages=["ar", "en"], is_public=False
    )
    answer = steward.post("/communities/top/change/", said, follow=True)

    page, form = answer.content.decode(), reads(steward, "/communities/top/change/")
    assert "Come in.<br>" in page and "العربيّة" in page
    assert 'value="Leeds"' in form and "Come in.\nSit down." in form
    assert not Community.objects.get().is_public


def test_one_below_begins_with_what_is_said_above(steward, top):
    Community.objects.filter(id=top.id).update(colour="plum", time_zone="Europe/Madrid")

    form = reads(steward, "/communities/top/make/")

    assert 'value="Europe/Madrid" selected' in form
    assert 'value="plum" aria-describedby' in form or 'value="plum"' in form
    assert steward.post("/communities/top/make/", typed(name="Below")).status_code == 302
    assert "Below" in reads(steward, "/communities/top/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "\u200b"},
        {"name": "x" * 81},
        {"kind": "club"},
        {"colour": "red"},
        {"welcome": "x" * 601},
        {"languages": ["xx"]},
        {"time_zone": "Mars/Olympus"},
        {"kind": "company", "teens_sit": True},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(steward, wrong):
    answer = steward.post("/communities/top/change/", typed(**({"welcome": "Kept."} | wrong)))

    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert Community.objects.get().name == "Top"


def test_members_read_who_is_there_and_stewards_change_it(steward, top):
    assert str(ben()) in reads(steward, "/communities/top/members/")
    page = f"/communities/top/members/{ben().pk}/"
    assert "checked" in reads(steward, page)

    steward.post(page, {"role": "facilitator"})
    assert Membership.objects.get(person=ben()).role == "facilitator"
    steward.post(f"{page}remove/")
    assert not Membership.objects.filter(person=ben()).exists()


def test_the_last_steward_is_told_why_they_cannot_go(steward, top):
    for path in ("leave/", f"members/{ada().pk}/remove/"):
        answer = steward.post(f"/communities/top/{path}", follow=True)

        assert "Nobody else looks after this community." in answer.content.decode()
    assert Membership.objects.get(person=ada()).role == "steward"


def test_a_member_leaves_and_is_out(client, top):
    sign_in(client, ben())
    assert "Leave" in reads(client, "/communities/top/leave/")

    client.post("/communities/top/leave/")

    assert client.get("/communities/top/members/").status_code == 404


def test_a_right_that_is_taken_away_in_another_window_is_gone_in_this_one(client, top):
    belongs(cleo(), top, "steward")
    sign_in(client, cleo())
    assert client.get("/communities/top/change/").status_code == 200

    Membership.objects.filter(person=cleo()).update(role="member")

    assert client.post("/communities/top/change/", typed()).status_code == 404
    assert client.get("/communities/top/invitations/").status_code == 404


def test_a_stranger_learns_nothing_of_what_is_for_members(client):
    a_community(slug="closed", name="Closed", is_public=False)

    asked = [client.get(f"/communities/{slug}/") for slug in ("closed", "never-made")]

    assert [each.status_code for each in asked] == [302, 302]
    assert [each["Location"].partition("?")[0] for each in asked] == ["/accounts/login/"] * 2


def test_a_stranger_reads_a_public_page_without_its_members(client, top):
    page = reads(client, "/communities/top/")

    assert "Top" in page and str(ada()) not in page and "/members/" not in page


def test_members_come_fifty_to_a_page(steward, top):
    people = Person.objects.bulk_create(
        Person(email=f"p{number}@example.org", nickname=f"P{number}") for number in range(60)
    )
    Membership.objects.bulk_create(
        Membership(community=top, person=each, role="member", joined_at=clock.now())
        for each in people
    )

    first = reads(steward, "/communities/top/members/")
    last = Membership.objects.order_by("id")[49].pk

    assert f"?after={last}" in first and "P59" not in first
    assert "P59" in reads(steward, f"/communities/top/members/?after={last}")
    assert "P0" in reads(steward, "/communities/top/members/?after=nonsense")
