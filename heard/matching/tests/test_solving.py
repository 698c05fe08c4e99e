"""The process of its own in which matching is solved."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from heard.matching.actions import MatchingStopped, Problem, Sizes
from heard.matching.core import match
from heard.matching.outside import Solver

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.anywhere, pytest.mark.xdist_group("solver")]


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    solver = Solver()
    yield solver
    solver.end()


def people(count: int) -> Problem:
    rng = np.random.default_rng(5)
    return Problem(
        features=rng.normal(size=(count, 4)),
        sizes=Sizes(4, 6),
        slots=rng.random((count, 6)) < 0.5,
    )


def test_the_process_finds_what_would_have_been_found_here(solver):
    found = solver.solve(people(40), seed=3, seconds=None)

    here = match(people(40), rng=np.random.default_rng(3))
    assert found.circle_of.tolist() == here.circle_of.tolist()
    assert found.without_place == here.without_place


def test_whoever_asks_loads_nothing_heavy():
    script = """
import sys, numpy as np
from heard.matching import actions
if __name__ == "__main__":
    problem = actions.Problem(features=np.eye(8), sizes=actions.Sizes(4, 4))
    print(actions.solve(problem, seed=1).circles, {"numba", "scipy"} & set(sys.modules))
"""

    told = ran(script).stdout.read()

    assert told == "2 set()\n"


def test_a_process_that_is_killed_loses_one_answer_and_not_the_next(solver):
    killer = threading.Timer(0.5, lambda: os.kill(pid_of(solver), signal.SIGKILL))
    solver.solve(people(8), seed=1, seconds=None)

    killer.start()
    with pytest.raises(MatchingStopped):
        solver.solve(people(200), seed=1, seconds=60)

    assert solver.solve(people(8), seed=1, seconds=None).circles


def test_two_who_ask_at_once_are_both_answered(solver):
    answers = {}

    def ask(seed: int) -> None:
        answers[seed] = solver.solve(people(30), seed=seed, seconds=None)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    here = {seed: match(people(30), rng=np.random.default_rng(seed)) for seed in (1, 2)}
    for seed in (1, 2):
        assert answers[seed].circle_of.tolist() == here[seed].circle_of.tolist()


def test_a_search_ends_when_its_seconds_are_over(solver):
    solver.solve(people(8), seed=1, seconds=None)
    began = time.monotonic()

    solver.solve(people(200), seed=1, seconds=0.3)

    assert time.monotonic() - began < 30


def test_it_gives_way_to_everyone_else(solver):
    solver.solve(people(8), seed=1, seconds=None)

    assert os.getpriority(os.PRIO_PROCESS, pid_of(solver)) == 10


def test_it_ends_when_whoever_asked_is_killed():
    script = """
import numpy as np
from heard.matching import actions, outside
if __name__ == "__main__":
    problem = actions.Problem(features=np.random.default_rng(1).normal(size=(99, 2)),
                              sizes=actions.Sizes(4, 6), slots=np.ones((99, 1), bool))
    actions.solve(problem, seed=1)
    print(actions._SOLVER._process.pid, flush=True)
    actions.solve(problem, seed=1, seconds=600)
"""
    asks = ran(script)
    pid = int(asks.stdout.readline())

    asks.kill()
    asks.wait()

    assert ends_within(pid, 20)


def test_when_nobody_asks_for_a_while_it_ends(monkeypatch):
    monkeypatch.setattr("heard.matching.outside._ENDS_AFTER", timedelta(seconds=0.2))
    solver = Solver()
    solver.solve(people(8), seed=1, seconds=None)
    pid = pid_of(solver)

    assert ends_within(pid, 20)


def pid_of(solver: Solver) -> int:
    process = solver._process
    assert process is not None and process.pid is not None
    return process.pid


def ran(script: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def ends_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return not Path(f"/proc/{pid}").exists()
