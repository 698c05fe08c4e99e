"""The catalogues of words: whole, with every blank kept, and honest about who has read them."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

pytestmark = pytest.mark.anywhere

LOCALE = Path(__file__).parents[1] / "locale"
LANGUAGES = ["es", "ar"]
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+>")


def catalogue(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    return read_po(path.read_bytes().splitlines(keepends=True), locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def forms(said: object) -> list[str]:
    return [str(form) for form in said] if isinstance(said, list | tuple) else [str(said)]


def blanks(said: object) -> set[str]:
    return set(BLANK.findall(forms(said)[-1]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_catalogue_is_translated(language: str) -> None:
    missing = [message.id for message in messages(language) if not all(forms(message.string))]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_blank(language: str) -> None:
    changed = [
        message.id for message in messages(language) if blanks(message.id) != blanks(message.string)
    ]

    assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_that_nobody_has_read_it_yet(language: str) -> None:
    assert "Needs native review" in catalogue(language).header_comment
