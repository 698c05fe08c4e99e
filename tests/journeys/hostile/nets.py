"""Sees whether words on a page ran, were taken for code, or arrived as they were said."""

import csv
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Dialog, Page

from tests.journeys.visitors import Visitor

TABLE: Final = Path(__file__).parent / "fields.csv"
PATIENCE: Final = 10.0

TRAP: Final = (Path(__file__).parent / "trap.js").read_text()
NETS: Final = (Path(__file__).parent / "nets.js").read_text()


def watch(visitor: Visitor) -> Visitor:
    """Sets the trap, before the first page."""
    visitor.context.add_init_script(TRAP)
    visitor.page.on("dialog", lambda dialog: _note(visitor, dialog))
    return visitor


def taken_for_code(page: Page) -> list[str]:
    return list(page.evaluate(f"() => {{ {NETS}; return nets.takenForCode(document) }}"))


def not_shown(page: Page, words: Sequence[str]) -> list[str]:
    return list(
        page.evaluate(
            f"(words) => {{ {NETS}; return nets.notShown(document, words) }}", list(words)
        )
    )


def rows() -> Iterator[dict[str, str]]:
    """Fields, where each is shown, and by which test."""
    lines = [line for line in TABLE.read_text().splitlines() if line.strip()]
    for row in csv.DictReader(lines, skipinitialspace=True):
        yield {name.strip(): value.strip() for name, value in row.items()}


@dataclass
class Looks:
    """What one test has looked at: fields, and the places where their words stood."""

    seen: set[tuple[str, str]] = field(default_factory=set)

    def at(self, visitor: Visitor, place: str, said: Mapping[str, Sequence[str]]) -> None:
        """Here stand the words of these fields, as words, and nothing of them has run."""
        until = time.monotonic() + PATIENCE
        while (missing := self._missing(visitor.page, said)) and time.monotonic() < until:
            visitor.page.wait_for_timeout(20)
        assert missing == {}, f"{place}: {missing}"
        self.harmless(visitor, place)
        self.seen |= {(name, place) for name in said}

    def harmless(self, visitor: Visitor, place: str) -> None:
        found = [*taken_for_code(visitor.page), *visitor.faults]
        assert found == [], f"{place}: {found}"

    def nowhere(self, names: Sequence[str], answer: str) -> None:
        """The house says nothing of it again."""
        at = answer.lower().find("zap")
        assert at < 0, answer[at - 100 : at + 100]
        self.seen |= {(name, "nowhere") for name in names}

    @staticmethod
    def _missing(page: Page, said: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        found = {name: not_shown(page, words) for name, words in said.items()}
        return {name: words for name, words in found.items() if words}


def _note(visitor: Visitor, dialog: Dialog) -> None:
    visitor.faults.append(f"a dialog: {dialog.message}")
    dialog.dismiss()
