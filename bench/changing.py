"""Runs tests once, and then, for each small change to the code, those that came by it."""

import contextlib
import functools
import gc
import importlib
import os
import shutil
import signal
import sqlite3
import sys
import time
import types
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from hypothesis import Phase, settings
from pytest_django.plugin import blocking_manager_key

from bench.changes import Change, changes
from tests.swapping import module_of, swapped, watched

# Longer than the tests of a line take, a change is noticed: something never ends.
PATIENCE: Final = 30.0
TIMES: Final = 5
LONGEST_SENTENCE: Final = 8
NOT_HERE: Final = "not full and not browser and not turn and not namespaces"
SQL: Final = Path("heard/circles/models/ages.py")
NOTICED: Final = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    file: str
    line: int
    name: str
    is_noticed: bool


def try_part(files: list[Path], tests: list[str]) -> list[Outcome]:
    """In a fresh process: it loads the house, and leaves it changed."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", database=None, deadline=None, phases=phases)
    settings.load_profile("mutants")
    trial = Trial(files, watcher=os.fdopen(os.dup(sys.stderr.fileno()), "w", buffering=1))
    with _silence():
        pytest.main(["-n0", "-q", "-p", "no:cacheprovider", "-m", NOT_HERE, *tests], [trial])
    if trial.red or not trial.outcomes:
        raise RuntimeError(f"These are red before anything is changed: {trial.red or 'all'}")
    return trial.outcomes


@dataclass
class Trial:
    """A plugin for pytest that runs each test once, and the right ones again for each change."""

    files: list[Path]
    # Whoever waits sees how it goes.
    watcher: TextIO
    outcomes: list[Outcome] = field(default_factory=list)
    red: list[str] = field(default_factory=list)
    _passing: defaultdict[tuple[str, int], list[Any]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _lasted: dict[Any, float] = field(default_factory=dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._run_all(session.items)
        if not self.red:
            stage = Stage()
            for change in self._changes():
                self.outcomes.append(outcome := self._try(change, stage))
                self.watcher.write("." if outcome.is_noticed else f"\n{outcome.name}\n")
        return True

    def _run_all(self, items: list[pytest.Item]) -> None:
        files = frozenset(map(str, self.files))
        for item, after in zip(items, [*items[1:], items[0]], strict=True):
            lines: set[tuple[str, int]] = set()
            _forget_answers()
            begun = time.monotonic()
            with watched(files, lines):
                reports = runtestprotocol(item, nextitem=after, log=False)
            self._lasted[item] = time.monotonic() - begun
            if any(report.failed for report in reports):
                self.red.append(item.nodeid)
            for line in lines:
                self._passing[line].append(item)

    def _changes(self) -> Iterator[Change]:
        for file in self.files:
            yield from changes(file, sql=file == SQL.resolve())

    def _try(self, change: Change, stage: "Stage") -> Outcome:
        items = self._items_for(change)
        limit = PATIENCE + TIMES * sum(self._lasted[item] for item in items)
        is_noticed = bool(items) and stage.is_red(change, items, limit=limit)
        file = str(change.file.relative_to(Path.cwd()))
        name = f"{file} | {change.function} | {change.what}"
        return Outcome(file, change.line, name, is_noticed)

    def _items_for(self, change: Change) -> list[Any]:
        """Those that came by the line; what is done at the top of a file concerns them all."""
        # A sentence of several lines is noted where it begins.
        lines = ((str(change.file), change.line - back) for back in range(LONGEST_SENTENCE))
        items = next((self._passing[line] for line in lines if line in self._passing), [])
        if change.is_at_top:
            items = list(self._lasted)
        return sorted(items, key=lambda item: self._lasted[item])


class Stage:
    """Where changes are tried: a copy of the house and of its database for each."""

    def __init__(self) -> None:
        connections.close_all()
        self._database = Path(connections.settings["default"]["NAME"])
        self._template = self._database.with_suffix(".before")
        with contextlib.closing(sqlite3.connect(self._database)) as database:
            database.execute("VACUUM INTO ?", (str(self._template),))

    def is_red(self, change: Change, items: list[Any], *, limit: float) -> bool:
        child = os.fork()
        if not child:
            signal.setitimer(signal.ITIMER_REAL, limit)
            os._exit(self._try(change, items))
        _child, status = os.waitpid(child, 0)
        return status != 0

    def _try(self, change: Change, items: list[Any]) -> int:
        copy = self._database.with_suffix(".tried")
        for rest in self._database.parent.glob(f"{copy.name}*"):
            rest.unlink()
        shutil.copy(self._template, copy)
        connections.settings["default"]["NAME"] = str(copy)
        for connection in connections.all():
            connection.settings_dict["NAME"] = str(copy)
        try:
            with _changed(change, items[0].config):
                _forget_answers()
                return NOTICED if any(map(_is_red, items, [*items[1:], items[0]])) else 0
        except BaseException:
            return NOTICED


def _is_red(item: Any, after: Any) -> bool:
    return any(report.failed for report in runtestprotocol(item, nextitem=after, log=False))


@contextlib.contextmanager
def _changed(change: Change, config: pytest.Config) -> Iterator[None]:
    if change.is_at_top:
        _load_anew(change)
        if change.file == SQL.resolve():
            _put_triggers_up(config)
        yield
        return
    with swapped(change.file, change.code()):
        yield


def _load_anew(change: Change) -> None:
    """Loads the changed file beside the old one, and takes over the names that differ."""
    old = importlib.import_module(module_of(change.file))
    new = dict(vars(old))
    exec(compile(change.code(), str(change.file), "exec"), new)  # noqa: S102  (our own files)
    for name, value in vars(old).copy().items():
        is_constant = not isinstance(value, types.FunctionType | types.ModuleType | type)
        if is_constant and not name.startswith("__") and new[name] != value:
            for module in list(sys.modules.values()):
                if getattr(module, name, None) is value:
                    setattr(module, name, new[name])


def _put_triggers_up(config: pytest.Config) -> None:
    guarding = importlib.import_module("heard.circles.models.guarding")
    with config.stash[blocking_manager_key].unblock():
        guarding.let_migrations_pass()
        guarding.keep_ages_apart()


def _forget_answers() -> None:
    """What is kept of earlier calls would hide what is done otherwise now."""
    for each in _remembering():
        each.cache_clear()


@functools.cache
def _remembering() -> list[Any]:
    kind = type(_remembering)
    # Not `isinstance`, which would wake what Django lets sleep.
    found = [each for each in gc.get_objects() if type(each) is kind]
    return [each for each in found if str(each.__module__).startswith("heard.people")]


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with open(os.devnull, "w") as nowhere:
        before = {number: os.dup(number) for number in (1, 2)}
        for number in before:
            os.dup2(nowhere.fileno(), number)
        try:
            yield
        finally:
            for number, shown in before.items():
                os.dup2(shown, number)
