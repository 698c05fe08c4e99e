"""What import checkers cannot see: doors, foreign keys, signals, hidden imports, weight."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "heard"
# From the top down, as docs/tour.md and .importlinter have it; neighbours share a storey.
STOREYS = (
    *(("site",), ("home",), ("network",), ("movement",), ("playbooks",), ("evidence",)),
    *(("stories", "practice"), ("gatherings",), ("circles",), ("matching",), ("care",)),
    *(("communities",), ("people",), ("ui",), ("base",), ("kit",)),
)
GROUND = {"ui", "base", "kit"}
DOORS = {"actions", "queries", "events"}
HEAVY = {"numba", "scipy", "statsmodels", "matplotlib"}
# Domain, what is imported inside a function there, and why: none so far.
HIDDEN_IMPORTS: set[tuple[str, str]] = set()


def sources(*, tests: bool = False) -> list[Path]:
    files = (path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
    return sorted(path for path in files if tests or "tests" not in path.parts)


def domain_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Dotted names, one for each thing that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def height(domain: str) -> int:
    """How many storeys lie above; a domain must be on one."""
    return next(number for number, storey in enumerate(STOREYS) if domain in storey)


def closed_doors(path: Path) -> list[str]:
    """Imports that enter another domain by something that is no door."""
    own, wrong = domain_of(path), []
    for name in imports_of(ast.parse(path.read_text())):
        house, _, rest = name.partition(".")
        domain, _, inside = rest.partition(".")
        if house != "heard" or not inside or domain in {own, *GROUND}:
            continue
        if inside.split(".")[0] not in DOORS:
            wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    return wrong


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_other_domains_are_entered_by_their_doors(path):
    # The site puts the house together, so it knows every room.
    wrong = [] if domain_of(path) in ("site", "__main__.py") else closed_doors(path)

    assert wrong == []


def test_a_closed_door_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "HOUSE", tmp_path)
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    page = tmp_path / "home" / "views.py"
    page.parent.mkdir()
    page.write_text("from heard.people.models import Person\nfrom heard.people import queries\n")

    assert closed_doors(page) == ["home/views.py imports heard.people.models.Person"]


def domain_of_model(model: type[Model]) -> str:
    house, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if house == "heard" else ""


def test_no_foreign_key_points_up_the_storeys():
    upward = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and isinstance(field.related_model, type)
        and (own := domain_of_model(model))
        and (other := domain_of_model(field.related_model))
        and height(own) > height(other)
    ]

    assert upward == []


def test_every_domain_stands_on_a_storey():
    domains = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}

    assert domains <= {domain for storey in STOREYS for domain in storey}


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_nothing_happens_by_django_signals(path):
    # These two are no events of the house: what Django drops with a table is built again.
    of_migrations = (".pre_migrate", ".post_migrate")
    signals = [
        name
        for name in imports_of(ast.parse(path.read_text()))
        if (name.startswith("django.dispatch") or "signals" in name.split("."))
        and not name.endswith(of_migrations)
    ]

    assert signals == []


def test_no_import_hides_inside_a_function():
    hidden = {
        (domain_of(path), name)
        for path in sources(tests=True)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for name in imports_of(node)
    }

    assert hidden == HIDDEN_IMPORTS


def test_the_web_process_loads_no_heavy_library():
    ask = (
        f"import sys, heard.site.asgi, heard.site.urls;print(sorted({HEAVY!r} & set(sys.modules)))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()

    assert loaded == "[]"
