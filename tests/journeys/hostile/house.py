"""How hostile words come into the house: by its forms, as somebody would send them."""

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final, Self

from playwright.sync_api import APIResponse

from heard.circles.core.nicknames import NicknameFault, clean_nickname
from tests.hostile_words import WORDS
from tests.journeys.visitors import Visitor
from tests.nodes import Node
from tests.test_survives_kill import Guest

LINK: Final = re.compile(r'href="[^"]*(/(?:sit|table)/[\w-]+/)"')
READ: Final = re.compile(r'name="read" value="(\w+)"')
TOO_OFTEN: Final = 429
GUESTS: Final = WORDS[:4]
# For journeys that take long for each of them.
SOME: Final = WORDS[::16]
# A form lets no null through at all.
TYPED: Final = tuple(each for each in WORDS if "\x00" not in each)
ALL: Final = "".join(TYPED)
# What goes on with a circle, whoever does it.
GOES_ON: Final = ("begin", "ready", "accept", "volunteer", "choose", "done", "heard", "move_on")

FILL: Final = """([name, words]) => {
  const field = document.querySelector(`main form [name=${name}]`);
  field.form.noValidate = true;
  field.removeAttribute("maxlength");
  (field.options ?? [field])[0].value = words;
  if (field.options) field.options[0].selected = true;
  if (field.type === "radio") field.checked = true;
}"""
# Each comes by a link of their own and types an address and a name into the form.
OWNERS: Final = """
import json
from django.test import Client
from heard.base.clock import now
from heard.people.actions import make_owner_link
from heard.people.models import Person

def comes(name, email):
    client = Client(HTTP_HOST="localhost")
    path = f"/owner/{make_owner_link(now=now())}/"
    answer = client.post(path, {"email": email, "name": name})
    assert answer.status_code == 302, (name, email)
    return Person.objects.latest("id").id, client.cookies["sessionid"].value

print(json.dumps([comes(name, email) for name, email in PEOPLE]))
"""


@dataclass
class Seat:
    """Somebody's seat in a circle, and the device that holds it."""

    visitor: Visitor
    link: str
    read: str
    path: str

    @classmethod
    def take(cls, visitor: Visitor, link: str, nickname: str) -> Self:
        read = READ.findall(reads(visitor, link))[0]
        answer = posts(visitor, link, nickname=nickname, read=read)
        return cls(visitor, link, read, answer.headers["location"].removesuffix("room/"))

    def is_called(self, nickname: str) -> None:
        """The same form once more: a seat that is mine I can give another name."""
        assert posts(self.visitor, self.link, nickname=nickname, read=self.read).status == 302

    def enters(self, life: ExitStack) -> Guest:
        ticket = posts(self.visitor, f"{self.path}ticket/").json()["ticket"]
        return Guest.enter(self.visitor.node, ticket, life)


def owners(node: Node, people: Sequence[tuple[str, str]]) -> list[tuple[int, str]]:
    """Makes owners with these names and addresses; returns their ids and keys to their sessions."""
    made = node.asks(OWNERS.replace("PEOPLE", repr(list(people))))
    return [(person_id, key) for person_id, key in made]


def as_names(words: Sequence[str]) -> tuple[str, ...]:
    """Those that the house takes as names, each on one line."""
    lines = [" ".join(each.replace("\x00", "").split()) for each in words]
    return tuple(dict.fromkeys(line for line in lines if _is_name(line)))


def posts(visitor: Visitor, path: str, **form: Any) -> APIResponse:
    """Sends a form without showing what comes of it, as fast as the house takes it."""
    cookies = {cookie["name"]: cookie["value"] for cookie in visitor.context.cookies()}
    answer = visitor.context.request.post(
        visitor.node.url + path,
        form=form,
        headers={"X-CSRFToken": cookies["csrftoken"]},
        max_redirects=0,
    )
    if answer.status != TOO_OFTEN:
        return answer
    visitor.page.wait_for_timeout(1_000 * int(answer.headers["retry-after"]))
    return posts(visitor, path, **form)


def reads(visitor: Visitor, path: str) -> str:
    """A page's HTML, without showing it."""
    return visitor.context.request.get(visitor.node.url + path, max_redirects=0).text()


def open_circle(host: Visitor, form: str, **said: Any) -> str:
    """The address of its host's page."""
    answer = posts(host, f"/start/{form}/", **said)
    assert answer.status == 302, answer.text()
    return str(answer.headers["location"])


def links_on(host: Visitor, path: str) -> list[str]:
    """In the order of the seats."""
    return list(dict.fromkeys(LINK.findall(reads(host, path))))


def fills(visitor: Visitor, **said: str) -> None:
    """As one who knows more of pages than we think: no length is too long, no choice is given."""
    for name, words in said.items():
        visitor.page.evaluate(FILL, [name, words])


def submits(visitor: Visitor, button: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator(button).click()


def next_move(view: dict[str, Any]) -> dict[str, Any] | None:
    """What this seat, or the table, may do so that the circle goes on."""
    may = {move["move"]: move for move in view["moves"]}
    name = next((name for name in GOES_ON if name in may), None)
    if name is None:
        return None
    target = {"target": may[name]["targets"][0]} if may[name].get("targets") else {}
    seat = {"seat": may[name]["seat"]} if may[name].get("seat") else {}
    return {"move": name, **seat, **target}


def _is_name(line: str) -> bool:
    try:
        return bool(clean_nickname(line))
    except NicknameFault:
        return False
