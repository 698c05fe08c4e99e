"""Measures several rounds of many people under all rules, in which nobody meets twice.

    .venv/bin/python -m bench.matching rounds --people 100000 --rounds 3 --seeds 5

The pairs of all rounds are looked at once more, each round against all before it.
"""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching.lobby import say, told
from bench.matching.people import crowd
from heard.matching.core import match_rounds
from heard.matching.core.rounds import alone_in, pairs_of


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--bands", action="store_true", help="a tenth are young")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args(arguments)
    match_rounds(crowd(200, seed=0, bands=wanted.bands), 2, rng=np.random.default_rng(0))
    rows = [row for seed in range(1, wanted.seeds + 1) for row in measure(wanted, seed)]
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=2) + "\n")


def measure(wanted: argparse.Namespace, seed: int) -> list[dict[str, Any]]:
    problem = crowd(wanted.people, seed=seed, bands=wanted.bands)
    wall, processor = time.perf_counter(), time.process_time()
    groupings = match_rounds(problem, wanted.rounds, rng=np.random.default_rng(seed))
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    say(f"seed {seed}: {wall / wanted.rounds:.1f} s a round, {processor / wanted.rounds:.1f} s "
        "of processor")  # fmt: skip
    met, alone, rows = np.zeros((0, 2), np.int64), np.zeros(wanted.people, np.int64), []
    for number, grouping in enumerate(groupings, 1):
        row = {"seed": seed, "round": number, "processor": processor / wanted.rounds}
        row |= told(replace(problem, met=met), grouping)
        say(", ".join(f"{name} {value:.5g}" for name, value in row.items()))
        met = np.concatenate([met, pairs_of(grouping.circle_of)])
        assert problem.flags is not None
        alone += alone_in(problem.flags, grouping.circle_of).any(axis=1)
        rows.append(row)
    say(f"alone with a flag in so many rounds: {dict(enumerate(np.bincount(alone).tolist()))}")
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
