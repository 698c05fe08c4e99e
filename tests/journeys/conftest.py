"""Visitors for the journeys; what goes wrong unseen in any of their browsers fails the journey."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.callers import Caller, Chromiums
from tests.journeys.visitors import PHONE, Visitor, sign_in
from tests.nodes import Node

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

Visit = Callable[..., Visitor]
Call = Callable[..., Caller]


@pytest.fixture
def visit(browser: "Browser", served_node: Node) -> Iterator[Visit]:
    """Lets someone come with a phone; `name` and `keyboard` are theirs, the rest the browser's."""
    visitors: list[Visitor] = []

    def come(*, name: str = "", keyboard: bool = False, **browser_has: Any) -> Visitor:
        has = {"viewport": PHONE, "locale": "en"} | browser_has
        visitors.append(Visitor(browser.new_context(**has), served_node, name, keyboard))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []


@pytest.fixture(scope="module")
def host_cookies(browser: "Browser", served_node: Node, request: pytest.FixtureRequest) -> Any:
    """Someone has signed in with a code; nobody may ask for many codes in one minute."""
    ada = Visitor(browser.new_context(locale="en"), served_node)
    ada.open("/accounts/login/")
    sign_in(ada, f"{request.module.__name__.rsplit('.')[-1]}@example.org")
    ada.page.wait_for_url("**/circles/")
    state = ada.context.storage_state()
    ada.context.close()
    return state


@pytest.fixture
def host(visit: Visit, host_cookies: Any) -> Visitor:
    return visit(name="Ada", storage_state=host_cookies)


@pytest.fixture(scope="module")
def chromiums(
    playwright: "Playwright", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromiums]:
    chromiums = Chromiums(playwright, tmp_path_factory.mktemp("voices"))
    yield chromiums
    chromiums.close()


@pytest.fixture
def call(chromiums: Chromiums, served_node: Node) -> Iterator[Call]:
    """Lets someone come who has a voice and a face of their own; `started`: their Chromium."""
    callers: list[Caller] = []

    def come(
        name: str, seat: int, *, node: Node = served_node, started: Any = None, **browser_has: Any
    ) -> Caller:
        has = {"viewport": PHONE, "locale": "en"} | browser_has
        context = chromiums.of(seat, **(started or {})).new_context(**has)
        callers.append(Caller(context, node, name, seat=seat))
        return callers[-1]

    yield come
    for caller in callers:
        caller.context.close()
    assert [fault for caller in callers for fault in caller.faults] == []
