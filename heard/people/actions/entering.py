"""Lets people in: a new address, and the first owner of a node."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from heard.people.core.addresses import clean_address
from heard.people.models import OwnerLink, Person
from heard.people.queries.entering import hash_of, open_owner_links

OWNER_LINK_LASTS = timedelta(hours=24)
UNCONFIRMED_KEPT = timedelta(days=7)


class LinkIsClosed(Exception):
    """The owner link was used, has expired, or was never made here."""


def make_owner_link(*, now: datetime) -> str:
    """Returns the token; links made before that nobody used stop working."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        OwnerLink.objects.filter(used_at__isnull=True).delete()
        OwnerLink.objects.create(
            token_hash=hash_of(token), made_at=now, expires_at=now + OWNER_LINK_LASTS
        )
    return token


@transaction.atomic
def become_owner(token: str, *, email: str, nickname: str, now: datetime) -> Person:
    """Uses the link up and makes the one who holds it an owner; raises `LinkIsClosed`."""
    # One update decides who was first, should the link be sent twice at once.
    link = open_owner_links(token, now=now).first()
    if link is None or not open_owner_links(token, now=now).update(used_at=now):
        raise LinkIsClosed
    person = find_or_welcome(email)
    person.nickname, person.is_owner, person.is_active = nickname, True, True
    person.save(update_fields=["nickname", "is_owner", "is_active"])
    OwnerLink.objects.filter(pk=link.pk).update(used_by=person)
    return person


@transaction.atomic
def find_or_welcome(email: str) -> Person:
    """The person with this address; a new one when nobody has it yet."""
    person = Person.objects.welcome(clean_address(email))
    # allauth notes here whether the address is confirmed; a code from it does that.
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": False}
    )
    return person


def forget_unconfirmed_people(*, now: datetime) -> int:
    """Removes addresses that were typed but never confirmed; returns how many."""
    forgotten = Person.objects.filter(
        last_login__isnull=True, is_owner=False, joined_at__lt=now - UNCONFIRMED_KEPT
    )
    count = forgotten.count()
    forgotten.delete()
    return count
