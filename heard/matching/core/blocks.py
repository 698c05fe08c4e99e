"""Gives people to circles, one each: block by block, in blocks of those who are worth comparing.

A block holds people whose features lie near one another, and circles that miss about such people.
Few people then compete for few circles, and yet hardly anything is lost: who lies far away would
not have been chosen.
"""

from typing import Final

import numpy as np

from heard.matching.core.arrays import Floats, Ints, Words
from heard.matching.core.assignments import assign
from heard.matching.core.compiling import compiled
from heard.matching.core.lots import one_of

# Features are finite, and centred and scaled below 1; so everything may be reckoned freely.
_FREELY: Final = {"nnan", "ninf", "nsz", "reassoc", "contract"}


@compiled
def cut(people: Floats, circles: Floats, most: int, lots: Words) -> tuple[Ints, Ints, Ints]:
    """`people` (k, d), `circles` (k, d): what each circle has → blocks of at most `most` of each.

    Returns the people (k,) and the circles (k,) in the order of their blocks, and where each
    block starts and the last one ends. Halves again and again at the median of a direction from
    one person to another: what people have along it, and what circles have against it. The same
    order for both where `circles` is `-people`.
    """
    blocks = -(-len(people) // most)
    starts = np.arange(blocks + 1) * len(people) // blocks
    order, order_of_circles = np.arange(len(people)), np.arange(len(people))
    along = np.empty(len(people))
    waiting, count = np.empty((blocks + 1, 2), np.int64), 1
    waiting[0] = (0, blocks)
    while count:
        count -= 1
        first, last = waiting[count]
        if last - first < 2:
            continue
        middle = (first + last) // 2
        some = order[starts[first] : starts[last]]
        some_circles = order_of_circles[starts[first] : starts[last]]
        one, other = some[one_of(lots, len(some))], some[one_of(lots, len(some))]
        direction = people[one] - people[other]
        here = along[: len(some)]
        _look_along(people, some, direction, here)
        _halve(some, here, starts[middle] - starts[first])
        _look_along(circles, some_circles, -direction, here)
        _halve(some_circles, here, starts[middle] - starts[first])
        waiting[count], waiting[count + 1] = (first, middle), (middle, last)
        count += 2
    return order, order_of_circles, starts


@compiled(fastmath=_FREELY)
def _look_along(points: Floats, some: Ints, direction: Floats, along: Floats) -> None:
    for number in range(len(some)):
        total = 0.0
        for feature in range(len(direction)):
            total += points[some[number], feature] * direction[feature]
        along[number] = total


@compiled
def _halve(some: Ints, along: Floats, at: int) -> None:
    """Orders both so that the first `at` are the lowest (quickselect; Hoare 1961)."""
    low, high = 0, len(some) - 1
    while low < high:
        pivot = along[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while along[left] < pivot:
                left += 1
            while along[right] > pivot:
                right -= 1
            if left <= right:
                along[left], along[right] = along[right], along[left]
                some[left], some[right] = some[right], some[left]
                left += 1
                right -= 1
        if at <= right:
            high = right
        elif at >= left:
            low = left
        else:
            break


@compiled
def give(
    people: Floats, circles: Floats, near: tuple[Ints, Ints, Ints], some: tuple[int, int], to: Ints
) -> None:
    """In each of `some` blocks, from the first to before the last: one person to each circle.

    `people`, `circles` (k, d). Writes the circle of each person into `to` (k,), so that the sum of
    products of each person with what the circle has is least.
    """
    order, order_of_circles, starts = near
    for block in range(some[0], some[1]):
        rows = order[starts[block] : starts[block + 1]]
        columns = order_of_circles[starts[block] : starts[block + 1]]
        chosen = assign(products(people, rows, circles, columns))
        for number in range(len(rows)):
            to[rows[number]] = columns[chosen[number]]


@compiled(fastmath=_FREELY)
def products(people: Floats, rows: Ints, circles: Floats, columns: Ints) -> Floats:
    """(b, b): the product of each person (row) and each circle (column)."""
    features = people.shape[1]
    turned = np.empty((features, len(columns)))
    for column in range(len(columns)):
        for feature in range(features):
            turned[feature, column] = circles[columns[column], feature]
    products = np.zeros((len(rows), len(columns)))
    for row in range(len(rows)):
        for feature in range(features):
            much = people[rows[row], feature]
            for column in range(len(columns)):
                products[row, column] += much * turned[feature, column]
    return products
