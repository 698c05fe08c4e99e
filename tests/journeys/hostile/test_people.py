"""Hostile words in what people type about themselves, and in who they are."""

import io
import re
import urllib.request
import zipfile

import pytest

from tests.hostile_words import WORDS, packed
from tests.journeys.hostile.house import (
    ALL,
    TYPED,
    Seat,
    as_names,
    fills,
    links_on,
    open_circle,
    owners,
    posts,
    reads,
    submits,
)

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


def test_what_somebody_takes_away_stays_words_and_the_pages_about_it_say_none(
    host, watched, served_node, tmp_path, looks
):
    name, need = plain(as_names(WORDS))[0], packed(plain(TYPED), LONGEST_NEED)[0]
    ((_id, key),) = owners(served_node, [(name, "takes@example.org")])
    person = watched()
    person.context.add_cookies([{"name": "sessionid", "value": key, "url": served_node.url}])
    reads(person, "/people/me/data/")
    posts(person, "/people/me/", nickname=name, access_needs=need)
    path = open_circle(host, "empathy-circle-20", names="A\nB\nC", mode="devices")
    seat = Seat.take(person, links_on(host, path)[0], name)

    own, sits = "/people/me/data/", f"{seat.path}data/"
    typed = {"ProfileForm.nickname": [name], "ProfileForm.access_needs": [need]}
    said = {"circles.Seat": {"EnterForm.nickname": [name]}}
    for page, more in ((sits, {}), (own, {"people.Person": typed})):
        for file in unpacked(tmp_path, posts(person, f"{page}download/").body()):
            looks.at(person.open(file.as_uri()), "archive", (said | more).get(file.stem, {}))
    shown = reads(person, own) + reads(person, sits) + posts(person, f"{seat.path}leave/").text()
    looks.nowhere([*typed, "EnterForm.nickname"], shown)


def plain(words):
    """Those that stand in JSON as they were said."""
    return tuple(each for each in words if not re.search(r'["\\\x00-\x1f]', each))


def unpacked(folder, archive):
    """The files of it that a browser shows, in a folder of their own."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        there = folder / str(len(list(folder.iterdir())))
        found.extractall(there)
    return [*there.glob("*.txt"), *there.glob("json/*.json")]


def looks_at_everybody(node, key):
    cookie = {"Cookie": f"sessionid={key}"}
    urllib.request.urlopen(urllib.request.Request(f"{node.url}/people/", headers=cookie)).close()


def test_who_would_own_the_node_is_refused_in_words(watched, served_node, looks):
    stranger = watched().open(re.findall(r"http\S+", served_node.run("owner-link"))[0])
    fills(stranger, email=ALL, name=ALL)
    submits(stranger, "main form .button")

    typed = {"OwnerForm.email": TYPED, "OwnerForm.name": TYPED}
    looks.at(stranger, "become the owner, refused", typed)
