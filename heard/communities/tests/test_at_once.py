"""Several at the same moment: somebody is left to look after it, and a link is good once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from heard.communities import actions
from heard.communities.actions import NotYours
from heard.communities.core.roles import Role
from heard.communities.models import Membership
from heard.communities.tests.factories import START, a_community, belongs
from heard.people.actions import find_or_welcome
from heard.people.queries import chain_is_whole
from heard.people.tests.factories import ada, ben

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
ROUNDS = 10


def both_at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each came back with, or how it stumbled."""
    ready = threading.Barrier(len(deeds))
    done: list[Any] = [None] * len(deeds)

    def do(number: int) -> None:
        ready.wait()
        try:
            done[number] = deeds[number]()
        except Exception as fault:
            done[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_of_two_stewards_who_remove_each_other_one_is_left():
    people = [find_or_welcome("ada@example.org"), find_or_welcome("ben@example.org")]
    one, other = people
    for number in range(ROUNDS):
        community = a_community(slug=f"round-{number}")
        for person in people:
            belongs(person, community, "steward")

        def remove(person, by, of=community):
            return lambda: actions.become(
                community_id=of.id, person_id=person.pk, role=None, by=by.pk, now=START
            )

        done = both_at_once(remove(one, other), remove(other, one))

        stewards = Membership.objects.filter(community=community, role="steward")
        assert stewards.count() == 1
        assert sorted(type(each).__name__ for each in done) == ["NoneType", "NotYours"]
    assert chain_is_whole()


def test_of_two_stewards_who_leave_at_once_one_is_left():
    people = [find_or_welcome("ada@example.org"), find_or_welcome("ben@example.org")]
    for number in range(ROUNDS):
        community = a_community(slug=f"round-{number}")
        for person in people:
            belongs(person, community, "steward")

        def leave(person, of=community):
            return lambda: actions.leave(community_id=of.id, person_id=person.pk, now=START)

        both_at_once(*map(leave, people))

        assert Membership.objects.filter(community=community, role="steward").count() == 1


def test_a_link_that_is_used_twice_at_once_is_good_once():
    community = a_community()
    belongs(ada(), community, "steward")
    made = actions.invite(
        community_id=community.id,
        email=ben().email,
        role=Role.MEMBER,
        by=ada().pk,
        now=START,
    )
    ben_id = ben().pk

    def accept():
        return actions.accept_invitation(made.token, person_id=ben_id, now=START)

    done = both_at_once(accept, accept)

    assert sum(each == community.slug for each in done) == 1
    assert sum(isinstance(each, NotYours) for each in done) == 1
    assert Membership.objects.filter(person_id=ben_id).count() == 1
