"""What every test may ask for: a clean cache, a served node, a browser."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation

from heard.base.preparing import compile_words
from tests.browsers import launch_chromium
from tests.nodes import Node
from tests.services import let_go_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright
    from pytest_django import DjangoDbBlocker


def pytest_configure(config: pytest.Config) -> None:
    """Pages speak Spanish and Arabic in tests too, also in a fresh clone."""
    compile_words()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """No database changes a core, or matching. Where the whole is chosen, its part is not asked."""
    for item in items:
        if item.path.parent.name == "core" or "/heard/matching/" in str(item.path):
            item.add_marker("anywhere")
    yield
    whole = {_test_of(item) for item in items if item.get_closest_marker("full")}
    parts = [item for item in items if item.get_closest_marker("everyday")]
    asked = [item for item in parts if _test_of(item) in whole]
    config.hook.pytest_deselected(items=asked)
    items[:] = [item for item in items if item not in asked]


def _test_of(item: pytest.Item) -> tuple[Path, str]:
    return item.path, getattr(item, "originalname", item.name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """PostgreSQL drops no database to which a thread that has ended may still be connected."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            let_go_of(connection)


@pytest.fixture(autouse=True)
def _nothing_is_left_of_the_test_before() -> None:
    """No rate limit, and neither the language nor the time zone of its last page."""
    cache.clear()
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(scope="session")
def served_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A node in a process of its own, shared by the tests of one worker."""
    node = Node(tmp_path_factory.mktemp("node")).start()
    yield node
    node.stop()


@pytest.fixture
def own_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A node for one test, which may kill it and start it again."""
    node = Node(tmp_path_factory.mktemp("own-node")).start()
    yield node
    node.stop()


@pytest.fixture(scope="module")
def playwright() -> "Iterator[Playwright]":
    """For one module only: its event loop runs on, and no other test could start its own."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where one is needed)

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: "Playwright") -> "Iterator[Browser]":
    browser = launch_chromium(playwright)
    yield browser
    browser.close()
