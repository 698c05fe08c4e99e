"""How different circles are: the objective, the bound that no grouping can pass, and chance.

Squares are taken of features that are centred and scaled by a power of two, so that neither large
nor tiny values spoil them.
"""

import math
from collections.abc import Iterator

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.problems import Problem
from heard.matching.core.seated import Seated, seated

# How many numbers of a matrix, or of differences inside circles, are looked at in one go.
_AT_ONCE = 4_000_000


def difference(problem: Problem, circle_of: Ints) -> float:
    """The objective, without wishes: the sum over circles of `pairs / (m - 1)`, or of `pairs`.

    `circle_of` (n,), numbered without gaps; `pairs` is the sum over unordered pairs of a circle.
    """
    points, unit = _points(problem)
    return _difference(problem, points, seated(circle_of)) * unit


def bound(problem: Problem, circle_of: Ints) -> float:
    """What no grouping of the same people into circles of the same sizes can pass.

    From features: everyone's squared distance to the centre times `m / (m - 1)` (or times m for
    "sum"), the larger coefficients with the larger distances; it would be reached if all circles
    had the same mean. From a matrix: half the sum, over people, of their m - 1 largest distances
    (over m - 1 for "each"), which is loose: 1.3 to 1.5 times what is known to be reachable on
    random matrices.
    """
    points, unit = _points(problem)
    return _bound(problem, points, seated(circle_of)) * unit


def share(problem: Problem, circle_of: Ints) -> float:
    """Difference over bound, 0 to 1; 1 where all who have a place are alike, 0 where nobody has."""
    points, _ = _points(problem)
    who = seated(circle_of)
    return _share(_difference(problem, points, who), _bound(problem, points, who), who)


def share_by_chance(problem: Problem, circle_of: Ints) -> float:
    """What share of the bound a random grouping of the same people and sizes has on average."""
    points, _ = _points(problem)
    who = seated(circle_of)
    return _share(_by_chance(problem, points, who), _bound(problem, points, who), who)


def expected_by_chance(problem: Problem, circle_of: Ints) -> float:
    """The mean difference of all groupings of the same people into circles of the same sizes."""
    points, unit = _points(problem)
    return _by_chance(problem, points, seated(circle_of)) * unit


def circle_differences(problem: Problem, circle_of: Ints) -> Floats:
    """(g,): of each circle, the mean difference of two of its people; 0 for somebody alone."""
    points, unit = _points(problem)
    who = seated(circle_of)
    return _pair_sums(problem, points, who) / np.maximum(_pairs(who), 1) * unit


def mean_difference(problem: Problem) -> float:
    """The mean difference over all pairs of the problem: the unit of wishes."""
    points, unit = _points(problem)
    return _mean(problem, points, np.arange(problem.people)) * unit


def differences_inside(problem: Problem, circle_of: Ints) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Some circles of the same size m at a time: their numbers (c,), members (c, m), and the
    differences of each two members (c, m, m)."""
    points, unit = _points(problem)
    for circles, members in seated(circle_of).by_size():
        step = max(1, _AT_ONCE // (members.shape[1] ** 2 * points.shape[1]))
        for start in range(0, len(circles), step):
            some = members[start : start + step]
            yield circles[start : start + step], some, _between(problem, points, some) * unit


def _between(problem: Problem, points: Floats, members: Ints) -> Floats:
    if problem.distances is not None:
        return np.asarray(problem.distances[members[:, :, None], members[:, None, :]])
    apart = points[members][:, :, None, :] - points[members][:, None, :, :]
    return np.asarray(np.einsum("cijd,cijd->cij", apart, apart))


def _points(problem: Problem) -> tuple[Floats, float]:
    """Features centred and scaled to below 1, and what squares of them are to be multiplied by.

    Of a matrix nothing needs to be changed.
    """
    if problem.features is None:
        return np.zeros((problem.people, 1)), 1.0
    points = problem.features - problem.features.mean(axis=0)
    _, exponent = math.frexp(float(np.abs(points).max(initial=0.0)))
    return np.ldexp(points, -exponent), math.ldexp(1.0, 2 * exponent)


def _difference(problem: Problem, points: Floats, who: Seated) -> float:
    sums = _pair_sums(problem, points, who)
    if problem.objective == "each":
        sums = sums / np.maximum(who.sizes - 1, 1)
    return float(sums.sum())


def _pair_sums(problem: Problem, points: Floats, who: Seated) -> Floats:
    """(g,): the sum over unordered pairs of each circle."""
    if problem.distances is not None:
        return _pair_sums_of_matrix(problem.distances, who)
    mine = points[who.people]
    centred = mine - np.repeat(who.sums(mine) / who.sizes[:, None], who.sizes, axis=0)
    return who.sizes * who.sums(_squares(centred))


def _pair_sums_of_matrix(distances: Floats, who: Seated) -> Floats:
    sums = np.zeros(who.circles)
    for circles, members in who.by_size():
        step = max(1, _AT_ONCE // members.shape[1] ** 2)
        for start in range(0, len(circles), step):
            some = members[start : start + step]
            inside = distances[some[:, :, None], some[:, None, :]]
            sums[circles[start : start + step]] = inside.sum(axis=(1, 2)) / 2
    return sums


def _pairs(who: Seated) -> Ints:
    return who.sizes * (who.sizes - 1) // 2


def _by_chance(problem: Problem, points: Floats, who: Seated) -> float:
    """Any two of those with a place are as likely to meet as any other two."""
    pairs = _pairs(who)
    shared_by = np.maximum(who.sizes - 1, 1) if problem.objective == "each" else 1
    return _mean(problem, points, who.people) * float((pairs / shared_by).sum())


def _mean(problem: Problem, points: Floats, people: Ints) -> float:
    """The mean difference of two of these people."""
    if len(people) < 2:
        return 0.0
    if problem.distances is not None:
        return _total(problem.distances, people) / (len(people) * (len(people) - 1))
    mine = points[people]
    return 2.0 * float(_squares(mine - mine.mean(axis=0)).sum()) / (len(people) - 1)


def _total(distances: Floats, people: Ints) -> float:
    """The sum of the matrix over these people, both ways."""
    return float(sum(distances[rows][:, people].sum() for rows in _some(people)))


def _bound(problem: Problem, points: Floats, who: Seated) -> float:
    """Everyone sits in one size; which one is open, but how many sit in each is not.

    `worth` (k, s) is the most that a person can add in each size. Going from each size to the
    next changes it, and each such change comes to a fixed number of people: at best to those
    where it is largest. For features that is the rearrangement inequality.
    """
    if not who.circles:
        return 0.0
    sizes, seats = np.unique(np.repeat(who.sizes, who.sizes), return_counts=True)
    worth = _worth(problem, points, who.people, sizes)
    total = float(worth[:, 0].sum())
    for number, change in enumerate(np.diff(worth, axis=1).T, start=1):
        total += float(np.sort(change)[::-1][: seats[number:].sum()].sum())
    return total


def _worth(problem: Problem, points: Floats, people: Ints, sizes: Ints) -> Floats:
    """(k, s): the most that each of these people can add to the objective in each of the sizes."""
    shared_by = np.maximum(sizes - 1, 1) if problem.objective == "each" else np.ones_like(sizes)
    if problem.distances is not None:
        return _farthest(problem.distances, people, sizes) / 2 / shared_by
    mine = points[people]
    return _squares(mine - mine.mean(axis=0))[:, None] * (sizes / shared_by)


def _farthest(distances: Floats, people: Ints, sizes: Ints) -> Floats:
    """(k, s): the sum of each person's m - 1 largest distances, for each size m."""
    sums = []
    for rows in _some(people):
        ordered = np.sort(distances[rows][:, people], axis=1)[:, ::-1]
        sums.append(np.cumsum(ordered, axis=1)[:, sizes - 2])
    return np.concatenate(sums)


def _some(people: Ints) -> Iterator[Ints]:
    step = max(1, _AT_ONCE // len(people))
    return (people[start : start + step] for start in range(0, len(people), step))


def _squares(points: Floats) -> Floats:
    """(k, d) → (k,): squared lengths."""
    return np.asarray(np.einsum("ij,ij->i", points, points))


def _share(reached: float, most: float, who: Seated) -> float:
    if not who.circles:
        return 0.0
    return reached / most if most > 0 else 1.0
