"""Who takes which place, so that the sum of all costs is least."""

from typing import Final

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.compiling import compiled

# No NaN comes in and none arises; infinities do, so that freedom is not taken. It lets the loops
# over a row run on several numbers at once.
_NO_NAN: Final = {"nnan", "nsz", "reassoc", "contract"}


@compiled
def assign(costs: Floats) -> Ints:
    """`costs` (b, b), of any sign, `inf`: forbidden → (b,): the column of each row, each used once.

    -1 everywhere if no complete assignment exists. No NaN, no -inf, and nothing beyond 1e150.
    Shortest augmenting paths from a good start: lowest cost of each column, then rows bid for
    columns (Jonker & Volgenant, Computing 38, 1987, 325-340, with b bids in all, which was fastest
    on costs of circles). Can be called from other kernels.
    """
    column_of, row_of, prices = _taken_at_lowest_cost(costs)
    free = _bid(costs, column_of, row_of, prices)
    for row in free:
        if not _augment(costs, row, column_of, row_of, prices):
            column_of[:] = -1
            break
    return column_of


@compiled(fastmath=_NO_NAN)
def _taken_at_lowest_cost(costs: Floats) -> tuple[Ints, Ints, Floats]:
    """Each column costs what it costs its cheapest row; that row takes the first of its columns."""
    size = len(costs)
    prices, cheapest = np.full(size, np.inf), np.zeros(size, np.int64)
    for row in range(size):
        for column in range(size):
            lower = costs[row, column] < prices[column]
            prices[column] = costs[row, column] if lower else prices[column]
            cheapest[column] = row if lower else cheapest[column]
    column_of, row_of = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
    for column in range(size):
        row = cheapest[column]
        if prices[column] == np.inf:
            prices[column] = 0.0  # Nobody may take it.
        elif column_of[row] < 0:
            column_of[row], row_of[column] = column, row
    return column_of, row_of, prices


@compiled(fastmath=_NO_NAN)
def _bid(costs: Floats, column_of: Ints, row_of: Ints, prices: Floats) -> Ints:
    """Free rows take what suits them best at a price at which the next best is as good.

    Returns the rows that are still free.
    """
    size = len(costs)
    free = np.empty(size, np.int64)
    count = 0
    for row in range(size):
        if column_of[row] < 0:
            free[count] = row
            count += 1
    for _ in range(size):
        if count == 0:
            break
        row = free[count - 1]
        best, column = _lowest(costs[row], prices)
        kept = prices[column]
        prices[column] = -np.inf
        second, other = _lowest(costs[row], prices)
        prices[column] = kept
        if second == np.inf:
            break  # A forced row could be forced out again for ever; a path settles it.
        if best < second:
            prices[column] -= second - best
        elif row_of[column] >= 0:
            column = other
        count -= 1
        if row_of[column] >= 0:
            column_of[row_of[column]] = -1
            free[count] = row_of[column]
            count += 1
        column_of[row], row_of[column] = column, row
    return free[:count]


@compiled(fastmath=_NO_NAN)
def _lowest(costs: Floats, prices: Floats) -> tuple[float, int]:
    """The least of costs minus prices, and where; 0 where all are infinite."""
    lowest = np.inf
    for column in range(len(costs)):
        lowest = min(lowest, costs[column] - prices[column])
    for column in range(len(costs)):
        if costs[column] - prices[column] == lowest:
            return lowest, column
    return lowest, 0


@compiled(fastmath=_NO_NAN)
def _augment(costs: Floats, start: int, column_of: Ints, row_of: Ints, prices: Floats) -> bool:
    """Gives row `start` a column along a path of least cost; False if none leads to a free one."""
    size = len(costs)
    came_from = np.full(size, start)
    lengths = np.full(size, np.inf)  # Of paths to columns that are not yet settled.
    open_prices = prices.copy()
    settled, at = np.empty(size, np.int64), np.empty(size)
    count, row, column, ahead, shortest = 0, start, 0, 0.0, np.inf
    while row >= 0:
        shortest = np.inf
        for column in range(size):
            length = (costs[row, column] - open_prices[column]) + ahead
            shorter = length < lengths[column]
            lengths[column] = length if shorter else lengths[column]
            came_from[column] = row if shorter else came_from[column]
            shortest = min(shortest, lengths[column])
        if shortest == np.inf:
            return False
        column = 0
        while lengths[column] != shortest:
            column += 1
        row = row_of[column]
        if row >= 0:
            settled[count], at[count] = column, shortest
            count += 1
            lengths[column], open_prices[column] = np.inf, -np.inf
            ahead = shortest - (costs[row, column] - prices[column])
    for number in range(count):
        prices[settled[number]] += at[number] - shortest
    while True:
        row = came_from[column]
        row_of[column] = row
        column, column_of[row] = column_of[row], column
        if row == start:
            return True
