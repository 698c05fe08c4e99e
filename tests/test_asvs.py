"""The ledger of OWASP ASVS 5.0 is whole, and what it calls met is held by tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.asvs import ROOT, STATUSES, counts, requirements, told, written

pytestmark = pytest.mark.anywhere

# A line for each chapter of ASVS 5.0.0, a word for each section, a level for each requirement.
LEVELS = """
22 1111122223 112222222223 222 123
122 112 12223 23
3 113 12223 11222233 11122333 3 22333
12233 23333 22 1222
2 112333 113 222
122 111111112222 11223333 112233 22222333 2223 33 2222
222 1111 22 11222 223 22
1233 1123 133 23
111 1222
22 223 22223 1111122222233333 22222 22 222
2233 22233 11233 1222 23 23 33
12233 11 22223
2333 222223 2233 1222233
22 12223333 122
12233 12233 1222222 3333
2 22222 2222 222 2223
23 22223333 22
"""
WEBRTC = 17
PART = re.compile(r"(docs/[\w/-]+\.md)#([\w-]+)")
PATH = re.compile(r"\b(?:docs|tests|heard|bin)/[\w./-]*\w")
ROWS = requirements()


def asked() -> list[tuple[str, int]]:
    """Levels 1 and 2, and all of WebRTC."""
    return [
        (f"v5.0.0-{chapter}.{section}.{number}", int(level))
        for chapter, line in enumerate(LEVELS.strip().splitlines(), 1)
        for section, levels in enumerate(line.split(), 1)
        for number, level in enumerate(levels, 1)
        if level != "3" or chapter == WEBRTC
    ]


@cache
def sentences_in(place: str) -> frozenset[str]:
    tree = ast.parse((ROOT / place).read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


def parts_of(page: Path) -> set[str]:
    """The titles of a page as links have them, of parts that say something."""
    found = re.findall(r"^#+ (.+)\n+(?=[^#\s])", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in found}


def test_every_requirement_of_levels_1_and_2_and_of_webrtc_stands_there_once():
    assert sorted((row.id, row.level) for row in ROWS) == sorted(asked())
    assert [row.id for row in ROWS] == [number for number, _level in asked()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_every_row_says_what_is_asked_how_it_stands_and_why(row):
    assert row.status in STATUSES
    assert row.asks and row.why
    assert bool(row.tests) is (row.status == "met")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_what_is_met_is_held_by_tests_that_exist(row):
    for each in row.tests:
        place, _, name = each.partition("::")

        assert name.startswith("test_")
        assert name in sentences_in(place), each


def test_every_part_of_a_page_that_a_row_names_is_there():
    for row in ROWS:
        for page, part in PART.findall(row.why):
            assert part in parts_of(ROOT / page), f"{row.number}: {page}#{part}"


def test_every_path_that_a_row_names_is_there():
    for row in ROWS:
        for path in PATH.findall(row.why):
            assert (ROOT / path).exists(), f"{row.number}: {path}"


def test_the_page_says_what_the_ledger_says():
    assert told() == written(), "Write it: .venv/bin/python -m tests.asvs"


def test_the_figures_on_the_page_about_safety_are_those_of_the_ledger():
    figure = f"{len(ROWS)} requirements: {counts(ROWS)}"

    print(f"\n{figure}")  # noqa: T201  (a figure)
    assert figure in (ROOT / "docs" / "safety.md").read_text()
