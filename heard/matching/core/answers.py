"""Turns answers into features, so that each question counts the same.

In each question the mean squared difference of two people who answered it is 1. A missing answer
takes the middle of its question: it makes nobody more or less different there, and it is counted.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from heard.matching.core.arrays import Floats, Ints
from heard.matching.core.faults import ProblemFault

# Words of people's own are nobody else's answer; a list to choose from is shorter than this.
MOST_CHOICES = 64
_LARGEST = 1e150


@dataclass(frozen=True)
class Scale:
    """A question that is answered by a number. None: no answer."""

    name: str
    answers: Sequence[float | None]


@dataclass(frozen=True)
class Choices:
    """A question that is answered by choosing one or several. Nothing chosen: no answer."""

    name: str
    answers: Sequence[Collection[str]]


Question = Scale | Choices


@dataclass(frozen=True, eq=False)
class Features:
    """`values` (n, d). `missing` (n,): how many questions each person left open, of `questions`."""

    values: Floats
    missing: Ints
    questions: int

    @property
    def silent(self) -> Ints:
        """Those who answered nothing: they count as the middle of everybody."""
        return np.flatnonzero(self.missing == self.questions)


def features_of(questions: Sequence[Question]) -> Features:
    """All questions are answered by the same people, in the same order.

    Raises `ProblemFault`: no question, answers of different lengths, a number that is not finite
    or above 1e150, or more than 64 different choices in one question.
    """
    _ask_for_as_many_answers(questions)
    columns, missing = zip(*map(_columns, questions), strict=True)
    return Features(
        values=np.concatenate(columns, axis=1),
        missing=np.sum(missing, axis=0),
        questions=len(questions),
    )


def _ask_for_as_many_answers(questions: Sequence[Question]) -> None:
    if not questions:
        raise ProblemFault("There is no question; name at least one that people answered.")
    first = questions[0]
    for other in questions[1:]:
        if len(other.answers) != len(first.answers):
            raise ProblemFault(
                f"{first.name} has {len(first.answers)} answers and {other.name} has "
                f"{len(other.answers)}; give each question one answer a person, None for none."
            )


def _columns(question: Question) -> tuple[Floats, Ints]:
    """(n, d) columns with the middle at 0, and (n,) 1 where the answer is missing."""
    raw = _numbers(question) if isinstance(question, Scale) else _chosen(question)
    missing = np.isnan(raw).any(axis=1)
    given = raw[~missing]
    columns = np.zeros(raw.shape)
    if (given != given[:1]).any():
        columns[~missing] = _scaled(given - given.mean(axis=0))
    return columns, np.asarray(missing, dtype=np.int64)


def _scaled(centred: Floats) -> Floats:
    """So that two of these people differ by 1 on average."""
    _, exponent = math.frexp(float(np.abs(centred).max()))
    centred = np.ldexp(centred, -exponent)
    mean = 2.0 * float((centred**2).sum()) / (len(centred) - 1)
    return centred / math.sqrt(mean)


def _numbers(question: Scale) -> Floats:
    """(n, 1); NaN stands for a missing answer from here on."""
    given = [each for each in question.answers if each is not None]
    if not all(abs(number) <= _LARGEST for number in given):
        raise ProblemFault(
            f"{question.name} holds something that is no number from -1e150 to 1e150; "
            "write one, or leave the answer out."
        )
    numbers = [math.nan if each is None else float(each) for each in question.answers]
    return np.array(numbers).reshape(-1, 1)


def _chosen(question: Choices) -> Floats:
    """(n, choices): 1 for each thing that a person chose."""
    choices = sorted(set(chain.from_iterable(question.answers)))
    if len(choices) > MOST_CHOICES:
        raise ProblemFault(
            f"{question.name} has {len(choices)} different answers; a question to choose from has "
            f"at most {MOST_CHOICES}. Leave it out, or put its answers into fewer groups."
        )
    places = {choice: place for place, choice in enumerate(choices)}
    counts = np.array([len(chosen) for chosen in question.answers], dtype=np.int64)
    marks = np.zeros((len(counts), max(1, len(choices))))
    columns = [places[each] for each in chain.from_iterable(question.answers)]
    marks[np.repeat(np.arange(len(counts)), counts), columns] = 1.0
    marks[counts == 0] = math.nan
    return marks
