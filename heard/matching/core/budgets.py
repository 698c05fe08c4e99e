"""How long a search may go on. A core has no clock, so whoever asks says how much is spent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

# From steps taken so far to the share of the budget that is spent; from 1 on the search ends with
# the best it has. A search asks every few thousand steps, and cools by the answer.
Spent: TypeAlias = Callable[[int], float]


@dataclass(frozen=True)
class Steps:
    """A budget of steps: the same seed and the same steps give the same grouping."""

    most: int

    def __call__(self, taken: int) -> float:
        return taken / self.most
