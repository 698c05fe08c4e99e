"""Small circles on a matrix, each of which hands on one of its people at the same time."""

import numpy as np

from heard.matching.core.arrays import Floats
from heard.matching.core.assignments import assign
from heard.matching.core.compiling import compiled
from heard.matching.core.exchanging import Seats
from heard.matching.core.lots import one_of


@compiled
def hand_on(distances: Floats, seats: Seats) -> int:
    """One of each circle, by chance, stands up; all of them sit down again where the sum of all
    pairs inside circles is largest, by one exact assignment. Returns how many sit elsewhere.

    No circle may be empty. A neighbourhood by assignment is no new idea (Ahuja, Ergun, Orlin and
    Punnen, Discrete Applied Mathematics 123, 2002, 75-102).
    """
    circles = len(seats.size)
    stands, met = np.zeros(circles, np.int64), np.zeros(circles, np.int64)
    for person in range(len(seats.circle_of)):
        home = seats.circle_of[person]
        met[home] += 1
        if one_of(seats.lots, met[home]) == 0:
            stands[home] = person
    costs = np.empty((circles, circles))
    for circle in range(circles):
        for other in range(circles):
            one = stands[other]
            costs[circle, other] = distances[stands[circle], one] - seats.sums[circle, one]
    moved = 0
    for circle, other in enumerate(assign(costs)):
        if other != circle:
            moved += 1
            came, went = distances[stands[other]], distances[stands[circle]]
            for person in range(len(came)):
                seats.sums[circle, person] += came[person] - went[person]
            seats.circle_of[stands[other]] = circle
    for person in range(len(seats.own)):
        seats.own[person] = seats.sums[seats.circle_of[person], person]
    return moved
