"""People as a large evening would bring them: time zones, languages, blocks, minorities."""

import numpy as np

from heard.matching.core.arrays import Bools, Ints
from heard.matching.core.problems import Problem, Sizes

ZONES, HOURS, FREE = 8, 48, 6
LANGUAGES = (0.4, 0.25, 0.15, 0.12, 0.08)
MINORITIES = (0.08, 0.15, 0.20)


def crowd(n: int, *, seed: int, questions: int = 20, bands: bool = False) -> Problem:
    """`questions` normal answers, circles of 4 to 6; with `bands` a tenth are young."""
    rng = np.random.default_rng(seed)
    return Problem(
        features=rng.normal(size=(n, questions)),
        sizes=Sizes(4, 6),
        slots=_slots(n, rng),
        languages=_languages(n, rng),
        facilitates=rng.random(n) < 0.3,
        apart=_pairs(n, n // 5, rng),
        flags=rng.random((n, len(MINORITIES))) < MINORITIES,
        age_bands=(rng.random(n) < 0.1).astype(np.int64) if bands else None,
    )


def _slots(n: int, rng: np.random.Generator) -> Bools:
    """Six weekly hours each, out of the fourteen in which their time zone is awake."""
    slots = np.zeros((n, HOURS), np.bool_)
    morning = rng.integers(ZONES, size=n) * (HOURS // ZONES)
    awake = rng.random((n, 14)).argsort(axis=1)[:, :FREE]
    slots[np.arange(n)[:, None], (morning[:, None] + awake) % HOURS] = True
    return slots


def _languages(n: int, rng: np.random.Generator) -> Bools:
    """A first language each; three in ten speak another one too."""
    languages = np.zeros((n, len(LANGUAGES)), np.bool_)
    languages[np.arange(n), rng.choice(len(LANGUAGES), size=n, p=LANGUAGES)] = True
    second = rng.choice(len(LANGUAGES), size=n, p=LANGUAGES)
    bilingual = rng.random(n) < 0.3
    languages[np.flatnonzero(bilingual), second[bilingual]] = True
    return languages


def _pairs(n: int, many: int, rng: np.random.Generator) -> Ints:
    pairs = rng.integers(n, size=(many, 2))
    return pairs[pairs[:, 0] != pairs[:, 1]]
