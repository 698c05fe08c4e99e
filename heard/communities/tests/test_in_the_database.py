"""What the database itself keeps true of communities, whoever writes the rows."""

import uuid

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError

from heard.base.triggers import standing
from heard.communities.core.trees import path_below
from heard.communities.models import IN_THEIR_PLACES, Community, Invitation, Membership
from heard.communities.tests.factories import START, a_community, belongs
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
NAMES = {trigger.name for trigger in IN_THEIR_PLACES}


def refused(deed) -> bool:
    try:
        with transaction.atomic():
            deed()
    except IntegrityError:
        return True
    return False


def change(community, **values):
    return lambda: Community.objects.filter(id=community.id).update(**values)


def test_a_community_moves_neither_below_itself_nor_anywhere():
    top = a_community()
    below = a_community(top)
    elsewhere = a_community()

    assert refused(change(top, parent=below))
    assert refused(change(top, parent=top))
    assert refused(change(below, parent=elsewhere))
    assert refused(change(below, parent=None))
    assert refused(change(below, path=path_below(elsewhere.path, below.id)))
    assert refused(change(below, slug="another"))
    assert not refused(change(below, name="Another"))


def test_a_path_is_that_of_the_parent_and_the_own_id():
    top, other = a_community(), a_community()
    own = uuid.uuid4()
    rest = {"id": own, "slug": "s", "kind": "group", "name": "x", "made_at": START}

    for parent, above in ((top, other), (top, None), (None, top)):
        path = path_below(above.path if above else "", own)
        with pytest.raises(IntegrityError), transaction.atomic():
            Community.objects.create(parent=parent, path=path, **rest)


def test_no_path_is_longer_than_six_ids():
    place = None
    for _ in range(6):
        place = a_community(place)
    own = uuid.uuid4()

    with pytest.raises(DatabaseError), transaction.atomic():
        Community.objects.create(
            id=own, parent=place, path=f"{place.path}{own.hex}/", slug="deep", kind="group",
            name="Deep", made_at=START,
        )  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"kind": "club"}, {"colour": "red"}, {"name": ""}, {"teens_sit": True}]
)
def test_what_a_community_says_of_itself_can_be_true(wrong):
    community = a_community()

    assert refused(change(community, **wrong))


def test_minors_may_sit_in_a_school_and_the_school_stays_one():
    school = a_community(kind="school", teens_sit=True)

    assert refused(change(school, kind="company"))
    assert not refused(change(school, kind="hospital"))


def test_nobody_is_twice_in_a_community_or_something_unheard_of():
    community = a_community()
    belongs(ada(), community)

    assert refused(lambda: belongs(ada(), community, "steward"))
    assert refused(lambda: Membership.objects.update(role="king"))


def test_what_stands_above_others_is_not_taken_away_below_them():
    top = a_community()
    a_community(top)

    with pytest.raises(ProtectedError):
        top.delete()


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "king"},
        {"expires_at": START},
        {"accepted_at": START},
        {"withdrawn_at": START, "accepted_at": START, "email": ""},
        {"email": "ben@example.org"},
    ],
)
def test_an_invitation_is_open_accepted_or_withdrawn_and_keeps_no_address_then(wrong):
    community = a_community()
    later = START.replace(hour=20)
    rest = {"community": community, "role": "member", "made_at": START, "expires_at": later}
    Invitation.objects.create(email="ben@example.org", token_hash="0", **rest)
    other = Invitation.objects.create(email="ada@example.org", token_hash="1", **rest)

    assert refused(lambda: Invitation.objects.filter(pk=other.pk).update(**wrong))


def test_the_triggers_stand_after_every_migration():
    call_command("migrate", verbosity=0)

    assert standing(connection) >= NAMES
