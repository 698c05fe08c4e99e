"""Measures the match at the door: a lobby under all rules, beside what a minute reaches.

    .venv/bin/python -m bench.matching lobby --people 10000 --seeds 5 --long 60

Once warm. Wall seconds with the default budget, and the difference of circles as a share of an
analytic bound that no grouping can exceed; then the same people with `--long` seconds of processor.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching.people import crowd
from heard.matching.core import Grouping, Problem, Spent, broken_rules, match, share
from heard.matching.core.rounds import alone_in


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--long", type=float, default=60.0, help="seconds of processor; 0: none")
    parser.add_argument("--bands", action="store_true", help="a tenth are young")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args(arguments)
    match(crowd(200, seed=0, bands=wanted.bands), rng=np.random.default_rng(0))
    rows = [measure(wanted, seed) for seed in range(1, wanted.seeds + 1)]
    for name in rows[0]:
        values = [row[name] for row in rows]
        say(f"median {name} {statistics.median(values):.5g}, from {min(values):.5g}, "
            f"to {max(values):.5g}")  # fmt: skip
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=2) + "\n")


def measure(wanted: argparse.Namespace, seed: int) -> dict[str, Any]:
    problem = crowd(wanted.people, seed=seed, bands=wanted.bands)
    wall, processor = time.perf_counter(), time.process_time()
    found = match(problem, rng=np.random.default_rng(seed))
    row: dict[str, Any] = {
        "seconds": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        **told(problem, found),
    }
    if wanted.long:
        later = match(problem, rng=np.random.default_rng(seed), spent=seconds(wanted.long))
        row |= {f"{name} later": value for name, value in told(problem, later).items()}
        row["reached"] = row["share"] / row["share later"]
    say(", ".join(f"{name} {value:.5g}" for name, value in row.items()))
    return row


def told(problem: Problem, grouping: Grouping) -> dict[str, float]:
    """Placed, share of the bound, circles in which a flag is alone, and broken rules."""
    where = grouping.circle_of
    assert problem.flags is not None
    lone = np.unique(where[alone_in(problem.flags, where).any(axis=1)])
    return {
        "placed": float((where >= 0).mean()),
        "share": float(share(problem, where)),
        "lone": len(lone) / max(grouping.circles, 1),
        "broken": len(broken_rules(problem, where)),
    }


def seconds(many: float) -> Spent:
    """A budget of processor seconds that begins when it is first asked."""
    began: list[float] = []

    def spent(_: int) -> float:
        began.extend([] if began else [time.process_time()])
        return (time.process_time() - began[0]) / many

    return spent


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
