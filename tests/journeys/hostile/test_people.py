"""Hostile words in what people type about themselves, and in who they are."""

import re
import urllib.request

import pytest

from tests.hostile_words import packed
from tests.journeys.hostile.house import ALL, TYPED, as_names, fills, owners, submits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
KEEP = "form.stack .button"
LONGEST_NAME, LONGEST_NEED = 60, 300
ON_A_PAGE = 50
LOOKERS = 4
# What the first part of an address may hold, between quotes.
MAILABLE = re.compile(r"[!#-\[\]-~]+")


def mail_addresses(words):
    """As many hostile words in each as a mail server would still carry."""
    fit = tuple(each.lower() for each in words if MAILABLE.fullmatch(each))
    return [f'"{local}"@example.org' for local in packed(fit, 200, between=",")]


def test_what_people_type_about_themselves_stays_words_where_it_is_refused(host, looks):
    typed = ("nickname", "access_needs", "languages", "language", "time_zone", "age_band")
    fills(host.open("/people/me/"), **dict.fromkeys(typed, ALL))
    submits(host, KEEP)

    looks.at(host, "you, refused", {f"ProfileForm.{name}": TYPED for name in typed})


def test_what_people_type_about_themselves_stays_words(host, words, looks):
    needs = packed(TYPED, LONGEST_NEED)[: 1 + len(words) // 40]
    for nickname, need in zip(as_names(words), needs, strict=False):
        fills(host.open("/people/me/"), nickname=nickname, access_needs=need)
        submits(host, KEEP)
        typed = {"ProfileForm.nickname": [nickname], "ProfileForm.access_needs": [need]}
        looks.at(host, "you", typed)


def test_names_and_addresses_of_people_stay_words(host, served_node, words, looks):
    addresses = mail_addresses(words)
    names = packed(TYPED, LONGEST_NAME)[: len(addresses) + len(words) // 4]
    addresses += [f"somebody{number}@example.net" for number in range(len(names))]
    people = list(zip(names, addresses, strict=False))
    made = owners(served_node, people)
    for _person_id, key in made[:LOOKERS]:
        looks_at_everybody(served_node, key)

    for start in range(0, len(people), ON_A_PAGE):
        host.open(f"/people/?after={made[start][0] - 1}")
        there = people[start : start + ON_A_PAGE]
        typed = {"OwnerForm.name": [name for name, _address in there]}
        looks.at(host, "people", typed | {"OwnerForm.email": [address for _, address in there]})
    looks.at(host.open("/people/me/looks/"), "who looked", {"OwnerForm.name": names[:LOOKERS]})


def looks_at_everybody(node, key):
    cookie = {"Cookie": f"sessionid={key}"}
    urllib.request.urlopen(urllib.request.Request(f"{node.url}/people/", headers=cookie)).close()


def test_who_would_own_the_node_is_refused_in_words(watched, served_node, looks):
    stranger = watched().open(re.findall(r"http\S+", served_node.run("owner-link"))[0])
    fills(stranger, email=ALL, name=ALL)
    submits(stranger, "main form .button")

    typed = {"OwnerForm.email": TYPED, "OwnerForm.name": TYPED}
    looks.at(stranger, "become the owner, refused", typed)
