"""Who is what in a community, and what comes of changing it."""

import pytest
from django.core.cache import cache

from heard.communities import actions, queries
from heard.communities.actions import LastSteward, NotYours
from heard.communities.core.roles import Role
from heard.communities.core.trees import TooDeep
from heard.communities.models import Community, Membership
from heard.communities.tests.factories import START, a_community, belongs, told
from heard.people.actions import close_account, erase_person
from heard.people.models import Look, Person
from heard.people.queries import chain_is_whole
from heard.people.tests.factories import ada, ben, cleo

pytestmark = pytest.mark.django_db


def owner() -> Person:
    return Person.objects.create(email="owner@example.org", is_owner=True)


def become(community, person, role, *, by):
    actions.become(community_id=community.id, person_id=person.pk, role=role, by=by.pk, now=START)


def steward_of_all(person) -> set[str]:
    return {
        each.name for each in Community.objects.all() if queries.may_steward(person.pk, each.id)
    }


def test_whoever_owns_the_node_makes_a_top_and_is_its_steward():
    person = owner()

    slug = actions.make_community(told=told(), parent_id=None, by=person.pk, now=START)

    community = Community.objects.get(slug=slug)
    assert slug == "listeners-of-leeds"
    assert queries.role_in(person.pk, community.id) == "steward"


def test_nobody_else_makes_a_top():
    with pytest.raises(NotYours):
        actions.make_community(told=told(), parent_id=None, by=ada().pk, now=START)


def test_stewards_make_communities_below_theirs_and_no_others_do():
    top = a_community()
    belongs(ada(), top, "steward")
    belongs(ben(), top, "facilitator")

    slug = actions.make_community(told=told(), parent_id=top.id, by=ada().pk, now=START)

    assert Community.objects.get(slug=slug).parent == top
    for person in (ben(), cleo(), owner()):
        with pytest.raises(NotYours):
            actions.make_community(told=told(), parent_id=top.id, by=person.pk, now=START)


def test_the_tree_ends_at_the_sixth():
    place = a_community()
    for _ in range(5):
        place = a_community(place)
    belongs(ada(), place, "steward")

    with pytest.raises(TooDeep):
        actions.make_community(told=told(), parent_id=place.id, by=ada().pk, now=START)


def test_two_of_one_name_have_two_addresses_and_keep_them():
    person = owner()
    made = [
        actions.make_community(told=told(name=name), parent_id=None, by=person.pk, now=START)
        for name in ("Leeds", "Leeds", "ليدز", "Make")
    ]

    assert len(set(made)) == 4
    assert made[0] == "leeds" and made[1].startswith("leeds-")
    assert made[2].startswith("chapter-") and made[3] != "make"
    first = Community.objects.get(slug="leeds")
    actions.change_community(community_id=first.id, told=told(name="York"), by=person.pk)
    assert Community.objects.get(name="York").slug == "leeds"


def test_a_steward_sees_and_changes_what_is_theirs_and_what_is_below():
    top = a_community(name="top")
    left, right = a_community(top, name="left"), a_community(top, name="right")
    a_community(left, name="below left")
    belongs(ada(), top, "steward")
    belongs(ben(), left, "steward")
    belongs(ben(), right, "facilitator")

    assert steward_of_all(ada()) == {"top", "left", "right", "below left"}
    assert steward_of_all(ben()) == {"left", "below left"}
    with pytest.raises(NotYours):
        actions.change_community(community_id=right.id, told=told(), by=ben().pk)
    with pytest.raises(NotYours):
        become(right, ben(), Role.STEWARD, by=ben())


def test_every_change_of_a_role_is_noted_with_who_and_when():
    community = a_community()
    belongs(ada(), community, "steward")
    belongs(ben(), community)

    for role in (Role.FACILITATOR, Role.FACILITATOR, Role.STEWARD, None):
        become(community, ben(), role, by=ada())

    noted = Look.objects.filter(subject=ben(), actor=ada(), scope=f"community:{community.id}")
    assert [line.what for line in noted] == ["role-facilitator", "role-steward", "role-gone"]
    assert {line.at for line in noted} == {START}
    assert chain_is_whole()


def test_who_is_taken_out_or_made_less_may_nothing_from_that_moment():
    community = a_community(is_public=False)
    belongs(ada(), community, "steward")
    belongs(ben(), community, "steward")
    assert queries.may_steward(ben().pk, community.id)

    become(community, ben(), Role.MEMBER, by=ada())
    assert not queries.may_steward(ben().pk, community.id)
    assert queries.community_page(community.slug, reader_id=ben().pk)

    become(community, ben(), None, by=ada())
    cache.clear()
    assert queries.role_in(ben().pk, community.id) is None
    assert queries.community_page(community.slug, reader_id=ben().pk) is None


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR, None])
def test_nobody_takes_the_last_steward_away(role):
    top = a_community()
    community = a_community(top)
    belongs(ada(), community, "steward")
    belongs(ben(), top, "steward")

    for by in (ada(), ben()):
        with pytest.raises(LastSteward):
            become(community, ada(), role, by=by)
    with pytest.raises(LastSteward):
        actions.leave(community_id=community.id, person_id=ada().pk, now=START)

    belongs(cleo(), community, "steward")
    become(community, ada(), role, by=ben())
    assert not queries.may_steward(ada().pk, community.id)


def test_a_steward_whose_account_is_closed_counts_as_none():
    community = a_community()
    belongs(ada(), community, "steward")
    belongs(ben(), community, "steward")

    close_account(person_id=ben().pk, by=owner().pk, now=START)

    assert not queries.may_steward(ben().pk, community.id)
    with pytest.raises(LastSteward):
        actions.leave(community_id=community.id, person_id=ada().pk, now=START)


def test_members_leave_at_any_time_and_who_is_not_there_cannot():
    community = a_community()
    belongs(ada(), community, "steward")
    belongs(ben(), community)

    actions.leave(community_id=community.id, person_id=ben().pk, now=START)

    assert not Membership.objects.filter(person=ben()).exists()
    with pytest.raises(NotYours):
        actions.leave(community_id=community.id, person_id=ben().pk, now=START)


def test_an_owner_steps_in_where_nobody_looks_after_a_community_and_only_there():
    person = owner()
    kept, lost = a_community(name="kept"), a_community(name="lost", is_public=False)
    below = a_community(lost, name="below")
    belongs(ada(), kept, "steward")
    belongs(ben(), lost, "steward")
    assert steward_of_all(person) == set()

    assert erase_person(ben().pk, now=START)

    assert steward_of_all(person) == {"lost", "below"}
    assert [line.name for line in queries.orphans_for(person)] == ["lost"]
    assert queries.orphans_for(ada()) == ()
    assert queries.community_page(below.slug, reader_id=person.pk)


def test_a_minor_is_made_no_more_than_a_member():
    school = a_community(kind="school", teens_sit=True)
    teen = Person.objects.create(email="teen@example.org", age_band="teen")
    belongs(ada(), school, "steward")
    belongs(teen, school)

    with pytest.raises(NotYours):
        become(school, teen, Role.FACILITATOR, by=ada())


def test_what_is_for_members_is_known_to_members_and_to_those_above():
    top = a_community(name="top")
    hidden = a_community(top, name="hidden", is_public=False)
    belongs(ada(), top, "steward")
    belongs(ben(), hidden)

    def seen_by(person):
        page = queries.community_page(top.slug, reader_id=person.pk if person else None)
        return [line.name for line in page.below]

    assert (seen_by(ada()), seen_by(ben()), seen_by(cleo()), seen_by(None)) == (
        ["hidden"], ["hidden"], [], [],
    )  # fmt: skip
    assert [line.name for line in queries.communities_of(ben().pk)] == ["hidden"]
    assert queries.community_page(hidden.slug, reader_id=None) is None
