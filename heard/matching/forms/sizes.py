"""Reads how many people sit in a circle."""

import re

from heard.matching.core import ProblemFault, Sizes
from heard.matching.forms.faults import SheetFault


def read_sizes(typed: str) -> Sizes:
    """`4-6` or `5`."""
    found = re.fullmatch(r"\s*(\d{1,7})\s*(?:[-–]\s*(\d{1,7})\s*)?", typed)
    if not found:
        raise SheetFault(f"--size is {typed}; write the smallest and the largest, for example 4-6.")
    least, most = int(found[1]), int(found[2] or found[1])
    if least > most:
        raise SheetFault(f"--size is {typed}; the smaller one comes first: {most}-{least}.")
    try:
        return Sizes(least, most)
    except ProblemFault:
        raise SheetFault(f"--size is {typed}; a circle has at least 2 people.") from None
