"""Hostile words in what stewards type: names, welcomes, and whom they invite as what."""

import re

import pytest

from heard.communities.core.names import LONGEST_NAME, LONGEST_WELCOME, clean_name
from tests.hostile_words import packed
from tests.journeys.hostile.house import ALL, TYPED, fills, posts, reads, submits
from tests.journeys.hostile.test_people import mail_addresses

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
KEEP = "main form .button"
CHOSEN = {"kind": "chapter", "colour": "lake"}
MEMBER = re.compile(r'href="(/communities/[\w-]+/members/\d+/)"')


def made(host, above="", **said):
    """The address of the page of a new community."""
    answer = posts(host, f"/communities/{above}make/", **CHOSEN, **said)
    assert answer.status == 302, answer.text()
    return str(answer.headers["location"])


def stays(words, longest, longer):
    """Those that a name keeps as they are, as many as `longer` needs."""
    return packed(tuple(each for each in words if clean_name(each) == each), longest)[:longer]


def invite(host, page, email):
    fills(host.open(f"{page}invitations/"), email=email)
    submits(host, KEEP)
    return host.page.locator(".invitation__address").inner_text()


def test_what_a_steward_typed_stays_words_where_it_is_refused(host, looks):
    typed = ("name", "welcome", "kind", "languages", "time_zone", "colour")
    fills(host.open("/communities/make/"), **dict.fromkeys(typed, ALL))
    submits(host, KEEP)

    kept = {"name": TYPED, "welcome": TYPED}
    shown = {f"CommunityForm.{name}": kept.get(name, ()) for name in typed}
    looks.at(host, "make a community, refused", shown)


def test_names_and_welcomes_stay_words_on_the_pages_of_communities(host, watched, words, looks):
    names = stays(words, LONGEST_NAME, 12)
    welcomes = stays(TYPED, LONGEST_WELCOME, len(names))
    for name, welcome in zip(names, welcomes, strict=False):
        page = made(host, name=name, welcome=welcome)
        made(host, page.removeprefix("/communities/"), name=name)
        own = {"CommunityForm.name": [name]}
        both = own | {"CommunityForm.welcome": [welcome]}
        looks.at(host.open("/communities/"), "your communities", own)
        looks.at(host.open(page), "community", both)
        looks.at(host.open(f"{page}make/"), "community below", own)
        looks.at(host.open(f"{page}change/"), "change it", both)
        looks.at(host.open(f"{page}members/"), "members of it", own)
        looks.at(host.open(f"{page}leave/"), "leave it", own)
        looks.at(host.open(f"{page}invitations/"), "invite to it", own)
        link = invite(host, page, "ben@example.org")
        looks.at(host, "invited to it", own)
        looks.at(watched().open(link), "invitation", both)


def test_whom_a_steward_invites_stays_words_where_it_is_refused(host, looks):
    page = made(host, name="Leeds")
    fills(host.open(f"{page}invitations/"), email=ALL, role=ALL)
    submits(host, KEEP)

    looks.at(host, "invite to it, refused", {"InvitationForm.email": (), "InvitationForm.role": ()})


def test_addresses_of_invitations_stay_words(host, words, looks):
    page, addresses = made(host, name="Leeds"), mail_addresses(words)[:20]
    for address in addresses:
        invite(host, page, address)
        looks.at(host, "invited to it", {"InvitationForm.email": [address]})

    host.open(f"{page}invitations/")
    looks.at(host, "invite to it", {"InvitationForm.email": addresses})


def test_what_somebody_becomes_stays_words_where_it_is_refused(host, looks):
    page = made(host, name="Leeds")
    member = MEMBER.findall(reads(host, f"{page}members/"))[0]
    fills(host.open(member), role=ALL)
    submits(host, f"{KEEP} >> nth=0")

    looks.at(host, "what somebody is here, refused", {"RoleForm.role": ()})
