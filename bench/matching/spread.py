"""Vectors without rules: ours beside others, at equal seconds of processor, on one thread.

    .venv/bin/python -m bench.matching spread --people 100000 --seconds 5 30 --seeds 5

Prints shares of an analytic bound that no grouping can exceed, reckoned anew from the features.
All of it runs on one thread, with the same kernels for products and assignments.
What takes as long as it takes (assignment-based anticlustering with each of its settings) stands
beside ours with just as many seconds; of several settings, the best that fits into the seconds
stands in the first table.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from bench.matching import baselines
from heard.matching.core import Problem, Sizes
from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.bounds import share
from heard.matching.core.budgets import Spent
from heard.matching.core.layering import spread

_LAST_LEVELS: Final = (100, 200, 500, 1000, 2000)
OURS: Final = "ours"
ASSIGNED: Final = "assignment-based anticlustering"


def main(arguments: list[str]) -> None:
    wanted = options(arguments)
    warm_up()
    runs = [run for seed in range(wanted.seeds) for run in runs_of(seed, wanted)]
    tell_budgets(runs, wanted)
    tell_settings(runs)
    if wanted.json:
        Path(wanted.json).write_text(json.dumps({"options": vars(wanted), "runs": runs}, indent=1))


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--size", type=int, default=5, help="people in each circle")
    parser.add_argument("--features", type=int, default=20)
    parser.add_argument("--answers", action="store_true", help="answers of 1 to 5 in two camps")
    parser.add_argument("--seconds", type=float, nargs="+", default=[5.0, 30.0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", help="a file for all runs")
    wanted = parser.parse_args(arguments)
    wanted.people -= wanted.people % wanted.size
    return wanted


def warm_up() -> None:
    """Loads or compiles all of it, outside of what is measured."""
    features, rng = np.random.default_rng(0).normal(size=(20, 2)), np.random.default_rng(0)
    baselines.greedy(features, 4, rng=rng)
    baselines.exchange(features, 4, rng=rng, spent=lambda _: 1.0)
    baselines.assigned(features, (2, 2))
    spread(features, np.full(4, 5), rng=rng, spent=lambda _: 1.0)


Run = dict[str, str | float | None]


def runs_of(seed: int, wanted: argparse.Namespace) -> list[Run]:
    features = people(seed, wanted)
    circles = wanted.people // wanted.size
    problem = Problem(features=features, sizes=Sizes(wanted.size, wanted.size))
    runs: list[Run] = []

    def measure(method: str, seconds: float | None, search: Callable[[Spent], Ints]) -> Run:
        began = time.process_time()
        circle_of = search(lambda _: (time.process_time() - began) / (seconds or np.inf))
        took = time.process_time() - began
        assert (np.bincount(circle_of) == wanted.size).all()
        runs.append(
            {"seed": seed, "method": method, "seconds": seconds, "took": took}
            | {"share": share(problem, circle_of)}
        )
        say(f"seed {seed}: {method}, {took:.2f} s: {runs[-1]['share']:.5f}")
        return runs[-1]

    def ours(spent: Spent) -> Ints:
        rng = np.random.default_rng(seed)
        return spread(features, np.full(circles, wanted.size), rng=rng, spent=spent)

    rng = np.random.default_rng(seed)
    measure("chance", None, lambda _: baselines.by_chance(features, circles, rng=rng))
    measure("greedy", None, lambda _: baselines.greedy(features, circles, rng=rng))
    for seconds in wanted.seconds:
        measure(
            "exchange",
            seconds,
            lambda spent: baselines.exchange(
                features, circles, rng=np.random.default_rng(seed), spent=spent
            ),
        )
        measure(OURS, seconds, ours)
    took = 0.0
    for levels in settings(circles):
        if took > max(wanted.seconds) / 2:
            break  # The next one takes at least twice as long.
        name = f"{ASSIGNED}, {' × '.join(map(str, levels))}"
        theirs = measure(name, None, lambda _, levels=levels: baselines.assigned(features, levels))
        took = float(theirs["took"] or 0)
        measure(f"{OURS}, beside {name}", took, ours)
    return runs


def settings(circles: int) -> list[tuple[int, ...]]:
    """Two levels with a usual last one, where it divides; all at once where that is small."""
    several = [(circles // last, last) for last in _LAST_LEVELS if circles % last == 0]
    flat = [(circles,)] if circles <= _LAST_LEVELS[-1] else []
    return [levels for levels in several if levels[0] > 1] + flat


def people(seed: int, wanted: argparse.Namespace) -> Floats:
    rng = np.random.default_rng(1_000 + seed)
    if not wanted.answers:
        return rng.normal(size=(wanted.people, wanted.features))
    camps = rng.choice([-1.0, 1.0], size=(wanted.people, 2)) + rng.normal(size=(wanted.people, 2))
    leanings = camps @ rng.normal(size=(2, wanted.features)) * 0.6
    noise = rng.normal(size=(wanted.people, wanted.features))
    return np.clip(np.round(3 + leanings + noise), 1, 5)


def tell_budgets(runs: list[Run], wanted: argparse.Namespace) -> None:
    say("\n| method | seconds | share of the bound: median | worst | took |\n|---|---|---|---|---|")
    for method in ("chance", "greedy"):
        say(row(method, "as it needs", [run for run in runs if run["method"] == method]))
    for seconds in wanted.seconds:
        for method in ("exchange", ASSIGNED, OURS):
            say(row(method, f"{seconds:g}", chosen(runs, method, seconds)))


def chosen(runs: list[Run], method: str, seconds: float) -> list[Run]:
    """Runs with these seconds; of assignment-based ones, for each seed the best that fits in."""
    if method != ASSIGNED:
        return [run for run in runs if run["method"] == method and run["seconds"] == seconds]
    fitting = [r for r in runs if str(r["method"]).startswith(ASSIGNED) and r["took"] <= seconds]
    best: dict[float | str, Run] = {}
    for run in fitting:
        if run["seed"] not in best or run["share"] > best[run["seed"]]["share"]:
            best[run["seed"]] = run
    return list(best.values())


def tell_settings(runs: list[Run]) -> None:
    say("\n| method | seconds | share of the bound: median | worst | took |\n|---|---|---|---|---|")
    for name in dict.fromkeys(str(run["method"]) for run in runs):
        if ASSIGNED in name:
            say(row(name, "equal", [run for run in runs if run["method"] == name]))


def row(method: str, seconds: str, runs: list[Run]) -> str:
    if not runs:
        return f"| {method} | {seconds} | does not end in time | | |"
    shares = [float(run["share"]) for run in runs]
    took = statistics.median(float(run["took"]) for run in runs)
    middle = statistics.median(shares)
    return f"| {method} | {seconds} | {middle:.4f} | {min(shares):.4f} | {took:.2f} s |"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
