"""Matrices: sums of distances inside circles, beside published ones.

    .venv/bin/python -m bench.matching mdgplib --files FOLDER --seconds 1 10 --seeds 5

FOLDER holds files of MDGPLIB (Gallego, Laguna, Marti and Duarte, Journal of the Operational
Research Society 64, 2013, 724-734), as they are or packed by gzip. Without it, matrices like them
are made, for which nobody has published anything: then greedy circles are the measure.

published.csv: for each file the best of 20 runs of three-phase search with a dynamic population
(Yang, Cai, Jin, Tang and Gao, European Journal of Operational Research 302, 2022, 925-953), 3 s
each for 120 people, 20 s for 240, 120 s for 480. A sum may be greater: it is no bound.

Seconds are of one processor. Every sum is reckoned anew from the file, and sizes are checked.
"""

import argparse
import csv
import gzip
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from heard.matching.core.annealing import disperse
from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.dividing import sizes_of_most_pairs

PUBLISHED: Final = Path(__file__).parent / "published.csv"
_CHANCES: Final = 20  # Groupings by chance, and as many greedy ones, whose mean is told.
_MADE: Final = ((120, 10), (240, 12), (480, 20))  # People and circles.


@dataclass(frozen=True)
class Instance:
    """`distances` (n, n); `least`, `most` (g,)."""

    name: str
    distances: Floats
    least: Ints
    most: Ints

    @property
    def kind(self) -> str:
        geometric = self.name.startswith("Geo")
        return f"{'Geo' if geometric else 'RanInt, RanReal'}, {len(self.distances)} people"


def main(arguments: list[str]) -> None:
    wanted = options(arguments)
    instances = [each for each in instances_of(wanted) if asked_for(each.name, wanted)]
    published = best_published(Path(wanted.best)) if wanted.files else {}
    baselines = {each.name: baselines_of(each) for each in instances}
    tasks = [
        (instance, seconds, seed)
        for seconds in wanted.seconds
        for instance in instances
        for seed in range(wanted.seeds)
    ]
    with multiprocessing.get_context("spawn").Pool(wanted.jobs, initializer=warm_up) as pool:
        runs = [told(run) for run in pool.imap_unordered(measure, tasks)]
    measures = {name: published.get(name, greedy) for name, (_, greedy) in baselines.items()}
    tell_unpublished([name for name in baselines if name not in published])
    tell(instances, runs, measures, baselines)
    if wanted.json:
        Path(wanted.json).write_text(json.dumps({"measures": measures, "runs": runs}))


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", help="a folder of .txt or .txt.gz files of MDGPLIB")
    parser.add_argument("--only", nargs="+", default=[""], help="names that contain one of these")
    parser.add_argument("--best", default=str(PUBLISHED), help="a CSV with instance,best")
    parser.add_argument("--seconds", type=float, nargs="+", default=[1.0, 10.0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--json", help="a file for all runs")
    return parser.parse_args(arguments)


def asked_for(name: str, wanted: argparse.Namespace) -> bool:
    return any(part in name for part in wanted.only)


def instances_of(wanted: argparse.Namespace) -> Iterator[Instance]:
    if wanted.files:
        paths = sorted(Path(wanted.files).glob("*.txt*"))
        if not paths:
            sys.exit(f"{wanted.files} has no .txt or .txt.gz files; name a folder that has some.")
        yield from (read(path) for path in paths if asked_for(path.name, wanted))
    else:
        yield from made()


def read(path: Path) -> Instance:
    """First line: people, circles, ss or ds, then bounds; then two people and their distance."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt") as file:
        people, circles, _, *bounds = file.readline().split()
        first, second, far = np.loadtxt(file).T
    distances = np.zeros((int(people), int(people)))
    distances[first.astype(int), second.astype(int)] = far
    least, most = np.array(bounds, dtype=np.int64).reshape(int(circles), 2).T.copy()
    return Instance(path.name.split(".")[0], distances + distances.T, least, most)


def made() -> Iterator[Instance]:
    """Three kinds of each size, with circles of equal sizes and of sizes between bounds."""
    rng = np.random.default_rng(2013)
    for people, circles in _MADE:
        for kind in ("Geo", "RanInt", "RanReal"):
            for sizes in ("ss", "ds"):
                slack = people // circles // 4 if sizes == "ds" else 0
                least = people // circles - rng.integers(0, slack + 1, circles)
                most = people // circles + rng.integers(0, slack + 1, circles)
                name = f"{kind}_n{people}_{sizes}_made"
                yield Instance(name, made_distances(kind, people, rng), least, most)


def made_distances(kind: str, people: int, rng: np.random.Generator) -> Floats:
    if kind == "Geo":
        points = rng.uniform(0, 10, (people, rng.integers(2, 22)))
        return np.asarray(np.linalg.norm(points[:, None] - points[None], axis=2))
    drawn = rng.uniform(0, 100, (people, people))
    above = np.triu(np.round(drawn) if kind == "RanInt" else drawn, 1)
    return np.asarray(above + above.T)


def best_published(path: Path) -> dict[str, float]:
    with path.open() as file:
        return {row["instance"]: float(row["best"]) for row in csv.DictReader(file)}


def baselines_of(instance: Instance) -> tuple[float, float]:
    """The mean sums of circles by chance, and of greedy ones."""
    rng = np.random.default_rng(0)
    sizes = sizes_of_most_pairs(len(instance.distances), instance.least, instance.most)
    seats = np.repeat(np.arange(len(sizes)), sizes)
    chances = [total(instance, rng.permutation(seats)) for _ in range(_CHANCES)]
    greedy = [total(instance, by_greed(instance, sizes, rng)) for _ in range(_CHANCES)]
    return statistics.fmean(chances), statistics.fmean(greedy)


def by_greed(instance: Instance, sizes: Ints, rng: np.random.Generator) -> Ints:
    """Circles begin with one by chance, then take in turn whoever adds most."""
    circle_of = np.full(len(instance.distances), -1)
    sums, room = np.zeros((len(sizes), len(circle_of))), sizes.copy()
    for turn in range(int(sizes.max())):
        for circle in np.flatnonzero(room > 0):
            worth = sums[circle] if turn else rng.random(len(circle_of))
            person = int(np.where(circle_of < 0, worth, -1.0).argmax())
            circle_of[person] = circle
            sums[circle] += instance.distances[person]
            room[circle] -= 1
    return circle_of


def total(instance: Instance, circle_of: Ints) -> float:
    sizes = np.bincount(circle_of, minlength=len(instance.least))
    assert ((instance.least <= sizes) & (sizes <= instance.most)).all()
    return float(instance.distances[np.equal.outer(circle_of, circle_of)].sum() / 2)


Run = dict[str, str | float]


def warm_up() -> None:
    """Loads or compiles it, outside of what is measured."""
    sizes = np.array([2, 2])
    rng = np.random.default_rng(0)
    disperse(1 - np.eye(4), sizes, sizes, rng=rng, spent=lambda taken: taken / 1000)


def measure(task: tuple[Instance, float, int]) -> Run:
    instance, seconds, seed = task
    rng, began = np.random.default_rng(seed), time.process_time()
    circle_of = disperse(
        instance.distances,
        instance.least,
        instance.most,
        rng=rng,
        spent=lambda _: (time.process_time() - began) / seconds,
    )
    took = round(time.process_time() - began, 3)
    found = round(total(instance, circle_of), 3)
    return {"name": instance.name, "seconds": seconds, "seed": seed, "took": took, "sum": found}


def told(run: Run) -> Run:
    sys.stderr.write(f"{run}\n")
    return run


def tell_unpublished(names: list[str]) -> None:
    if names:
        say(f"Nobody has published a sum for these; greedy is the measure: {', '.join(names)}.\n")


def tell(
    instances: list[Instance],
    runs: list[Run],
    measures: dict[str, float],
    baselines: dict[str, tuple[float, float]],
) -> None:
    """One row for each kind and budget: of the measure, which is 1; and of the gap from chance."""
    say("| files | seconds | runs | median | worst | gap closed | by chance | greedy |")
    say("|---|---|---|---|---|---|---|---|")
    for kind in dict.fromkeys(each.kind for each in instances):
        names = {each.name for each in instances if each.kind == kind}
        chance, greedy = (
            statistics.median(baselines[name][which] / measures[name] for name in names)
            for which in (0, 1)
        )
        for seconds in dict.fromkeys(run["seconds"] for run in runs):
            rows = [run for run in runs if run["name"] in names and run["seconds"] == seconds]
            shares = [float(run["sum"]) / measures[str(run["name"])] for run in rows]
            closed = statistics.median(gap_closed(run, measures, baselines) for run in rows)
            say(
                f"| {kind} | {seconds:g} | {len(rows)} | {statistics.median(shares):.5f} "
                f"| {min(shares):.5f} | {closed:.4f} | {chance:.3f} | {greedy:.3f} |"
            )
    longest = max(float(run["took"]) / float(run["seconds"]) for run in runs)
    say(f"\nThe longest took {longest:.3f} of its seconds.")


def gap_closed(
    run: Run, measures: dict[str, float], baselines: dict[str, tuple[float, float]]
) -> float:
    name = str(run["name"])
    chance = baselines[name][0]
    return (float(run["sum"]) - chance) / (measures[name] - chance)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
