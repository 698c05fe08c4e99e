"""Who may sit with whom, by age: the rule that the database enforces too."""

from enum import StrEnum


class AgeBand(StrEnum):
    """How old someone is, as far as we need to know it."""

    CHILD = "child"  # under 13
    TEEN = "teen"  # 13 to 17
    ADULT = "adult"


# Where adults are who answer for minors, and were looked at before.
CARING_PLACES = ("school", "hospital")
# With one grown-up, two minors at the least: never one to one.
SMALLEST_WITH_MINORS = 3


def may_sit(*, circle: AgeBand, seat: AgeBand, is_vetted: bool, place: str) -> bool:
    """Whether a seat of one band may be in a circle of another.

    `is_vetted`: an adult whose vetting holds today; `place`: what kind of community it is, or "".
    """
    if seat is circle:
        return True
    return seat is AgeBand.ADULT and is_vetted and place in CARING_PLACES


def may_join(
    *, circle: AgeBand, seat: AgeBand, is_vetted: bool, place: str, minors: int = 0
) -> bool:
    """Whether such a seat may be added where `minors` have a seat already: never one to one."""
    if not may_sit(circle=circle, seat=seat, is_vetted=is_vetted, place=place):
        return False
    return seat is circle or minors + 1 >= SMALLEST_WITH_MINORS
