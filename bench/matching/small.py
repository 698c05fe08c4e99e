"""Matches many small problems under random rules, and looks at each result by hand.

    .venv/bin/python -m bench.matching small --matchings 1000000 --jobs 2 --seed 1

Each problem comes from the seed and its number alone, so shards (`--shard 3/8`) add up to the same
whole, and whatever is found can be looked at again: `--only NUMBER`. The judge is plain Python. It
shares nothing with the search nor with its checker but what the rules say.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from heard.matching.core import Grouping, Problem, Sizes, Steps, Wishes, match

Pair = tuple[int, int]
AT_ONCE = 2_000
# All else that a judge may find begins with "wrong: ".
PROMISED = ("seats of mixed age", "blocked pairs", "parted pairs")


@dataclass(frozen=True)
class Small:
    """One small problem; blocks and partings are also told apart, as a matching need not."""

    problem: Problem
    blocks: frozenset[Pair]
    partings: frozenset[Pair]
    steps: int
    lot: int


def main(arguments: list[str]) -> None:
    wanted = _wanted(arguments)
    if wanted.only is not None:
        say(f"{[*judge(small := small_problem(wanted.seed, wanted.only), matched(small))]}")
        return
    found = Counter[str]()
    with ProcessPoolExecutor(wanted.jobs) as workers:
        chunks = _chunks(wanted)
        for told in workers.map(look_at_all, [wanted.seed] * len(chunks), chunks):
            found += told
            say(f"{found['matchings']} matchings, {wrong_in(found)} wrong")
    say(report(found))
    sys.exit(wrong_in(found) > 0)


def _wanted(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--matchings", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--shard", default="1/1", help="the third of eight: 3/8")
    parser.add_argument("--only", type=int, help="the number of a problem to look at again")
    return parser.parse_args(arguments)


def _chunks(wanted: argparse.Namespace) -> list[range]:
    shard, shards = map(int, wanted.shard.split("/"))
    numbers = range(shard - 1, wanted.matchings, shards)
    return [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]


def report(found: Counter[str]) -> str:
    names = [*sorted(set(found) - set(PROMISED)), *PROMISED]
    return "\n".join(f"{found[name]:>12,} {name}" for name in names)


def wrong_in(found: Counter[str]) -> int:
    return sum(found[name] for name in found if name in PROMISED or name.startswith("wrong: "))


def look_at_all(seed: int, numbers: Iterable[int]) -> Counter[str]:
    """What stands in these problems, and what a judge finds wrong; each finding is told."""
    began = time.process_time()
    found = Counter[str]()
    for number in numbers:
        found += look_at(seed, number)
    found["milliseconds of processor"] = round((time.process_time() - began) * 1000)
    return found


def look_at(seed: int, number: int) -> Counter[str]:
    small = small_problem(seed, number)
    try:
        grouping = matched(small)
    except Exception as fault:  # Whatever it is, it is told with its number.
        wrong, found = Counter([f"wrong: {type(fault).__name__}"]), Counter[str]()
    else:
        wrong, found = Counter(judge(small, grouping)), counted(small, grouping)
    for name in wrong:
        say(f"{name}: --seed {seed} --only {number}")
    return found + wrong + Counter(["matchings"])


def matched(small: Small) -> Grouping:
    return match(small.problem, rng=np.random.default_rng(small.lot), spent=Steps(small.steps))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def counted(small: Small, grouping: Grouping) -> Counter[str]:
    """Shows that the problems had something to keep to."""
    rules = ("slots", "languages", "age_bands", "facilitates", "apart", "met", "pins")
    told = Counter(f"rules: {name}" for name in rules if getattr(small.problem, name) is not None)
    seats = grouping.circle_of.tolist()
    told["circles"] = len(set(seats) - {-1})
    told["people"] = len(seats)
    told["people without a place"] = seats.count(-1)
    return told


def small_problem(seed: int, number: int) -> Small:
    """Two to forty people under no rule, some, or rules that are hard to keep together."""
    rng = np.random.default_rng([seed, number])
    n = int(rng.integers(2, 41))
    least = int(rng.integers(2, min(n, 6) + 1))
    sizes = Sizes(least, least + int(rng.integers(0, 4)))
    strict = float(rng.choice([0.0, 0.4, 1.0], p=[0.1, 0.4, 0.5]))
    blocks, partings = _pairs(rng, n, strict / 2), _pairs(rng, n, strict / 2)
    problem = Problem(
        sizes=sizes,
        **_answers(rng, n),
        objective="each" if rng.random() < 0.7 else "sum",
        **_rules(rng, n, strict),
        apart=_apart(rng, blocks | partings),
        met=_apart(rng, _pairs(rng, n, strict / 2)),
        pins=_maybe(rng, strict / 3, lambda: _pins(rng, n, sizes.most)),
        wishes=Wishes(lone=float(rng.choice([0.0, 0.5, 3.0])), floor=float(rng.random())),
    )
    steps, lot = int(rng.choice([1, 1, 1, 10_000])), int(rng.integers(2**32))
    return Small(problem, blocks, partings, steps, lot)


def _answers(rng: np.random.Generator, n: int) -> dict[str, Any]:
    points = rng.normal(size=(n, int(rng.integers(1, 7)))) * rng.choice([0.0, 1e-150, 1.0, 1e6])
    if rng.random() < 0.3:
        points = np.round(points)
    if rng.random() < 0.7:
        return {"features": points}
    return {"distances": np.abs(points[:, None] - points[None]).sum(axis=2)}


def _rules(rng: np.random.Generator, n: int, strict: float) -> dict[str, Any]:
    """Where it is strict, most rules are there in half of all problems."""
    bands = int(rng.integers(2, 4))
    return {
        "slots": _maybe(rng, strict / 2, lambda: _marks(rng, n)),
        "languages": _maybe(rng, strict / 2, lambda: _marks(rng, n)),
        "age_bands": _maybe(rng, strict * 0.8, lambda: rng.integers(bands, size=n)),
        "facilitates": _maybe(rng, strict / 2, lambda: rng.random(n) < rng.random()),
        "flags": _maybe(rng, strict / 2, lambda: _marks(rng, n)),
        "common": _maybe(rng, strict / 2, lambda: _marks(rng, n)),
    }


def _maybe(rng: np.random.Generator, chance: float, make: Callable[[], Any]) -> Any:
    return make() if rng.random() < chance else None


def _marks(rng: np.random.Generator, n: int) -> Any:
    columns = int(rng.integers(1, 7))
    return rng.random((n, columns)) < rng.uniform(0.1, 1.0)


def _pairs(rng: np.random.Generator, n: int, chance: float) -> frozenset[Pair]:
    """Up to as many pairs as people, or none."""
    if rng.random() >= chance:
        return frozenset()
    drawn = rng.integers(n, size=(int(rng.integers(0, n)), 2)).tolist()
    return frozenset((min(pair), max(pair)) for pair in drawn if pair[0] != pair[1])


def _apart(rng: np.random.Generator, pairs: frozenset[Pair]) -> Any:
    """Either of the two may stand first, and some pairs stand there twice."""
    rows = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    rows = np.where(rng.random(len(rows))[:, None] < 0.5, rows, rows[:, ::-1])
    return np.concatenate([rows, rows[:2]]) if len(rows) else None


def _pins(rng: np.random.Generator, n: int, most: int) -> Any:
    pins = np.full(n, -1)
    for block in range(int(rng.integers(0, 4))):
        pins[rng.choice(n, size=int(rng.integers(1, min(n, most) + 1)), replace=False)] = block * 3
    # A later block may have taken people of an earlier one, never added any.
    return pins


def judge(small: Small, grouping: Grouping) -> Iterator[str]:
    """One word for each person, pair or circle that is not as it must be."""
    problem, seats = small.problem, grouping.circle_of.tolist()
    people = range(problem.people)
    circles = [[each for each in people if seats[each] == number] for number in set(seats) - {-1}]
    if len(seats) != problem.people or set(seats) - {-1} != set(range(len(circles))):
        yield "wrong: numbers amiss"
    if set(grouping.without_place) != {each for each in people if seats[each] == -1}:
        yield "wrong: reasons amiss"
    for members in circles:
        yield from _judge_circle(small, members)
    if problem.pins is not None:
        yield from _judge_pins(problem.pins.tolist(), seats)


def _judge_circle(small: Small, members: list[int]) -> Iterator[str]:
    problem = small.problem
    if not problem.sizes.least <= len(members) <= problem.sizes.most:
        yield "wrong: sizes"
    if problem.age_bands is not None:
        bands = [problem.age_bands.tolist()[each] for each in members]
        usual = max(set(bands), key=bands.count)
        yield from ("seats of mixed age" for band in bands if band != usual)
    yield from _judge_pairs(small, members)
    for name, marks in (("slot", problem.slots), ("language", problem.languages)):
        if marks is not None and not _share_one([marks[each].tolist() for each in members]):
            yield f"wrong: no {name}"
    keepers = None if problem.facilitates is None else problem.facilitates.tolist()
    if keepers is not None and not any(keepers[each] for each in members):
        yield "wrong: no facilitator"


def _share_one(rows: list[list[bool]]) -> bool:
    return any(all(column) for column in zip(*rows, strict=True))


def _judge_pairs(small: Small, members: list[int]) -> Iterator[str]:
    met = [] if small.problem.met is None else small.problem.met.tolist()
    for one, other in combinations(members, 2):
        if (one, other) in small.blocks:
            yield "blocked pairs"
        if (one, other) in small.partings:
            yield "parted pairs"
        if [one, other] in met or [other, one] in met:
            yield "wrong: pairs who had met"


def _judge_pins(pins: list[int], seats: list[int]) -> Iterator[str]:
    for block in set(pins) - {-1}:
        if len({seats[each] for each, pin in enumerate(pins) if pin == block}) > 1:
            yield "wrong: pins"
