"""The linter passes what is sound, and finds each planted fault with the way to it."""

from copy import deepcopy
from typing import Any

import pytest

from heard.circles.core.documents import DocumentFault, read_text
from heard.circles.core.formats import read_format
from heard.circles.core.linting import Report, lint
from heard.circles.tests.core.circles import FORMATS, shipped, sizes


def changed(name: str, **changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = deepcopy(dict(shipped(name).document))
    document.update(changes)
    return document


def turns(document: dict[str, Any]) -> dict[str, Any]:
    return next(phase for phase in document["phases"] if phase["kind"] == "turns")


def codes(document: dict[str, Any], people: int = 3) -> set[str]:
    return {fault.code for fault in lint(read_format(document), people).faults}


@pytest.mark.parametrize(("name", "people"), sizes())
def test_every_shipped_format_is_sound_for_every_size(name: str, people: int) -> None:
    report = lint(shipped(name), people)

    assert report.faults == ()
    assert report.longest is not None
    assert report.shortest is not None
    assert report.shortest <= report.longest


def without_clock(name: str = "empathy-circle-20") -> dict[str, Any]:
    document = changed(name)
    del turns(document)["turn"]["clock"]
    return document


def test_a_turn_without_any_clock_never_ends() -> None:
    report: Report = lint(read_format(without_clock()), 3)

    fault = report.faults[0]
    assert fault.code == "never_ends"
    assert fault.path[:2] == (
        "phases",
        [p["id"] for p in without_clock()["phases"]].index("circle"),
    )
    assert fault.moves


def test_steps_whose_clocks_lead_round_and_round_never_end() -> None:
    document = without_clock()
    speak, reflect, _ = turns(document)["turn"]["steps"]
    turns(document)["turn"]["steps"] = [
        {**speak, "clock": {"hard": "1m"}},
        {**reflect, "clock": {"hard": "1m"}, "next": "speak"},
    ]
    document["texts"] = {
        language: without_steps(texts) for language, texts in document["texts"].items()
    }

    assert "never_ends" in codes(document)


def without_steps(texts: dict[str, Any]) -> dict[str, Any]:
    phases = {
        key: {k: v for k, v in phase.items() if k != "steps"}
        for key, phase in texts["phases"].items()
    }
    return {**texts, "phases": phases}


def test_a_phase_that_counts_fewer_turns_than_people_starves_a_seat() -> None:
    document = changed("empathy-circle-20")
    turns(document)["gate"] = [{"count": 2}]

    faults = {fault.code: fault for fault in lint(read_format(document), 3).faults}

    assert "starves_a_seat" in faults
    assert len(faults["starves_a_seat"].moves) >= 2
    assert "unequal_time" in faults


def test_a_phase_behind_one_that_nobody_can_end_is_unreachable() -> None:
    document = changed("empathy-circle-20", facilitator="none")
    first = document["phases"][0]
    del first["clock"]
    first["gate"] = ["facilitator"]

    found = codes(document)

    assert {"never_ends", "unreachable_phase", "dead_gate"} <= found


def test_a_step_that_nothing_leads_to_is_found() -> None:
    document = changed("empathy-circle-20")
    turns(document)["turn"]["steps"][0]["next"] = "confirm"
    turns(document)["turn"]["steps"][2]["choices"] = {"heard": "end"}

    assert "unreachable_step" in codes(document)


def test_a_gate_that_cannot_open_is_dead() -> None:
    document = changed("empathy-circle-20")
    turns(document)["gate"] = [{"count": 90}]

    faults = lint(read_format(document), 3).faults

    assert [fault.code for fault in faults] == ["dead_gate"]
    assert "count" in faults[0].message


def test_equal_time_cannot_be_claimed_where_pairs_are_odd() -> None:
    document = changed("yes-and", claims=["everyone_speaks", "equal_time"])

    assert codes(document, 3) == {"unequal_time"}
    assert codes(document, 4) == set()


def test_a_fault_in_the_text_is_told_with_its_line() -> None:
    text = "id: my-format\nversion: 1.0.0\nlicence: CC0\nsize: {min: 3, max: 99}\n"

    with pytest.raises(DocumentFault) as caught:
        read_text(text)

    assert caught.value.line in (1, 4)
    assert "size" in caught.value.message or "required" in caught.value.message


@pytest.mark.parametrize(
    "text", ["", "- 1", "id: [", "\t", "a: &a [*a]", "id: 5\nversion: x", "!!python/object:os.x {}"]
)
def test_what_is_no_format_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(DocumentFault) as caught:
        read_text(text)

    assert caught.value.message


def test_all_shipped_formats_are_there() -> None:
    assert len(FORMATS) == 14
