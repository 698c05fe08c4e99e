"""A circle of people who call one another: who speaks is read from what their pages are shown."""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error as BrowserFault

from tests.journeys.callers import Caller, floor_reaches
from tests.journeys.visitors import LOOKS_FOR
from tests.nodes import Node

OPEN = """
import json
from heard.circles import actions
opened = actions.open_circle(
    format_id=%s, names=%s, mode="video", host_id=None, language="en",
    host_sits=True, relay_only=%s,
)
print(json.dumps([f"/sit/{seat.token}/" for seat in opened.seats]))
"""


def links_of(
    node: Node,
    names: Sequence[str],
    *,
    form: str = "empathy-circle-20",
    relay_only: bool = False,
) -> list[str]:
    """Of a new circle on video, opened inside the node."""
    script = OPEN % (json.dumps(form), json.dumps(names), relay_only)
    return [str(link) for link in node.asks(script)]


ASKED = ", ".join(f"[data-move={move}]:visible" for move in ("volunteer", "choose", "accept"))


def taps(person: Caller, move: str) -> None:
    """Presses the first button that makes this move, in whatever language it speaks."""
    found = move if move.startswith("[") else f"[data-part=deeds] [data-move={move}]:visible"
    button = person.page.locator(found).first
    button.wait_for()
    person.press(button.inner_text())


def taps_if_asked(person: Caller) -> None:
    """The button may go before the tap: whoever another has chosen is asked no more."""
    button = person.page.locator(ASKED).first
    if button.count():
        person.page.wait_for_timeout(LOOKS_FOR)
        with suppress(BrowserFault):
            button.click(timeout=1_000)


def asks_for(person: Caller, need: str) -> None:
    """Opens "I need something" and asks for it."""
    person.opens(person.page.locator("[data-part=open-needs]"))
    person.opens(person.page.locator(f"[data-part=needs] [data-move={need}]"))


def standing(person: Caller) -> dict[str, Any]:
    """What must not change for someone by whatever happens to their device."""
    view = person.view
    turn = {name: view[name] for name in ("me", "role", "stage", "step", "turn", "floor")}
    return turn | {"ends_at": view["clock"]["ends_at"]}


class Circle:
    """Those who sit in it; `patience` is in seconds, for each change to reach everyone."""

    def __init__(self, people: Sequence[Caller], *, patience: float = 20.0) -> None:
        self.people = people
        self.patience = patience

    @property
    def view(self) -> dict[str, Any]:
        """The newest that anyone was shown."""
        return max((person.view for person in self.people), key=lambda view: int(view["seq"]))

    def seat(self, number: int) -> Caller:
        return self.people[number - 1]

    def others(self, *known: Caller) -> list[Caller]:
        return [person for person in self.people if person not in known]

    def everyone_presses(self, label: str) -> None:
        for person in self.people:
            person.press(label)

    def until_stage(self, stage: str) -> None:
        for person in self.people:
            person.until_stage(stage)

    def floor_reaches(self) -> None:
        floor_reaches(self.people, within=self.patience)

    def comes_to_its_first_turn(self) -> tuple[Caller, Caller]:
        """The host, who sits in the first seat, begins it."""
        taps(self.people[0], "begin")
        for person in self.people:
            while person.view["phase"]["id"] != "agreements":
                person.page.wait_for_timeout(50)
            taps(person, "ready")
        self.until_stage("choosing")
        return self.takes_the_floor()

    def takes_the_floor(self) -> tuple[Caller, Caller]:
        """Who speaks asks someone, who accepts: the speaker and the listener of the turn."""
        until = time.monotonic() + 30
        while self.view["stage"] != "turn":
            assert time.monotonic() < until, self.view
            for person in self.people:
                taps_if_asked(person)
            self.people[0].page.wait_for_timeout(100)
        self.until_stage("turn")
        return self.seat(self.view["speaker"]), self.seat(self.view["listener"])
