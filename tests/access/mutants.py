"""Takes a keeper from one address of the running house, and puts it back.

Keepers are found in the source by their names, so a new address is tried from its first day.
"""

import ast
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

from tests.swapping import HOUSE, module_of

ROOMS: Final = ("urls.py", "views.py", "views/*.py")
KEEPERS: Final = frozenset({"hosts_only", "login_required", "owners_only", "signed_in_lately"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """What an address leads to, and what it would lead to if nobody kept it."""

    what: str
    kept: Any
    bare: Any

    def __str__(self) -> str:
        return self.what


def mutants() -> Iterator[Mutant]:
    for file in sorted({file for room in ROOMS for file in HOUSE.glob(f"*/{room}")}):
        module = import_module(module_of(file))
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.FunctionDef():
                    yield from _undecorated(file, module, node)
                case ast.Call(func, [ast.expr() as view]) if file.name == "urls.py":
                    if _names(func) & KEEPERS:
                        yield _beside_address(vars(module), node, view)


@contextlib.contextmanager
def living(mutant: Mutant) -> Iterator[None]:
    """Within it the address leads to the view as it would be without its keeper."""
    places = [each for each, _route in routes() if each.callback is mutant.kept]
    for each in places:
        each.callback = mutant.bare
    try:
        yield
    finally:
        for each in places:
            each.callback = mutant.kept


def routes(
    resolver: URLResolver | None = None, above: str = ""
) -> Iterator[tuple[URLPattern, str]]:
    """Every address with its whole pattern."""
    for each in (resolver or get_resolver()).url_patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, here)
        else:
            yield each, here


def _undecorated(file: Path, module: Any, node: ast.FunctionDef) -> Iterator[Mutant]:
    for keeper in [each for each in node.decorator_list if _names(each) & KEEPERS]:
        rest = [each for each in node.decorator_list if each is not keeper]
        bare = ast.FunctionDef(**{**dict(ast.iter_fields(node)), "decorator_list": rest})
        names = dict(vars(module))
        alone = ast.Module([ast.copy_location(bare, node)], [])
        exec(compile(alone, str(file), "exec"), names)
        what = f"{module.__name__}: @{ast.unparse(keeper)} of {node.name}"
        yield Mutant(what, getattr(module, node.name), names[node.name])


def _beside_address(names: dict[str, Any], node: ast.Call, view: ast.expr) -> Mutant:
    """A keeper that stands beside the address, since the view is a library's."""
    bare = eval(ast.unparse(view), names)
    kept = next(each.callback for each in names["urlpatterns"] if _keeps(each, bare))
    return Mutant(ast.unparse(node), kept, bare)


def _keeps(address: Any, view: Any) -> bool:
    inside = getattr(address.callback, "__wrapped__", None)
    return getattr(inside, "__wrapped__", None) is view


def _names(node: ast.AST) -> set[str]:
    parts = list(ast.walk(node))
    names = {each.id for each in parts if isinstance(each, ast.Name)}
    return names | {each.attr for each in parts if isinstance(each, ast.Attribute)}
