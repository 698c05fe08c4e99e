"""Lets the running house do something else than its files say, and puts it back."""

import ast
import contextlib
import gc
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, Final

import heard

HOUSE: Final = Path(heard.__file__).parent
Mark = tuple[str, int]
# A file and a line of it.
Place = tuple[str, int]


@contextlib.contextmanager
def swapped(file: Path, tree: ast.Module) -> Iterator[None]:
    """Within it every function of `file` does what `tree` says; lines and names stay theirs."""
    fresh = {_mark(each): each for each in _codes(compile(tree, str(file), "exec"))}
    changed = [each for each in functions_of(file) if _mark(each.__code__) in fresh]
    before = [each.__code__ for each in changed]
    for each in changed:
        each.__code__ = fresh[_mark(each.__code__)]
    try:
        yield
    finally:
        for each, code in zip(changed, before, strict=True):
            each.__code__ = code


@contextlib.contextmanager
def watched(files: frozenset[str], lines: set[Place]) -> Iterator[None]:
    """Within it notes which lines of these files anybody comes by, in any thread."""

    def watch(frame: FrameType, event: str, _arg: object) -> Any:
        file = frame.f_code.co_filename
        if file not in files:
            return None
        if event == "line":
            lines.add((file, frame.f_lineno))
        return watch

    threading.settrace(watch)
    sys.settrace(watch)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(None)


def module_of(file: Path) -> str:
    parts = file.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def functions_of(file: Path) -> list[FunctionType]:
    return _functions()[str(file)]


@lru_cache(maxsize=1)
def _functions() -> dict[str, list[FunctionType]]:
    """Those of the whole house, wherever somebody holds them: in a module, a class, a wrapper."""
    found: defaultdict[str, list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(str(HOUSE)):
            found[each.__code__.co_filename].append(each)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def _mark(code: CodeType) -> Mark:
    return code.co_qualname, code.co_firstlineno
