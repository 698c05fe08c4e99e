"""Whatever is sent to an address of the house, by whomever: it answers, and never by a fault."""

import pytest
from hypothesis import given, settings

from tests.access import world
from tests.fuzz.asking import REPEATABLE, House, Question, nothing_breaks, often
from tests.fuzz.questions import Asker, addresses

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("each", often(6, 50))
def test_no_question_to_any_address_is_answered_by_a_fault(each):
    house = House()
    asker = Asker(world.build(), house)
    asked = 0

    for page in addresses():

        @settings(REPEATABLE, max_examples=each)
        @given(asker.questions(page))
        def ask(question: Question) -> None:
            nonlocal asked
            asked += 1
            with nothing_breaks():
                answer = house.answer(question)
            assert answer.status < 500

        ask()

    told = f"{asked:,} questions to {len(addresses())} addresses, 0 answered by a fault"
    print(f"\n{told}")  # noqa: T201  (a figure)
