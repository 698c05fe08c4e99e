"""A node goes on when its PostgreSQL was away for a moment."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.error import HTTPError

import psycopg
import pytest

from tests.nodes import ROOT, Node
from tests.test_survives_kill import Guest, begin_turn, open_circle

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'heard' AND pid <> %s"


@pytest.fixture
def postgresql() -> Iterator[str]:
    keeper = [sys.executable, "-m", "tests.services"]
    with subprocess.Popen(
        keeper, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as services:
        assert services.stdout is not None
        yield json.loads(services.stdout.readline())["DATABASE_URL"]


@pytest.fixture
def node(postgresql, tmp_path_factory) -> Iterator[Node]:
    node = Node(tmp_path_factory.mktemp("node"), DATABASE_URL=postgresql).start()
    yield node
    node.stop()


def cut_all_connections(url: str) -> None:
    """As a restart does."""
    with psycopg.connect(url, autocommit=True) as operator:
        assert operator.execute(CUT, [operator.info.backend_pid]).fetchall()


def is_well(node: Node) -> bool:
    try:
        urllib.request.urlopen(f"{node.url}/health/", timeout=10).close()
    except HTTPError:
        return False
    return True


@pytest.mark.full
def test_after_a_cut_pages_and_rooms_go_on_and_no_answer_is_lost(node, postgresql):
    with ExitStack() as life:
        tickets, _more = open_circle(node)
        guests = [Guest.enter(node, ticket, life) for ticket in tickets]
        begin_turn(guests)
        first = guests[2].move("raise_concern", "6f6f1c1e-0000-4000-8000-000000000001")

        cut_all_connections(postgresql)
        # A second is one heartbeat, which notices.
        time.sleep(2)

        assert is_well(node)
        assert guests[0].move("done")[0]
        guests[2].until(lambda: guests[2].view["step"] == "reflect")
        assert guests[2].move("raise_concern", "6f6f1c1e-0000-4000-8000-000000000001") == first
