"""Measures the process in which matching is solved: its first answer, and what rooms feel of it.

    .venv/bin/python -m bench.matching process --rooms 100 --seconds 8

`bench.room_hub` runs by itself and beside a solver that has 100,000 people to seat, in turns.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import threading
import time

import numpy as np

from heard.matching.core import Problem, Sizes
from heard.matching.outside import MatchingStopped, Solver


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--times", type=int, default=3)
    wanted = parser.parse_args(arguments)
    tell_first_answers(wanted.times)
    for _ in range(wanted.times):
        say(f"rooms alone: {rooms(wanted)}")
        with solving():
            say(f"rooms beside a solver: {rooms(wanted)}")


def tell_first_answers(times: int) -> None:
    """How much longer the first answer takes than later ones, of the same small problem."""
    firsts, laters = [], []
    for _ in range(times):
        solver = Solver()
        first, *later = [seconds_of_one(solver) for _ in range(6)]
        solver.end()
        firsts.append(first)
        laters.append(statistics.median(later))
    say(
        f"first answer {min(firsts):.2f} to {max(firsts):.2f} s, later "
        f"{min(laters):.3f} to {max(laters):.3f} s, {times} times"
    )


def seconds_of_one(solver: Solver) -> float:
    began = time.perf_counter()
    solver.solve(people(60), seed=1, seconds=None)
    return time.perf_counter() - began


def people(count: int) -> Problem:
    rng = np.random.default_rng(3)
    return Problem(
        features=rng.normal(size=(count, 20)),
        sizes=Sizes(4, 6),
        slots=rng.random((count, 6)) < 0.5,
    )


class solving(contextlib.AbstractContextManager[None]):  # noqa: N801  (reads as a deed)
    """A solver at work for as long as it lasts."""

    def __enter__(self) -> None:
        self.solver = Solver()
        self.solver.be_ready()
        self.thread = threading.Thread(target=self._solve)
        self.thread.start()
        time.sleep(3)

    def _solve(self) -> None:
        with contextlib.suppress(MatchingStopped):
            self.solver.solve(people(100_000), seed=1, seconds=120)

    def __exit__(self, *_: object) -> None:
        assert self.thread.is_alive(), "The solver ended too early; ask with more people."
        process = self.solver._process
        assert process is not None
        process.kill()
        self.thread.join()


def rooms(wanted: argparse.Namespace) -> str:
    asked = ["--rooms", str(wanted.rooms), "--seconds", str(wanted.seconds)]
    command = [sys.executable, "-m", "bench.room_hub", *asked]
    told = subprocess.run(  # noqa: S603  (our own command)
        command, check=True, capture_output=True, text=True
    ).stdout
    return next(line for line in told.splitlines() if line.startswith("p50"))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
