"""Two circles of two hosts, and everybody who could come to their doors."""

from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import SimpleCookie
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from heard.base import clock
from heard.care.models import Reason, Report
from heard.circles.actions import open_circle, split_into_tables, take_table
from heard.circles.models import Circle
from heard.circles.tests.rooms import NAMES, Opening, circle_in_turn
from heard.circles.views.devices import LINK, keep_key
from heard.communities.actions import invite
from heard.communities.core.roles import Role
from heard.communities.models import Community, Invitation
from heard.communities.tests.factories import a_community, belongs
from heard.people.actions import make_owner_link
from heard.people.models import Person
from heard.people.queries.sessions import mark_of
from heard.people.tests.factories import ada, ben
from heard.people.views.stepping import AGAIN

ROLES: Final = (
    "stranger",
    "person",
    "seat",
    "neighbour",
    "outsider",
    "table",
    "host",
    "other_host",
    "facilitator",
    "owner",
    "idle_owner",
    "inactive",
    "member",
    "keeper",
    "steward",
    "high_steward",
)
OWNER: Final = "owner@example.org"
# Which seat each role holds: of this circle, or of the other one; `table` holds a table.
SEATS: Final = {"facilitator": ("this", 1), "seat": ("this", 2), "neighbour": ("this", 3)} | {
    "outsider": ("other", 2)
}
# What each is in the community `this`, or above it; in `other`, which is for its members only, Ben
# is the steward. A `keeper` is a facilitator there: of the circle, `facilitator` is one.
BELONG: Final = {"member": "member", "keeper": "facilitator", "steward": "steward"}
# Who may read who the members are.
INSIDE: Final = {"this": (*BELONG, "high_steward"), "other": ("other_host",)}
# Who reads which addresses are invited.
WAITING: Final = {
    role: {f"invited-into-community-{whose}"}
    for role, whose in (("steward", "this"), ("high_steward", "this"), ("other_host", "other"))
}
# `this` is Ada's, `other` is Ben's; `free` nobody has taken yet, `forged` nobody ever made.
# `mixed` is a circle of Ada's with a seat of Ben's.
WHOSE: Final = ("", "this", "other", "free", "forged", "mixed", "tables", "other tables", "owner's")


@dataclass
class World:
    """`places` fills the holes of an address, by whose they are."""

    circles: dict[str, Opening] = field(default_factory=dict)
    tables: dict[str, Opening] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    # What each role must never be shown.
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    # One for all, since the first request of each would look through all files of the house.
    _client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def visitor(self, role: str) -> Client:
        """This role with a browser that has done nothing yet but come in."""
        self._client.cookies = SimpleCookie()
        self._client.cookies.update(self.cookies[role])
        return self._client


def build() -> World:
    world = World()
    for whose, host in (("this", ada()), ("other", ben())):
        world.circles[whose] = _hosted_by(host, circle_in_turn(mode="voice"))
        world.circles[whose].move("raise_concern", 3)
        world.tables[whose] = _hosted_by(host, circle_in_turn(mode="table"))
        _put_device_on(world.tables[whose])
        world.places[whose] = _places(world, whose, host)
    _communities(world)
    world.places["free"] = _nobody_sits_there()
    world.places["forged"] = _made_up()
    foreign = {name: world.places["other"][name] for name in ("seat_id", "member_id")}
    foreign["invitation_id"] = world.places["other"]["invitation_id"]
    world.places["mixed"] = world.places["this"] | foreign
    for whose, name in (("this", "tables"), ("other", "other tables")):
        world.places[name] = {"circle_id": world.places[whose]["table_id"]}
    world.places[""] = {"format_id": "empathy-circle"}
    owner = Person.objects.get_or_create(email=OWNER)[0]
    world.places["owner's"] = {"pk": _passkey_of(owner).pk, "person_id": owner.pk}
    for role in ROLES:
        world.cookies[role] = _cookies_of(role, world)
    for whose, role in (("this", "host"), ("owner's", "owner")):
        world.places[whose]["mark"] = mark_of(world.cookies[role]["sessionid"].value)
    world.secrets = _secrets(world)
    return world


def _secrets(world: World) -> dict[str, frozenset[str]]:
    """Ids and links of circles, of their seats and of tables: for who is not told of them."""
    known: dict[str, set[str]] = {role: set() for role in ROLES}
    for whose, host in (("this", "host"), ("other", "other_host")):
        circle, table, places = world.circles[whose], world.tables[whose], world.places[whose]
        known[host] |= {str(each) for each in (circle.id, table.id, places["split_id"])}
        known[host] |= {table.table_link, *map(str, _of_seats(circle))}
    for role, (whose, number) in SEATS.items():
        circle = world.circles[whose]
        seat = circle.opened.seats[number - 1]
        known[role] |= {str(circle.id), str(seat.seat_id), circle.link(number)}
    # Reports say in which circle it was.
    for role in ("owner", "idle_owner"):
        known[role] |= {str(circle.id) for circle in world.circles.values()}
    for whose, roles in INSIDE.items():
        for role in roles:
            known[role] |= _of_members(world, whose)
    for role, words in WAITING.items():
        known[role] |= words
    # Owners have the list of everybody, and learn from it nothing of communities.
    for role in ("owner", "idle_owner"):
        known[role] |= {_person_called(each).nickname for each in ("member", "elsewhere")}
    known["table"] |= {str(world.tables["this"].id), world.tables["this"].table_link}
    everything = frozenset().union(*known.values())
    return {role: everything - words for role, words in known.items()}


def _of_members(world: World, whose: str) -> set[str]:
    """Names, and the address of a page that only members may know of."""
    place = world.places[whose]
    names = {str(Person.objects.get(pk=place["member_id"]))}
    return names if whose == "this" else names | {place["slug"]}


def _of_seats(circle: Opening) -> list[object]:
    return [word for seat in circle.opened.seats for word in (seat.seat_id, seat.token)]


def _hosted_by(host: Person, circle: Opening) -> Opening:
    Circle.objects.filter(id=circle.id).update(host=host)
    return circle


def device_on(table: Opening) -> str:
    return f"device-on-{table.id}"


def _put_device_on(table: Opening) -> None:
    take_table(token=table.table_link, device_key=device_on(table))


def _places(world: World, whose: str, host: Person) -> dict[str, Any]:
    circle, table = world.circles[whose], world.tables[whose]
    split = split_into_tables(
        format_id="empathy-circle", names=NAMES, host_id=host.pk, language="en"
    )
    return {
        "circle_id": circle.id,
        "seat_id": circle.opened.seats[1].seat_id,
        "number": 1,
        "table_id": table.id,
        "split_id": Circle.objects.values_list("split_id", flat=True).get(id=split[0].circle_id),
        "token": circle.link(2),
        "table_token": table.table_link,
        "pk": _passkey_of(host).pk,
        "person_id": host.pk,
        "block_id": 1,
        "report_id": _report_about(circle).pk,
    }


def _communities(world: World) -> None:
    """One that everybody may see, below another; and one for its members only."""
    above = a_community(slug="above", name="Above")
    this = a_community(above, slug="this", name="This")
    other = a_community(slug="a-community-for-its-members-only", name="Other", is_public=False)
    for role, is_here_as in BELONG.items():
        belongs(_person_called(role), this, is_here_as)
    belongs(_person_called("high_steward"), above, "steward")
    belongs(ben(), other, "steward")
    belongs(_person_called("elsewhere"), other)
    for whose, community, by, to in (
        ("this", this, "steward", "person"),
        ("other", other, "ben", "owner"),
    ):
        member = "member" if whose == "this" else "elsewhere"
        world.places[whose] |= {"slug": community.slug, "member_id": _person_called(member).pk}
        world.places[whose] |= _invited(community, by=_person_called(by), to=to)


def _invited(community: Community, *, by: Person, to: str) -> dict[str, Any]:
    """Somebody with an account by a link, and somebody without one, who shall stay unknown."""
    link: dict[str, Any] = {
        "community_id": community.id,
        "role": Role.MEMBER,
        "by": by.pk,
        "now": clock.now(),
    }
    made = invite(email=f"{to}@example.org", **link)
    invite(email=f"invited-into-community-{community.name.lower()}@example.net", **link)
    row = Invitation.objects.get(community=community, email=made.email)
    return {"invitation_id": row.pk, "invitation_token": made.token}


def _person_called(role: str) -> Person:
    """With a name that stands on no page by chance."""
    name = f"Somebody-whose-name-is-{role.replace('_', '-')}"
    return Person.objects.get_or_create(email=f"{role}@example.org", defaults={"nickname": name})[0]


def _nobody_sits_there() -> dict[str, Any]:
    circle, table = (
        open_circle(
            format_id="empathy-circle",
            names=NAMES[:4],
            mode=mode,
            host_id=ada().pk,
            language="en",
        )
        for mode in ("devices", "table")
    )
    return {
        "circle_id": circle.circle_id,
        "seat_id": circle.seats[1].seat_id,
        "token": circle.seats[1].token,
        "table_id": table.circle_id,
        "table_token": table.table_token,
        "owner_token": make_owner_link(now=clock.now()),
    }


def _made_up() -> dict[str, Any]:
    nowhere = UUID(int=7)
    names = ("circle_id", "seat_id", "split_id", "table_id", "report_id")
    ids = dict.fromkeys(names, nowhere)
    links = ("token", "table_token", "owner_token", "invitation_token", "mark", "format_id", "slug")
    tokens = dict.fromkeys(links, "forged")
    numbers = ("pk", "person_id", "member_id", "invitation_id")
    return ids | tokens | dict.fromkeys(numbers, 10**6) | {"number": 1}


def _report_about(circle: Opening) -> Report:
    return Report.objects.create(circle_id=circle.id, reason=Reason.HURT, at=clock.now())


def _passkey_of(person: Person) -> Authenticator:
    return Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "phone", "passwordless": True, "credential": _credential()},
    )


def _credential() -> dict[str, Any]:
    """As a device would have made it; nobody ever signs with it here."""
    key = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)}
    made = AttestedCredentialData.create(bytes(16), b"phone", CoseKey(key))
    seen = AuthenticatorData.create(
        sha256(b"localhost").digest(), AuthenticatorData.FLAG(0x45), 0, made
    )
    said = b'{"type":"webauthn.create","challenge":"","origin":"http://localhost:8000"}'
    response = {
        "clientDataJSON": websafe_encode(said),
        "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
    }
    name = websafe_encode(b"phone")
    return {"id": name, "rawId": name, "type": "public-key", "response": response}


def _cookies_of(role: str, world: World) -> SimpleCookie:
    client = Client()
    if person := _person(role):
        client.force_login(person)
        if role == "owner":
            _signs_in_again(client)
        if role == "inactive":
            Person.objects.filter(pk=person.pk).update(is_active=False)
    if key := _device_key(role, world):
        client.cookies.update(_shown(key))
    return client.cookies


def _person(role: str) -> Person | None:
    known = {"host": "ada", "other_host": "ben", "idle_owner": "owner"} | {
        role: role for role in ("person", "owner", "inactive", *BELONG, "high_steward")
    }
    if role not in known:
        return None
    person, _made = Person.objects.get_or_create(email=f"{known[role]}@example.org")
    Person.objects.filter(pk=person.pk).update(is_owner=known[role] == "owner")
    return person


def _signs_in_again(client: Client) -> None:
    """The others came in long ago."""
    session = client.session
    session[AGAIN] = clock.now().timestamp()
    session.save()


def _device_key(role: str, world: World) -> str:
    if role == "table":
        return device_on(world.tables["this"])
    if role not in SEATS:
        return ""
    whose, number = SEATS[role]
    return world.circles[whose].device(number)


def _shown(key: str) -> SimpleCookie:
    """Browsers show a key at one address only; here it is shown at every one."""
    response = HttpResponse()
    keep_key(response, key, path="/")
    keep_key(response, key, name=LINK, path="/")
    return response.cookies
