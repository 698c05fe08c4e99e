"""Says which rules contradict each other, by the options that were typed."""

from collections.abc import Iterator
from typing import Final

from heard.matching.core import Explanation, Problem, Rule
from heard.matching.core.conflicts import conflicts
from heard.matching.forms import People

_TYPED: Final = {
    Rule.SIZE: "--size",
    Rule.SLOT: "--slots",
    Rule.LANGUAGE: "--language",
    Rule.AGE_BAND: "--ages",
    Rule.FACILITATOR: "--facilitators",
    Rule.APART: "--keep-apart",
    Rule.MET: "--met",
    Rule.PINS: "--together",
}
# Every pin is looked at by itself; in a crowd that takes longer than the search.
_MOST_PEOPLE = 20_000


def why_no_circle(problem: Problem) -> str:
    """The first of the smallest sets of rules under which nobody can sit with anybody."""
    for conflict in conflicts(problem):
        if conflict.block is None:
            rules = [_TYPED[rule] for rule in conflict.rules]
            if len(rules) == 1:
                return f"No circle can be formed under {rules[0]}; change it, or leave it out."
            return (
                f"No circle can be formed under {' and '.join(rules)} together; change one of "
                "them, or leave it out."
            )
    return "No circle was found; allow smaller circles by --size, or fewer rules."


def pins_that_cannot_be(people: People, told: Explanation) -> Iterator[str]:
    """Who are to sit together and cannot, a sentence each."""
    pins = people.problem.pins
    if pins is None or len(people.names) > _MOST_PEOPLE:
        return
    if all(each.circle >= 0 for each in told.people if pins[each.person] >= 0):
        return
    for conflict in conflicts(people.problem):
        if conflict.block is not None:
            who = ", ".join(people.names[each] for each in conflict.people)
            yield (
                f"{who} are to sit together, and {_TYPED[conflict.rules[0]]} does not let all of "
                "them; change one of the two. They have no place."
            )
