"""The one-time link with which a node gets its first owner."""

from datetime import timedelta

import pytest

from heard.base import clock
from heard.people.actions import OWNER_LINK_LASTS, LinkIsClosed, become_owner, make_owner_link
from heard.people.models import OwnerLink, Person
from heard.people.queries import owner_link_is_open, someone_owns_this_node
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db
WHO = {"email": "ada@example.org", "name": "Ada"}


def test_whoever_answers_the_link_owns_the_node_and_is_signed_in(client):
    token = make_owner_link(now=clock.now())

    answer = client.post(f"/owner/{token}/", WHO)

    assert answer.status_code == 302
    owner = Person.objects.get()
    assert owner.is_owner
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert someone_owns_this_node()


def test_a_preview_in_a_chat_does_not_use_the_link_up(client):
    token = make_owner_link(now=clock.now())

    for _ in range(3):
        assert client.get(f"/owner/{token}/").status_code == 200
        assert client.head(f"/owner/{token}/").status_code in (200, 405)

    assert client.post(f"/owner/{token}/", WHO).status_code == 302


def test_the_link_works_once(client):
    token = make_owner_link(now=clock.now())
    client.post(f"/owner/{token}/", WHO)

    again = client.post(f"/owner/{token}/", {"email": "ben@example.org", "name": "Ben"})

    assert again.status_code == 410
    assert [person.nickname for person in Person.objects.all()] == ["Ada"]


def test_the_link_closes_after_a_day():
    made_at = clock.now()
    token = make_owner_link(now=made_at)

    assert owner_link_is_open(token, now=made_at + OWNER_LINK_LASTS - timedelta(seconds=1))
    assert not owner_link_is_open(token, now=made_at + OWNER_LINK_LASTS)
    with pytest.raises(LinkIsClosed):
        become_owner(
            token, email=WHO["email"], nickname=WHO["name"], now=made_at + OWNER_LINK_LASTS
        )


def test_a_forged_link_opens_nothing(client):
    make_owner_link(now=clock.now())

    assert client.get("/owner/guessed-token/").status_code == 410
    assert client.post("/owner/guessed-token/", WHO).status_code == 410
    assert not Person.objects.exists()


def test_a_new_link_closes_the_one_before():
    first = make_owner_link(now=clock.now())
    second = make_owner_link(now=clock.now())

    assert not owner_link_is_open(first, now=clock.now())
    assert owner_link_is_open(second, now=clock.now())


def test_only_the_hash_of_the_token_is_kept():
    token = make_owner_link(now=clock.now())

    assert token not in str(OwnerLink.objects.values().get())


def test_someone_who_is_here_already_becomes_the_owner_and_nobody_is_doubled():
    token = make_owner_link(now=clock.now())
    before = ada()

    owner = become_owner(token, email="ADA@example.org", nickname="Ada", now=clock.now())

    assert owner.pk == before.pk
    assert Person.objects.count() == 1


def test_an_address_that_is_none_leaves_the_link_open(client):
    token = make_owner_link(now=clock.now())

    answer = client.post(f"/owner/{token}/", {"email": "nowhere", "name": "Ada"})

    assert answer.status_code == 200
    assert owner_link_is_open(token, now=clock.now())


def test_the_page_with_the_secret_address_is_kept_in_no_cache_and_told_to_no_other_site(client):
    token = make_owner_link(now=clock.now())

    answer = client.get(f"/owner/{token}/")

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
