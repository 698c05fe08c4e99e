"""Lots for kernels: a state of one number, so that the same seed always draws the same."""

import numpy as np

from heard.matching.core.arrays import Words
from heard.matching.core.compiling import compiled


def lots_from(rng: np.random.Generator) -> Words:
    return rng.integers(1, 1 << 63, size=1, dtype=np.uint64)


@compiled(woven_in=True, borrows=True)
def draw(lots: Words) -> np.uint64:
    """64 random bits (xorshift64*, Vigna 2016)."""
    bits = lots[0]
    bits ^= bits >> np.uint64(12)
    bits ^= bits << np.uint64(25)
    bits ^= bits >> np.uint64(27)
    lots[0] = bits
    result: np.uint64 = bits * np.uint64(2685821657736338717)
    return result


@compiled(woven_in=True, borrows=True)
def one_of(lots: Words, many: int) -> int:
    """From 0 to `many` - 1, for fewer than 2**31."""
    return int((np.int64(draw(lots) >> np.uint64(32)) * many) >> 32)
