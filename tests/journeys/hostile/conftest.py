"""A node of its own, since hostile words stay in it, and visitors with a trap for them."""

from collections.abc import Iterator

import pytest

from tests.hostile_words import WORDS
from tests.journeys.conftest import Visit
from tests.journeys.hostile.house import GUESTS, owners, reads
from tests.journeys.hostile.nets import Looks, rows, watch
from tests.journeys.visitors import Visitor
from tests.nodes import Node

NAME = "'\"><svg onload=alert(1)>{{ node }}"


@pytest.fixture(scope="session")
def served_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """Even its name is hostile."""
    node = Node(tmp_path_factory.mktemp("hostile-node"), HEARD_NODE_NAME=NAME).start()
    yield node
    node.stop()


@pytest.fixture
def watched(visit: Visit) -> Visit:
    """Somebody who comes, and hears of it when words run."""
    return lambda **has: watch(visit(**has))


@pytest.fixture(scope="session")
def keys(served_node: Node) -> list[str]:
    """To the sessions of Ada, who owns the node and hosts, and of those who sit with her."""
    people = [("Ada", "ada@example.org")]
    people += [(name, f"guest{seat}@example.org") for seat, name in enumerate(GUESTS)]
    return [key for _person_id, key in owners(served_node, people)]


@pytest.fixture
def come_in(watched: Visit, keys: list[str]) -> Visit:
    """Somebody comes who is signed in: Ada, or with a number a guest."""

    def come(number: int = 0) -> Visitor:
        visitor = watched(name=["Ada", *GUESTS][number])
        visitor.context.add_cookies(
            [{"name": "sessionid", "value": keys[number], "url": visitor.node.url}]
        )
        # From any page comes what a form is sent with.
        reads(visitor, "/circles/")
        return visitor

    return come


@pytest.fixture
def host(come_in: Visit) -> Visitor:
    return come_in()


@pytest.fixture(
    params=[
        pytest.param(16, id="some", marks=pytest.mark.everyday),
        pytest.param(1, id="all", marks=pytest.mark.full),
    ]
)
def words(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Some every day. All of them go every day through each form that refuses them."""
    return WORDS[:: request.param]


@pytest.fixture
def looks(request: pytest.FixtureRequest) -> Iterator[Looks]:
    """What a test looks at is what the table says that it does."""
    looks = Looks()
    yield looks
    test = getattr(request.function, "__name__", "")
    expected = {(row["field"], row["shown"]) for row in rows() if row["by"] == test}
    assert looks.seen == expected
