"""Who may sit with whom, by age: the pure rule, over very many seatings."""

import random
from itertools import product

import pytest

from heard.people.core.ages import CARING_PLACES, AgeBand, may_join, may_sit

PLACES = ("", "school", "hospital", "company", "chapter")
SEATINGS = 100_000


def test_only_a_vetted_grown_up_sits_with_another_age():
    allowed = {
        (circle, seat, place)
        for circle, seat, place, vetted in product(AgeBand, AgeBand, PLACES, (True, False))
        if circle is not seat and may_sit(circle=circle, seat=seat, is_vetted=vetted, place=place)
    }

    assert allowed == {
        (circle, AgeBand.ADULT, place)
        for circle in (AgeBand.CHILD, AgeBand.TEEN)
        for place in CARING_PLACES
    }


def test_grown_ups_may_care_for_minors_in_schools_and_hospitals():
    assert set(CARING_PLACES) == {"school", "hospital"}


@pytest.mark.parametrize("band", list(AgeBand))
@pytest.mark.parametrize("vetted", [True, False])
def test_everyone_sits_with_their_own_age_however_many_are_there(band, vetted):
    for minors in (0, 1, 5):
        assert may_join(circle=band, seat=band, is_vetted=vetted, place="", minors=minors)


@pytest.mark.parametrize(("minors", "may"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_grown_up_joins_two_minors_or_more(minors, may):
    joins = may_join(
        circle=AgeBand.TEEN, seat=AgeBand.ADULT, is_vetted=True, place="school", minors=minors
    )

    assert joins is may


def test_a_hundred_thousand_random_seatings_mix_nobody():
    dice = random.Random(4)

    assert sum(is_mixed(*seating(dice)) for _ in range(SEATINGS)) == 0


def seating(dice):
    """Whoever comes to a circle sits down where the rule lets them."""
    circle, place = dice.choice(list(AgeBand)), dice.choice(PLACES)
    seated: list[tuple[AgeBand, bool]] = []
    for _ in range(dice.randrange(1, 12)):
        seat, vetted = dice.choice(list(AgeBand)), dice.random() < 0.5
        minors = sum(band is circle for band, _ in seated if band is not AgeBand.ADULT)
        if len(seated) < 8 and may_join(
            circle=circle, seat=seat, is_vetted=vetted, place=place, minors=minors
        ):
            seated.append((seat, vetted))
    return place, seated


def is_mixed(place, seated):
    """Asked in other words than the rule's own."""
    bands = {band for band, _ in seated}
    if len(bands) < 2:
        return False
    grown_ups = [vetted for band, vetted in seated if band == "adult"]
    minors = len(seated) - len(grown_ups)
    return (
        len(bands) > 2
        or not grown_ups
        or not all(grown_ups)
        or place not in ("school", "hospital")
        or minors < 2
    )
