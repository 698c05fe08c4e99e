"""The docs tell the truth: links lead somewhere, and what code can know is held against it."""

import ast
import re
from pathlib import Path

import pytest

from heard.circles.core.moves import MoveKind
from heard.site.cli import serve
from heard.site.reading import read_address
from tests.peers import DENIED_IPV4, DENIED_IPV6, PUBLIC

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parent.parent
TOUR = ROOT / "docs" / "tour.md"
WORDS = ROOT / "docs" / "words.md"
SETTING = re.compile(r"HEARD_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL")
STAGES = {"waiting", "together", "slider", "choosing", "asking", "turn", "closed"}


def pages() -> list[Path]:
    """Every page of prose in the tree."""
    folders = [ROOT / folder for folder in ("docs", "heard", "tests", "bench")]
    return sorted([*ROOT.glob("*.md"), *(page for each in folders for page in each.rglob("*.md"))])


def links_of(page: Path) -> list[str]:
    """Links to places in the tree, without pictures."""
    found = re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", page.read_text())
    return [link for link in found if "://" not in link and not link.startswith("#")]


def quoted_in(page: Path) -> set[str]:
    """What stands in backticks."""
    return set(re.findall(r"`([^`\n]+)`", page.read_text()))


def first_cells(page: Path) -> set[str]:
    """What stands in the first column of a page's tables, one for each comma."""
    rows = re.findall(r"^\| ([^|]+) \|", page.read_text(), re.M)
    return {cell.strip(" `") for row in rows for cell in row.split(",")}


def settings_table() -> dict[str, str]:
    """Each documented setting and its default."""
    text = (ROOT / "docs" / "running" / "README.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", text, re.M)
    return {setting: default.strip("`") for setting, default in rows}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_leads_somewhere(page):
    broken = [
        link for link in links_of(page) if not (page.parent / link.partition("#")[0]).exists()
    ]

    assert broken == []


def test_every_path_of_the_tour_exists():
    paths = {
        quoted
        for quoted in quoted_in(TOUR)
        if re.fullmatch(r"(heard|bin|docs|tests|bench|locale|\.ci)(/[\w./-]*)?", quoted)
    }
    missing = sorted(path for path in paths if not (ROOT / path).exists())

    assert missing == []
    assert len(paths) > 20


def test_every_folder_of_the_house_stands_in_the_tour():
    told = quoted_in(TOUR)
    folders = [
        path
        for path in [*(ROOT / "heard").iterdir(), *(ROOT / "heard").glob("*/*")]
        if path.is_dir() and path.name != "__pycache__"
    ]
    untold = sorted(
        name(path) for path in folders if not {f"{name(path)}/", f"{path.name}/"} & told
    )

    assert untold == []


def test_every_domain_says_its_words_its_promises_and_its_way_of_data():
    domains = [
        path
        for path in (ROOT / "heard").iterdir()
        if (path / "__init__.py").exists() and path.name != "site"
    ]
    for domain in domains:
        text = (domain / "README.md").read_text()
        assert "**Promises.**" in text, domain.name
        assert len(text.splitlines()) < 45, domain.name


def test_every_move_and_every_stage_stands_among_the_words():
    told = first_cells(WORDS)

    assert {kind.value for kind in MoveKind} - told == set()
    assert told >= STAGES


def test_the_words_of_each_domain_stand_among_the_words():
    told = first_cells(WORDS)
    for page in (ROOT / "heard").glob("*/README.md"):
        used = re.findall(r"\*\*([a-z -]+)\*\*", page.read_text())
        strange = [word for word in used if not {word, word.removesuffix("s")} & told]
        assert strange == [], name(page)


def test_the_settings_that_are_documented_are_those_that_are_read():
    read = {
        node.value
        for path in (ROOT / "heard" / "site").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SETTING.fullmatch(node.value)
    }

    assert set(settings_table()) == read


def test_the_defaults_of_settings_are_those_of_the_code():
    told = settings_table()
    defaults = {
        option.envvar: option.default for option in serve.params if option.name != "workers"
    }

    assert told["HEARD_URL"] == read_address({}).url
    assert (told["HEARD_HOST"], told["HEARD_PORT"]) == (
        defaults["HEARD_HOST"],
        defaults["HEARD_PORT"],
    )


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "journeys").glob("*.md")), ids=name)
def test_every_hop_of_a_journey_is_a_place_in_the_code(page):
    hops = [quoted.partition(":") for quoted in quoted_in(page) if re.search(r"\.(py|js):", quoted)]
    lost = [
        f"{path}:{deed}"
        for path, _, deed in hops
        if not re.search(rf"(?<!\w){re.escape(deed)}\b", (ROOT / path).read_text())
    ]

    assert lost == []
    assert len(hops) > 10


def test_the_picture_of_the_readme_lies_where_it_looks_for_it():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)\s]+)\)", (ROOT / "README.md").read_text())

    assert pictures == ["docs/pictures/room.png"]


def test_the_checklist_for_a_phone_quotes_what_stands_on_the_pages():
    checklist = (ROOT / "docs" / "running" / "tested-on.md").read_text()
    quoted = re.findall(r'"([^"]+)"', checklist.partition("## A checklist")[2])
    sources = [
        *(ROOT / "heard" / "circles" / "words").glob("*.py"),
        *(ROOT / "heard" / "circles" / "templates").rglob("*.html"),
    ]
    said = "".join(source.read_text() for source in sources)

    assert [words for words in quoted if f'"{words}"' not in said] == []
    assert len(quoted) > 8


def test_the_addresses_that_were_tried_are_as_many_as_it_says():
    told = (ROOT / "docs" / "running" / "tested-on.md").read_text()
    denied = len({*DENIED_IPV4, *DENIED_IPV6})

    assert f"{denied} addresses that are not public are refused, {len(PUBLIC)} public" in told
