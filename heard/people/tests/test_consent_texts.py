"""The words that people agree to: written in each language, and never changed afterwards."""

import copy
from typing import Any

import pytest

from heard.people.core.consents import read_texts
from heard.people.queries.consents import consent_text, consent_texts, newest_text_with

# A line is added with each new text. One that stands here was read by people: it stays.
AGREED_TO = {
    ("hosting", 1, "en"): "ea43114c4751a172",
    ("hosting", 1, "es"): "0214a8213ddfa4a6",
    ("hosting", 1, "ar"): "c6fcf4d9c0484306",
    ("sitting", 1, "en"): "bbdd40369d19a138",
    ("sitting", 1, "es"): "199e35ba60e7d627",
    ("sitting", 1, "ar"): "1120b55d7bdd55b2",
}
GOOD: dict[str, Any] = {
    "id": "sitting",
    "versions": [
        {
            "number": 1,
            "texts": {code: {"title": code, "words": f"{code}!"} for code in ("en", "es", "ar")},
        }
    ],
}


def test_no_text_that_somebody_may_have_read_was_changed():
    hashes = {
        (text.purpose, text.version, text.language): text.hash[:16]
        for texts in consent_texts().values()
        for text in texts
    }

    assert hashes == AGREED_TO


def test_the_words_come_in_the_language_of_the_page_and_else_in_english():
    assert consent_text("sitting", "es-mx").language == "es"
    assert consent_text("sitting", "ar").language == "ar"
    assert consent_text("sitting", "tlh").language == "en"


def test_a_text_is_found_by_its_exact_words_and_no_other():
    text = consent_text("sitting", "es")

    assert newest_text_with("sitting", text.hash) == text
    assert newest_text_with("hosting", text.hash) is None
    assert newest_text_with("sitting", "") is None


def with_version(**changes):
    document = copy.deepcopy(GOOD)
    document["versions"][0] |= changes
    return document


TEXTS = GOOD["versions"][0]["texts"]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({}, "needs an id"),
        (GOOD | {"id": ""}, "needs an id"),
        (GOOD | {"id": 7}, "needs an id"),
        ({"id": "sitting"}, "versions are numbered"),
        (with_version(number=2), "versions are numbered"),
        (with_version(number=None), "versions are numbered"),
        (with_version(texts={"en": TEXTS["en"]}), "write it in en, es, ar"),
        (with_version(texts=None), "write it in en, es, ar"),
        (with_version(texts=TEXTS | {"fr": TEXTS["en"]}), "write it in en, es, ar"),
        (with_version(texts=TEXTS | {"es": {"title": "Sí"}}), "needs a title and words"),
        (with_version(texts=TEXTS | {"es": {"title": "Sí", "words": " "}}), "needs a title"),
        (with_version(texts=TEXTS | {"es": "Sí"}), "needs a title and words"),
        (with_version(texts=TEXTS | {"es": TEXTS["en"]}), "two of its texts are the same"),
    ],
)
def test_a_document_that_is_not_whole_is_refused_with_a_sentence(document, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_texts(document)


def test_the_hash_is_of_every_letter():
    (text, *_others) = read_texts(GOOD)
    (changed, *_rest) = read_texts(
        with_version(texts=TEXTS | {"en": {"title": "en", "words": "en?"}})
    )

    assert text.hash != changed.hash
