"""Which numbers of people fit into circles of which sizes."""

from heard.matching.core.problems import Sizes


def left_over(people: int, sizes: Sizes) -> int:
    """How many stay without a place at least, by sizes alone."""
    circles = people // sizes.least
    return max(0, people - circles * sizes.most)


def sizes_that_fit(people: int, sizes: Sizes) -> list[Sizes]:
    """Sizes with a place for everyone: these if they fit, else the nearest that do.

    Nearest: as few smaller and larger sizes as possible are let in. Empty below two people.
    """
    for wider in range(max(0, people) + 1):
        around = (Sizes(sizes.least - i, sizes.most + wider - i) for i in _steps(wider, sizes))
        fitting = [each for each in around if people and not left_over(people, each)]
        if fitting:
            return fitting
    return []


def _steps(wider: int, sizes: Sizes) -> range:
    """How many of the `wider` steps may go downward: no circle has fewer than two."""
    return range(min(wider, sizes.least - 2) + 1)
