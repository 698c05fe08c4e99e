"""The page about guards says what the code does: ways in, limits, times, hashes, neighbours."""

import ast
import importlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from heard.site.settings import ROOT
from tests.access import pages
from tests.test_dangerous_ways import HOUSE, sources
from tests.test_docs import settings_table

pytestmark = pytest.mark.anywhere

PAGE = (ROOT / "docs" / "guards.md").read_text()
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
REFUSED = {"login", "403", "404", "405", "410"}
# They lead to a page that asks who it is.
LEAD_ON = {"accounts/email/", "accounts/keys/"}


def section(title: str) -> list[list[str]]:
    """The cells of the table under this title, without its head."""
    text = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return lines[1:]


FIGURES = [
    row for title in ("Limits", "How long it holds", "What is taken in") for row in section(title)
]


def figure_told(cell: str) -> float | str:
    """`10 minutes` in seconds, `4,096` as it is, a rule of allauth's letter by letter."""
    if cell.startswith("`"):
        return cell.strip("`")
    number, _, unit = cell.partition(" ")
    return float(number.replace(",", "")) * UNITS.get(unit.removesuffix("s"), 1)


def figure_kept(where: str) -> float | str:
    found = _value_at(where)
    if isinstance(found, timedelta):
        return found.total_seconds()
    return found if isinstance(found, str) else float(found)


def _value_at(where: str) -> Any:
    """A setting; else something in a module, or in what stands there."""
    if "." not in where:
        return getattr(settings, where)
    module, _, name = where.rpartition(".")
    if "RATE_LIMITS" in module:
        return _value_at(module)[name]
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize(("what", "figure", "where"), FIGURES)
def test_a_figure_is_the_one_of_the_code(what, figure, where):
    assert figure_told(figure) == figure_kept(where.strip("`"))


def test_there_are_figures():
    assert len(FIGURES) > 30


def test_every_way_in_is_told():
    told = {row[0].strip("`") for row in section("Ways in")}
    open_to_strangers = {
        row.page
        for row in pages.rows()
        if "POST" in row.methods and row.expected["stranger"] not in REFUSED
    }

    assert open_to_strangers - told == LEAD_ON
    assert told <= pages.routes()


def hashes_in(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if called.endswith("salted_hmac"):
            assert isinstance(node, ast.Call)
            named = [word.value for word in node.keywords if word.arg == "algorithm"]
            found |= set(map(ast.literal_eval, named)) or {"sha1"}
        found |= set(re.findall(r"\bsha\d+$", called))
        if called.endswith(("signing.dumps", "set_signed_cookie")):
            found.add("sha256")
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "hashlib":
            found.add(node.attr)
    return found


def test_every_hash_is_told():
    told = {
        where.strip("`"): {name.lower().replace("-", "") for name in how.split(", ")}
        for _what, how, where in section("Keys and hashes")
    }
    found = {path: hashes_in(ast.parse(path.read_text())) for path in sources()}

    assert told == {f"heard/{path.relative_to(HOUSE)}": how for path, how in found.items() if how}


def test_every_neighbour_is_told():
    told = {row[1].strip("`") for row in section("Whom a node speaks with")}
    names = {name for name in settings_table() if name.endswith(("_URL", "_URLS"))}

    assert names - told == {"HEARD_URL", "HEARD_TURN_URLS"}
    assert "`HEARD_TURN_URLS`" in PAGE
