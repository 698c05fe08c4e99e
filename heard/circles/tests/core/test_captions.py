"""Whose words may be written down, in whatever state a circle is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.circles.core.captions import whose_words
from heard.circles.core.floors import floor
from heard.circles.core.moves import Refusal
from heard.circles.core.state import Circle
from heard.circles.tests.core.circles import Sitting, sizes

NAMES = ("ready", "begin", "volunteer", "choose", "accept", "done", "heard", "pause", "resume")
DEEDS = st.tuples(st.sampled_from((*NAMES, "leave", "lose")), st.integers(1, 8), st.integers(1, 8))
SEATS = st.integers(1, 8)


def played(scene: tuple[str, int], deeds: list[tuple[str, int, int]]) -> Circle:
    """A circle after whatever of these is allowed."""
    sitting = Sitting(*scene, mode="video")
    sitting.everyone_arrives()
    people = scene[1]
    for name, seat, target in deeds:
        details = {"target": min(target, people)} if name == "choose" else {}
        sitting.do(name, min(seat, people), **details)
    return sitting.circle


def refused(outcome: int | Refusal) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.code


@given(
    st.sampled_from(sizes()),
    st.lists(DEEDS, max_size=40),
    SEATS,
    st.none() | SEATS,
    st.booleans(),
)
def test_words_are_of_the_floor_and_by_their_speaker_or_a_captioner(
    scene: tuple[str, int],
    deeds: list[tuple[str, int, int]],
    by: int,
    of: int | None,
    writes: bool,
) -> None:
    circle = played(scene, deeds)
    by = min(by, scene[1])

    whose = whose_words(circle, by, of=of, writes_captions=writes)

    if isinstance(whose, int):
        assert whose in floor(circle)
        assert whose == by or writes
        assert of in (None, whose)
    elif by in floor(circle):
        assert of not in (None, by)


def in_turn(people: int = 4) -> Circle:
    """Ada speaks, Ben listens for her."""
    return Sitting("empathy-circle", people, mode="video").to_the_first_turn().circle


def test_the_speaker_writes_their_own_words() -> None:
    assert whose_words(in_turn(), 1) == 1


def test_a_captioner_writes_the_words_of_the_speaker_without_saying_whose() -> None:
    assert whose_words(in_turn(), 3, writes_captions=True) == 1


def test_nobody_writes_for_another_unless_the_host_lets_them() -> None:
    assert refused(whose_words(in_turn(), 3, of=1)) == "not_your_words"
    assert refused(whose_words(in_turn(), 3)) == "no_floor"


def test_a_captioner_writes_for_nobody_who_listens() -> None:
    assert refused(whose_words(in_turn(), 3, of=2, writes_captions=True)) == "has_no_floor"


def test_where_several_have_the_floor_a_captioner_says_whose_words_they_are() -> None:
    together = Sitting("empathy-circle", 4, mode="video").everyone_arrives().circle
    with_one_away = together.with_seat(4, here=False)

    assert refused(whose_words(with_one_away, 4, writes_captions=True)) == "not_here"
    assert whose_words(together, 4, writes_captions=True) == 4
    assert whose_words(together, 4, of=2, writes_captions=True) == 2


def test_a_captioner_who_rests_among_speakers_is_asked_whose_words_they_are() -> None:
    sitting = Sitting("fishbowl", 6, mode="video").to_the_first_turn()
    speaking = floor(sitting.circle)
    resting = next(n for n in range(1, 7) if n not in speaking)

    assert len(speaking) > 1
    assert refused(whose_words(sitting.circle, resting, writes_captions=True)) == "whose_words"


@pytest.mark.parametrize(
    ("changes", "code"), [({"stage": "closed"}, "closed"), ({"mode": "table"}, "nothing_to_write")]
)
def test_over_and_around_a_table_nothing_is_written(changes: dict[str, str], code: str) -> None:
    circle = replace(in_turn(), **changes)  # type: ignore[arg-type]

    assert refused(whose_words(circle, 1, writes_captions=True)) == code


def test_in_a_pause_nobody_has_words_to_write() -> None:
    sitting = Sitting("empathy-circle", 4, mode="video").to_the_first_turn()
    sitting.do("pause", 4)

    assert refused(whose_words(sitting.circle, 1)) == "paused"
