"""Wrong input stops here: each array of a problem gets its type, or a sentence what is amiss."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.faults import ProblemFault

if TYPE_CHECKING:
    from heard.matching.core.problems import Problem, Sizes, Wishes

# Squares of larger numbers, added up over people, leave what a float can hold.
LARGEST = 1e150
_MOST_IN_A_CIRCLE = 1_000_000
_HEAVIEST = 1_000_000.0
_ROWS_AT_ONCE = 512


def look_at_sizes(sizes: "Sizes") -> None:
    whole = all(isinstance(each, int | np.integer) for each in (sizes.least, sizes.most))
    if not whole or not 2 <= sizes.least <= sizes.most <= _MOST_IN_A_CIRCLE:
        raise ProblemFault(
            f"Sizes are from {sizes.least} to {sizes.most}; write two whole numbers from 2 on, "
            "the smaller one first, for example 4 and 6."
        )


def look_at_wishes(wishes: "Wishes") -> None:
    for name, weight in vars(wishes).items():
        if not 0 <= weight <= _HEAVIEST:
            raise ProblemFault(
                f"The wish {name} weighs {weight}; write a number from 0 to 1000000."
            )


def look_at(problem: "Problem") -> None:
    """Puts arrays of float64, int64 and bool into the problem, C-contiguous."""
    if problem.objective not in ("each", "sum"):
        raise ProblemFault(f'The objective is {problem.objective!r}; write "each" or "sum".')
    n = _look_at_answers(problem)
    if n < problem.sizes.least:
        raise ProblemFault(
            f"{n} came, and the smallest circle has {problem.sizes.least} people; "
            "find more, or allow smaller circles."
        )
    for name, marks in _given(problem, "slots", "languages", "flags", "common"):
        _put(problem, name, _marks(name, _table(name, marks, rows=n)))
    for name, marks in _given(problem, "facilitates"):
        _put(problem, name, _marks(name, _column(name, marks, rows=n)))
    for name, numbers in _given(problem, "age_bands", "pins"):
        _put(problem, name, _whole(name, _column(name, numbers, rows=n)))
    for name, pairs in _given(problem, "apart", "met"):
        _put(problem, name, _pairs(name, pairs, people=n))
    _look_at_pins(problem)


def _look_at_answers(problem: "Problem") -> int:
    """How many people there are."""
    given = list(_given(problem, "features", "distances"))
    if len(given) != 1:
        came = "both" if given else "neither"
        raise ProblemFault(f"Of features and distances, {came} came; give one of them.")
    name, raw = given[0]
    array = _numbers(name, _table(name, raw, rows=None))
    if name == "distances":
        _look_at_distances(array)
    _put(problem, name, array)
    return len(array)


def _look_at_distances(distances: Floats) -> None:
    n = len(distances)
    if distances.shape != (n, n):
        raise ProblemFault(
            f"distances has the shape {distances.shape}; give a square, a row and a column for "
            "each person."
        )
    if distances.min() < 0:
        raise ProblemFault("distances holds a number below 0; give 0 for people who are alike.")
    if distances.diagonal().any():
        raise ProblemFault(
            "The diagonal of distances is not 0; nobody differs from themself. "
            "Use numpy.fill_diagonal(distances, 0)."
        )
    if not all(_is_mirrored(distances, start) for start in range(0, n, _ROWS_AT_ONCE)):
        raise ProblemFault(
            "distances is not symmetric; from one to another it is as far as back. "
            "Use (distances + distances.T) / 2."
        )


def _is_mirrored(distances: Floats, start: int) -> bool:
    rows = slice(start, start + _ROWS_AT_ONCE)
    return bool((distances[rows] == distances[:, rows].T).all())


def _look_at_pins(problem: "Problem") -> None:
    if problem.pins is None:
        return
    pinned = problem.pins[problem.pins >= 0]
    blocks, counts = np.unique(pinned, return_counts=True)
    if problem.pins.min() < -1:
        raise ProblemFault(
            f"pins holds {problem.pins.min()}; write -1 for who is free, and the same number from "
            "0 on for those who sit together."
        )
    if counts.max(initial=0) > problem.sizes.most:
        raise ProblemFault(
            f"{counts.max()} people are pinned together with the number {blocks[counts.argmax()]}, "
            f"and the largest circle has {problem.sizes.most}; pin fewer, or allow larger circles."
        )


def _given(problem: "Problem", *names: str) -> Iterator[tuple[str, Any]]:
    values = ((name, getattr(problem, name)) for name in names)
    return ((name, value) for name, value in values if value is not None)


def _put(problem: "Problem", name: str, array: np.ndarray[Any, Any]) -> None:
    object.__setattr__(problem, name, np.ascontiguousarray(array))


def _table(name: str, raw: Any, *, rows: int | None) -> np.ndarray[Any, Any]:
    array = _array(name, raw)
    if array.ndim != 2 or array.shape[1] == 0 or rows not in (None, len(array)):
        wanted = "each person" if rows is None else f"each of the {rows} people"
        raise ProblemFault(
            f"{name} has the shape {array.shape}; give a row for {wanted} and at least one column."
        )
    return array


def _column(name: str, raw: Any, *, rows: int) -> np.ndarray[Any, Any]:
    array = _array(name, raw)
    if array.shape != (rows,):
        raise ProblemFault(
            f"{name} has the shape {array.shape}; give one value for each of the {rows} people."
        )
    return array


def _array(name: str, raw: Any) -> np.ndarray[Any, Any]:
    try:
        return np.asarray(raw)
    except ValueError as unlike:
        raise ProblemFault(f"The rows of {name} differ in length; make them alike.") from unlike


def _numbers(name: str, array: np.ndarray[Any, Any]) -> Floats:
    try:
        numbers = array.astype(np.float64, copy=False)
    except (ValueError, TypeError, OverflowError) as strange:
        raise ProblemFault(
            f"{name} holds something that is no number; write numbers from -1e150 to 1e150."
        ) from strange
    # Said so that NaN is told too.
    strange_at = np.flatnonzero(~(np.abs(numbers) <= LARGEST).all(axis=tuple(range(1, array.ndim))))
    if len(strange_at):
        raise ProblemFault(
            f"{name} holds, for person {strange_at[0]} (counted from 0), a number that is missing "
            "or too large; write numbers from -1e150 to 1e150."
        )
    return numbers


def _whole(name: str, array: np.ndarray[Any, Any]) -> Ints:
    if array.dtype == np.int64:
        return array
    numbers = _numbers(name, array)
    if (np.abs(numbers) > 2**53).any() or (numbers != np.floor(numbers)).any():
        raise ProblemFault(f"{name} holds something that is no whole number; write whole ones.")
    return numbers.astype(np.int64)


def _marks(name: str, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if array.dtype != np.bool_ and not np.isin(array, (0, 1)).all():
        raise ProblemFault(f"{name} holds something other than yes and no; write True or False.")
    return array.astype(np.bool_, copy=False)


def _pairs(name: str, raw: Any, *, people: int) -> Ints:
    array = _array(name, raw)
    if array.size and (array.ndim != 2 or array.shape[1] != 2):
        raise ProblemFault(f"{name} has the shape {array.shape}; give two people in each row.")
    pairs = _whole(name, array).reshape(-1, 2)
    if ((pairs < 0) | (pairs >= people)).any():
        raise ProblemFault(
            f"{name} names somebody who is not there; write numbers from 0 to {people - 1}."
        )
    if (pairs[:, 0] == pairs[:, 1]).any():
        raise ProblemFault(f"{name} pairs somebody with themself; leave that row out.")
    return pairs
