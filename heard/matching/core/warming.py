"""Small problems that ask every search once, so that all of it is compiled and loaded."""

from collections.abc import Iterator

import numpy as np

from heard.matching.core.matching import match
from heard.matching.core.problems import Problem, Sizes

_PEOPLE = 12


def warm_up() -> None:
    """The first time on a machine it compiles, for most of a minute; later it loads."""
    for problem in _one_for_each_search():
        match(problem, rng=np.random.default_rng(0))


def _one_for_each_search() -> Iterator[Problem]:
    features = np.random.default_rng(0).normal(size=(_PEOPLE, 2))
    distances = np.square(features[:, None] - features[None]).sum(2)
    everyone, sizes = np.ones((_PEOPLE, 1), np.bool_), Sizes(3, 4)
    yield Problem(features=features, sizes=sizes)
    yield Problem(distances=distances, sizes=sizes, objective="sum")
    yield Problem(features=features, sizes=sizes, slots=everyone)
    yield Problem(distances=distances, sizes=sizes, slots=everyone)
