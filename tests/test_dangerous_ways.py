"""What the house does nowhere: run what was sent, ask by strings, guess where chance is a lock."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from heard.site.settings import ROOT

pytestmark = pytest.mark.anywhere

HOUSE = ROOT / "heard"
NOWHERE = ()
# What is called (`.raw` of whatever it is), and the places where nothing from outside gets there.
CALLS = {
    **dict.fromkeys(("eval", "exec", "compile", "__import__", "input"), NOWHERE),
    **dict.fromkeys(("os.system", "os.popen", "os.execv", "os.spawnv"), NOWHERE),
    **dict.fromkeys(("yaml.load", "yaml.unsafe_load", "yaml.full_load"), NOWHERE),
    **dict.fromkeys(("Template", ".from_string", "Engine"), NOWHERE),
    **dict.fromkeys(("RawSQL", ".raw", ".extra", ".executescript"), NOWHERE),
    ".cursor": ("base/health.py", "base/triggers.py", "people/actions/erasing.py"),
    "mark_safe": ("matching/cli/report.py", "ui/templatetags/links.py"),
    **dict.fromkeys(("format_html", "SafeString", "csrf_exempt"), NOWHERE),
    **dict.fromkeys((f"random.{deed}" for deed in ("random", "choice", "choices")), NOWHERE),
    **dict.fromkeys((f"random.{deed}" for deed in ("randint", "getrandbits", "sample")), NOWHERE),
    **dict.fromkeys(("hashlib.md5", "hashlib.new", "ssl._create_unverified_context"), NOWHERE),
}
IMPORTS = {
    **dict.fromkeys(("subprocess", "pickle", "marshal", "shelve", "ctypes"), NOWHERE),
    **dict.fromkeys(("xml", "lxml", "jwt", "django.contrib.admin"), NOWHERE),
    **dict.fromkeys(("requests", "httpx", "aiohttp", "urllib3", "urllib.request"), NOWHERE),
    **dict.fromkeys(("ftplib", "smtplib", "telnetlib"), NOWHERE),
    "http.client": ("base/outbound.py",),
    "ssl": ("base/outbound.py",),
    "socket": ("base/outbound.py", "site/serving.py"),
}
# A name space is no address: nothing is asked there.
SCRIPTS = re.compile(
    r"\.(?:inner|outer)HTML|insertAdjacentHTML|document\.(?:write|cookie|domain)|\beval\(|"
    r"new Function|postMessage|__proto__|[\"']message[\"']|https?://(?!www\.w3\.org/)"
)
PAGES = re.compile(r"\|\s*safe\b|<(?:object|embed|applet|iframe)\b|javascript:|\son\w+=")


def sources() -> list[Path]:
    files = (path for path in HOUSE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    return sorted(files)


def called_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f".{node.func.attr}"
            yield ast.unparse(node.func)


def imported_in(tree: ast.AST) -> Iterator[str]:
    """Also what a name lies in: `xml` for `xml.etree`."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


@cache
def names_of(names: Callable[[ast.AST], Iterator[str]]) -> dict[str, set[str]]:
    return {
        str(path.relative_to(HOUSE)): set(names(ast.parse(path.read_text()))) for path in sources()
    }


def places_of(wanted: str, names: Callable[[ast.AST], Iterator[str]]) -> tuple[str, ...]:
    return tuple(place for place, said in names_of(names).items() if wanted in said)


@pytest.mark.parametrize(("deed", "places"), CALLS.items())
def test_nobody_does_what_is_dangerous(deed, places):
    assert places_of(deed, called_in) == places


@pytest.mark.parametrize(("module", "places"), IMPORTS.items())
def test_nobody_brings_what_is_dangerous(module, places):
    assert places_of(module, imported_in) == places


@pytest.mark.parametrize(("kind", "danger"), [("js", SCRIPTS), ("html", PAGES)])
def test_no_page_puts_words_where_they_would_run(kind, danger):
    found = [
        f"{path.relative_to(HOUSE)}: {line.strip()}"
        for path in sorted(HOUSE.rglob(f"*.{kind}"))
        if "tests" not in path.parts
        for line in path.read_text().splitlines()
        if danger.search(line)
    ]

    assert found == []
