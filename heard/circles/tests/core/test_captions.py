"""Whose words may be written down, in whatever state a circle is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.circles.core.captions import WORDS_COME_WITHIN, whose_words
from heard.circles.core.floors import floor
from heard.circles.core.moves import Refusal
from heard.circles.tests.core.circles import Sitting, sizes

NAMES = ("ready", "begin", "volunteer", "choose", "accept", "done", "heard", "pause", "resume")
DEEDS = st.tuples(st.sampled_from((*NAMES, "leave", "lose")), st.integers(1, 8), st.integers(1, 8))
SEATS = st.integers(1, 8)


def played(scene: tuple[str, int], deeds: list[tuple[str, int, int]]) -> Sitting:
    """A circle after whatever of these is allowed."""
    sitting = Sitting(*scene, mode="video")
    sitting.everyone_arrives()
    people = scene[1]
    for name, seat, target in deeds:
        details = {"target": min(target, people)} if name == "choose" else {}
        sitting.do(name, min(seat, people), **details)
    return sitting


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
    sitting = played(scene, deeds)
    circle, later = sitting.circle, sitting.now + timedelta(seconds=6)
    by = min(by, scene[1])

    seat = whose_words(circle, by, now=later, of=of, writes_captions=writes)

    if isinstance(seat, int):
        assert seat in floor(circle)
        assert seat == by or writes
        assert of in (None, seat)
    elif by in floor(circle):
        assert of not in (None, by)


def in_turn(people: int = 4) -> Sitting:
    """For ten seconds Ada speaks, and Ben listens for her."""
    sitting = Sitting("empathy-circle", people, mode="video").to_the_first_turn()
    sitting.wait(seconds=10)
    return sitting


def whose(sitting: Sitting, by: int, **more: Any) -> int | Refusal:
    return whose_words(sitting.circle, by, now=sitting.now, **more)


def test_the_speaker_writes_their_own_words() -> None:
    assert whose(in_turn(), 1) == 1


def test_a_captioner_writes_the_words_of_the_speaker_without_saying_whose() -> None:
    assert whose(in_turn(), 3, writes_captions=True) == 1


def test_nobody_writes_for_another_unless_the_host_lets_them() -> None:
    assert refused(whose(in_turn(), 3, of=1)) == "not_your_words"
    assert refused(whose(in_turn(), 3)) == "no_floor"


def test_a_captioner_writes_for_nobody_who_listens() -> None:
    assert refused(whose(in_turn(), 3, of=2, writes_captions=True)) == "has_no_floor"


def test_the_end_of_a_sentence_may_come_a_moment_after_the_floor_has_moved() -> None:
    sitting = in_turn()
    sitting.do("done", 1)

    sitting.now += WORDS_COME_WITHIN
    in_time = whose(sitting, 1), whose(sitting, 3, of=1, writes_captions=True), whose(sitting, 3)
    sitting.now += timedelta(milliseconds=1)
    late = whose(sitting, 1)

    assert in_time[:2] == (1, 1)
    assert refused(in_time[2]) == "no_floor"
    assert refused(late) == "no_floor"


def test_where_everyone_may_speak_a_captioner_among_them_writes_their_own_or_says_whose() -> None:
    together = Sitting("empathy-circle", 4, mode="video").everyone_arrives()

    assert whose(together, 4, writes_captions=True) == 4
    assert whose(together, 4, of=2, writes_captions=True) == 2


def test_who_is_not_here_writes_nothing() -> None:
    together = Sitting("empathy-circle", 4, mode="video").everyone_arrives()
    together.do("lose", 4)

    assert refused(whose(together, 4, writes_captions=True)) == "not_here"


def test_a_captioner_who_rests_among_speakers_is_asked_whose_words_they_are() -> None:
    sitting = Sitting("fishbowl", 6, mode="video").to_the_first_turn()
    speaking = floor(sitting.circle)
    resting = next(n for n in range(1, 7) if n not in speaking)

    assert len(speaking) > 1
    assert refused(whose(sitting, resting, writes_captions=True)) == "whose_words"


@pytest.mark.parametrize(
    ("changes", "code"), [({"stage": "closed"}, "closed"), ({"mode": "table"}, "nothing_to_write")]
)
def test_over_and_around_a_table_nothing_is_written(changes: dict[str, str], code: str) -> None:
    sitting = in_turn()
    sitting.circle = replace(sitting.circle, **changes)  # type: ignore[arg-type]

    assert refused(whose(sitting, 1, writes_captions=True)) == code


def test_in_a_pause_nobody_has_words_to_write() -> None:
    sitting = in_turn()
    sitting.do("pause", 4)

    assert refused(whose(sitting, 1)) == "paused"
