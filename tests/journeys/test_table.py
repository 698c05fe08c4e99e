"""One device in the middle of a table: what happens there while the line is cut."""

import time

import pytest

from tests.journeys.line import Line
from tests.journeys.visitors import open_circle
from tests.nodes import Node

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("node")]
NAMES = ["Ada", "Ben", "Cleo", "Dana"]


class Table:
    """The device, and the people around it who tap on it."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page
        self.circle = visitor.page.url.rstrip("/").split("/")[-2].replace("-", "")

    def press(self, label):
        self.page.get_by_role("button", name=label, exact=True).click()

    def until_title(self, name):
        self.page.locator("[data-part=title]", has_text=name).wait_for()

    @property
    def title(self):
        return self.visitor.part("title").strip()

    @property
    def listener(self):
        return self.page.locator(".table__name--listener").inner_text().strip()

    def pick(self):
        """Whoever has the floor taps the first name that can be tapped."""
        name = self.page.locator(".table__pick").first.inner_text().strip()
        self.press(name)
        self.page.locator(".table__pick").first.wait_for(state="detached")
        return name

    def one_turn(self):
        """Speak, reflect, confirm; returns who spoke and who gave it back."""
        speaker, listener = self.title, self.listener
        self.press("That is what I wanted to say")
        self.until_title(listener)
        self.press("That is what I heard")
        self.until_title(speaker)
        self.press("I feel heard")
        return speaker, listener

    def until_foreseen(self):
        """Until nothing waits for the server, and the device holds what may come next."""
        until = time.monotonic() + 40
        while self.waiting or self.visitor.foreseen < self.visitor.view["seq"]:
            assert time.monotonic() < until, "Nothing was foreseen."
            # Lets frames come in.
            self.page.wait_for_timeout(50)

    @property
    def waiting(self):
        """Moves that wait on this device."""
        return self.page.evaluate(
            "Object.keys(localStorage).filter((key) => key.startsWith('heard:moves'))"
            ".flatMap((key) => JSON.parse(localStorage[key])).length"
        )

    def log(self):
        """What the server's log holds of this circle: moments and kinds."""
        return self.visitor.node.rows(
            "SELECT at, kind FROM circles_circleevent WHERE circle_id = %s ORDER BY seq",
            self.circle,
        )

    def shows(self):
        return [self.title, *(self.page.locator("[data-part=names] li").all_inner_texts())]


@pytest.fixture(scope="module")
def line():
    line = Line()
    yield line
    line.close()


@pytest.fixture(scope="module")
def served_node(line, tmp_path_factory):
    """A node at the other end of the line."""
    node = Node(tmp_path_factory.mktemp("node-at-the-line"))
    line.lead_to(node)
    yield node.start()
    node.stop()


@pytest.fixture
def table(visit, host):
    (link,) = open_circle(host, NAMES, table=True)
    host.context.close()
    visitor = visit(viewport={"width": 820, "height": 1180})
    visitor.open(link).press("Use this device at the table")
    visitor.page.locator("table-room[data-stage]").wait_for()
    table = Table(visitor)
    table.until_foreseen()
    table.press("We are ready")
    table.until_title("How we sit together")
    table.press("We are ready")
    table.page.locator("[data-stage=choosing]").wait_for()
    table.pick()
    table.until_foreseen()
    yield table
    # The cut itself is what this browser complains about.
    visitor.faults = [fault for fault in visitor.faults if "WebSocket connection" not in fault]


def goes_on_without_a_line(table):
    """One whole turn, the next choice, and the next turn's speaking; returns when that began."""
    _speaker, listener = table.one_turn()
    assert table.title == listener
    table.pick()
    began_at = time.time()
    listener = table.listener
    table.press("That is what I wanted to say")
    table.until_title(listener)
    return began_at


def test_a_short_cut_changes_nothing_at_the_table(table, line):
    before = table.log()
    line.cut()

    goes_on_without_a_line(table)
    table.visitor.sees("No line just now.")
    shown, made = table.shows(), table.waiting
    assert table.log() == before
    assert made >= 5
    line.mend()
    table.until_foreseen()

    assert table.shows() == shown
    after = table.log()
    assert after[: len(before)] == before
    assert len(after) >= len(before) + made
    assert [at for at, _kind in after] == sorted(at for at, _kind in after)
    table.press("That is what I heard")
    table.press("I feel heard")


@pytest.mark.full
def test_a_cut_of_two_minutes_changes_nothing_at_the_table(table, line):
    line.cut(silently=True)
    cut_at = time.monotonic()
    began_at = goes_on_without_a_line(table)
    # Nobody taps for two minutes: people speak, and the table keeps their time.
    table.page.wait_for_timeout(120_000 - (time.monotonic() - cut_at) * 1000)
    shown = table.shows()

    line.mend()
    table.until_foreseen()

    assert table.shows() == shown
    # The server, too, gives this turn the time that it has had at the table.
    assert abs(table.visitor.view["clock"]["started_at"] / 1000 - began_at) < 2
    table.press("That is what I heard")
    table.press("I feel heard")
