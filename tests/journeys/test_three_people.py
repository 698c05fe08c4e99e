"""A whole circle of three people, each with a phone; Ben has no hands for a screen, only keys."""

import pytest

from tests.journeys.visitors import PATIENCE, fill_in_circle, sign_in, take_seat

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.xdist_group("node")]
NAMES = ["Ada", "Ben", "Cleo"]


class Trio:
    """The three of them; who speaks and who reflects is read from what their pages show."""

    def __init__(self, people):
        self.people = people

    def everyone_presses(self, label):
        for person in self.people:
            person.press(label)

    def seat(self, number):
        return self.people[number - 1]

    def lit(self, state):
        """Whose seat everybody's page shows in this state."""
        shown = {
            int(person.page.locator(f".seat[data-state={state}]").get_attribute("data-seat"))
            for person in self.people
        }
        assert len(shown) == 1
        return self.seat(shown.pop())

    def until_stage(self, stage):
        for person in self.people:
            person.until_stage(stage)

    def others(self, *known):
        return [person for person in self.people if person not in known]


@pytest.fixture
def trio(visit):
    people = [visit(name=name, keyboard=name == "Ben") for name in NAMES]
    for person in people:
        person.page.set_default_timeout(PATIENCE)
    return Trio(people)


def host_makes_the_seats(ada):
    """Three taps: the format, its seats, and one's own among them."""
    ada.open("/start/")
    ada.page.get_by_label("Empathy circle in 20 minutes").check()
    ada.page.get_by_role("button", name="Choose this way").click()
    sign_in(ada, "ada@example.org")
    ada.page.get_by_label("I sit in it too").check()
    return fill_in_circle(ada, NAMES)


def ring_of(person):
    """The names in the order of the ring, from Ada on."""
    names = [name.replace(" ", "") for name in person.page.evaluate(RING)]
    first = names.index("1")
    return names[first:] + names[:first]


RING = "[...document.querySelectorAll('[data-part=seats] li')].map((li) => li.dataset.seat)"


def test_three_people_sit_a_whole_circle(trio):
    ada = trio.seat(1)
    links = host_makes_the_seats(ada)
    for person, link in zip(trio.people, links, strict=True):
        take_seat(person, link)
    assert [ring_of(person) for person in trio.people] == [["1", "2", "3"]] * 3

    trio.everyone_presses("I am here and ready")
    trio.everyone_presses("Ready to go on")
    trio.until_stage("choosing")
    speaker = trio.lit("choosing")
    asked, third = trio.others(speaker)
    declines_unseen(speaker, asked, third)
    trio.until_stage("turn")
    assert trio.lit("speaking") is speaker and trio.lit("reflecting") is third
    the_loop_goes_round_until_it_is_right(speaker, third, asked)

    # Whoever reflected speaks next, and only one of the others has not spoken yet.
    asked.press("Yes, I will listen")
    trio.until_stage("turn")
    assert trio.lit("speaking") is third
    comes_back_with_the_time_kept(third)
    one_turn(third, asked)

    # The last speaker may ask anyone; whoever spoke first goes before the end.
    asked.press(third.name)
    third.press("Yes, I will listen")
    speaker.sees(f"{asked.name} speaks. {third.name} will reflect.")
    leaves(speaker, trio.others(speaker))
    one_turn(asked, third)

    for person in (third, asked):
        person.press("Ready to close")
    for person in (third, asked):
        rates_and_goes(person)


def declines_unseen(speaker, asked, third):
    """The next one in the ring is asked instead, and the speaker's page shows nothing of it."""
    speaker.press(asked.name)
    asked.sees("Would you reflect this time?")
    before, told = speaker.reads(), speaker.told
    asked.press("Not this time")
    third.sees("Would you reflect this time?")
    assert speaker.reads() == before
    assert speaker.told == told
    third.press("Yes, I will listen")


def the_loop_goes_round_until_it_is_right(speaker, listener, witness):
    speaker.sees("You have the floor")
    assert 'heading "You have the floor"' in speaker.reads()
    assert "You have the floor" in speaker.told
    says = f"{speaker.name} speaks. {listener.name} will reflect"
    assert any(says in words for words in witness.told)
    assert f"{speaker.name} speaks" in witness.reads()
    speaker.press(f"Pause, and let {listener.name} reflect")
    witness.sees(f"{listener.name} reflects to {speaker.name}")
    listener.press("That is what I heard")
    speaker.press("Not quite. I’ll say it again")
    listener.press("That is what I heard")
    speaker.press("I feel heard")


def comes_back_with_the_time_kept(person):
    ends_at = person.view["clock"]["ends_at"]
    person.view.clear()
    person.page.reload()
    person.page.locator("live-room[data-line=open]").wait_for()
    person.sees("You have the floor")
    assert person.view["clock"]["ends_at"] == ends_at


def one_turn(speaker, listener):
    speaker.press(f"Pause, and let {listener.name} reflect")
    listener.press("That is what I heard")
    speaker.press("I feel heard")


def leaves(person, others):
    person.opens(person.page.locator("[data-part=open-leave]"))
    person.opens(person.page.locator("#leave").get_by_role("button", name="Leave"))
    person.sees("You have left the circle")
    for other in others:
        number = NAMES.index(person.name) + 1
        other.page.locator(f".seat[data-seat='{number}'][data-state=left]").wait_for(
            state="attached"
        )


def rates_and_goes(person):
    person.until_stage("closed")
    person.sees("How heard did you feel?")
    for question in person.page.get_by_role("group").all():
        fully = question.get_by_role("radio", name="Fully")
        if person.keyboard:
            person.reaches(question.get_by_role("radio", name="Not at all").element_handle())
            for _value in range(4):
                person.page.keyboard.press("ArrowRight")
        else:
            question.locator(".rating__choice").last.click()
        assert fully.is_checked()
        question.get_by_text("Kept.").wait_for()
    person.press("I am done")
    person.sees("Go well.")
