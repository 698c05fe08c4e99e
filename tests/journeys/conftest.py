"""Visitors for the journeys; what goes wrong unseen in any of their browsers fails the journey."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.visitors import PHONE, Visitor, sign_in
from tests.nodes import Node

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Visit = Callable[..., Visitor]


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
