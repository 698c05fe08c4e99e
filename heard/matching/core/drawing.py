"""Shows people as points of a plane, and circles as the hulls around theirs."""

from dataclasses import dataclass

import numpy as np

from heard.matching.core.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Plane:
    """`points` (n, 2): from -1 to 1. `shown`: the share of all differences that is seen, 0 to 1."""

    points: Floats
    shown: float


def plane_of(features: Floats) -> Plane:
    """The two directions in which people differ most (principal components, Pearson 1901).

    `features` (n, d), finite. The same features always give the same picture: in each direction
    the largest part points the same way.
    """
    centred = features - features.mean(axis=0)
    largest = np.abs(centred).max(initial=0.0)
    if largest == 0.0:
        return Plane(np.zeros((len(features), 2)), 1.0)
    centred = centred / largest
    strengths, directions = np.linalg.eigh(centred.T @ centred)
    two = directions[:, ::-1][:, :2]
    two = two * np.sign(two[np.abs(two).argmax(axis=0), np.arange(two.shape[1])])
    points = np.zeros((len(features), 2))
    points[:, : two.shape[1]] = centred @ two
    shown = strengths[::-1][:2].sum() / strengths.sum()
    return Plane(points / np.abs(points).max(), float(min(1.0, shown)))


def hull_of(points: Floats) -> Ints:
    """(m, 2) → the points around all others, in order (monotone chain, Andrew 1979)."""
    order = np.lexsort((points[:, 1], points[:, 0])).tolist()
    return np.array([*_chain(points, order)[:-1], *_chain(points, order[::-1])[:-1]] or order[:1])


def area_of(corners: Floats) -> float:
    """(m, 2) corners in order → the area inside."""
    (xs, ys), (next_xs, next_ys) = corners.T, np.roll(corners, -1, axis=0).T
    return abs(float((xs * next_ys - next_xs * ys).sum())) / 2


def _chain(points: Floats, order: list[int]) -> list[int]:
    chain: list[int] = []
    for each in order:
        while len(chain) > 1 and not _turns_left(*points[[chain[-2], chain[-1], each]]):
            chain.pop()
        chain.append(each)
    return chain


def _turns_left(first: Floats, second: Floats, third: Floats) -> bool:
    (ax, ay), (bx, by) = second - first, third - first
    return bool(ax * by - ay * bx > 0)
