"""The shipped formats: complete in each language; together they use all that a format can say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from heard.circles.core.formats import read_format
from heard.circles.core.timelines import timeline

FOLDER = Path(__file__).parents[1] / "formats"
LANGUAGES = ["en", "es", "ar"]
WORDED_BY_THE_ROOM = {"heard", "not_quite", "more", "is_all"}
FILES = sorted(FOLDER.glob("*.yaml"))


def document_of(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return document


def shape(value: object) -> object:
    """Keys and lengths of lists, without the words."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return len(value) if isinstance(value, list) else "words"


def words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)
    else:
        yield str(value)


def turn_phases() -> Iterator[dict[str, Any]]:
    for file in FILES:
        for phase in document_of(file)["phases"]:
            if phase["kind"] == "turns":
                yield phase


def names_of(gates: list[Any]) -> set[str]:
    return {gate if isinstance(gate, str) else next(iter(gate)) for gate in gates}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_format_can_be_read_and_is_named_like_its_file(file: Path) -> None:
    assert read_format(document_of(file)).id == file.stem


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_format_says_the_same_things_in_every_language(file: Path) -> None:
    document = document_of(file)

    shapes = [shape(document["texts"][language]) for language in LANGUAGES]

    assert document["languages"] == LANGUAGES
    assert document["needs_native_review"] == ["es", "ar"]
    assert shapes[0] == shapes[1] == shapes[2]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_choice_has_words(file: Path) -> None:
    document = document_of(file)
    texts = document["texts"]["en"]["phases"]

    without_words = [
        (phase["id"], step["id"], choice)
        for phase in document["phases"]
        for step in phase.get("turn", {}).get("steps", [])
        for choice in step.get("choices", {})
        if choice not in WORDED_BY_THE_ROOM
        and choice not in texts[phase["id"]]["steps"][step["id"]].get("choices", {})
    ]

    assert without_words == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_format_speaks_calmly(file: Path) -> None:
    document = document_of(file)

    spoken = list(words(document["texts"]))

    assert [text for text in spoken if "!" in text or "¡" in text or not text.strip()] == []
    for language in LANGUAGES:
        assert 4 <= len(document["texts"][language]["agreements"]) <= 6


def test_the_formats_together_use_every_order_group_and_gate() -> None:
    steps = [step for phase in turn_phases() for step in phase["turn"]["steps"]]
    phases = [phase for file in FILES for phase in document_of(file)["phases"]]
    clocks = [phase["turn"]["clock"] for phase in turn_phases()]

    gates = set().union(*(names_of(part.get("gate", [])) for part in [*steps, *phases]))

    assert {phase["order"] for phase in turn_phases()} == {
        "ring", "chain_choice", "alternate", "queue", "popcorn", "draw",
    }  # fmt: skip
    assert {phase["group"] for phase in turn_phases()} == {"flat", "pair", "inner_outer"}
    assert gates == {
        "unanimous", "quorum", "self_declared", "holder_passes", "facilitator", "count",
    }  # fmt: skip
    assert any("hard" in clock for clock in clocks)
    assert any("soft" in clock for clock in clocks)


def test_the_practice_circle_is_not_offered_in_the_list() -> None:
    listed = {file.stem for file in FILES if document_of(file).get("listed", True)}

    assert {file.stem for file in FILES} - listed == {"try-it"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_page_about_formats_lists_it_with_its_sizes(file: Path) -> None:
    page = (FOLDER.parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    size = document_of(file)["size"]
    people = f"{size['min']}–{size['max']}" if size["min"] < size["max"] else f"{size['min']}"

    assert f"| `{file.stem}` | {people} |" in page


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_where_a_format_claims_equal_time_its_picture_shows_it(file: Path) -> None:
    form = read_format(document_of(file))
    claims_it = "equal_time" in form.claims

    uneven = [n for n in {form.min, form.ideal, form.max} if timeline(form, n).speaks_each is None]

    assert not (claims_it and uneven)
