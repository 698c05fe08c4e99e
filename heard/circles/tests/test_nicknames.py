"""Names of people: theirs to choose, harmless to others."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.circles.core.nicknames import (
    LONGEST,
    LONGEST_STORED,
    NicknameFault,
    clean_nickname,
    clean_words,
    signs_in,
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ada", "Ada"),
        ("  Ada \t Maria\n", "Ada Maria"),
        ("Jose\u0301", "José"),
        ("Ben\u202egnp.exe", "Bengnp.exe"),
        ("\u2067Cleo\u2069", "Cleo"),
        ("Be\u200bn\ufeff", "Ben"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("مريم", "مريم"),
        ("می\u200cنا", "می\u200cنا"),
        ("Ada 👩‍👩‍👧", "Ada 👩‍👩‍👧"),
        ("A\u200dda", "Ada"),
        ("Z" + "\u0301" * 30, "\u0179\u0301\u0301\u0301"),
        ("Ada\x00\x1b[31m", "Ada[31m"),
        ("Ada\u3164\u2800", "Ada"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_disturbs_others(written, shown):
    assert clean_nickname(written) == shown


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u200d", "\u3164", "\u202e", "\u0301"])
def test_a_name_with_nothing_to_see_is_no_name(nothing):
    with pytest.raises(NicknameFault, match="empty"):
        clean_nickname(nothing)


@pytest.mark.parametrize("long", ["x" * 41, "x" * 10_000, "😀" * 41, "\u200d" * 10_000])
def test_a_name_of_more_than_forty_signs_is_too_long(long):
    with pytest.raises(NicknameFault, match="too_long"):
        clean_nickname(long)


def test_an_emoji_of_many_parts_is_one_sign():
    assert signs_in("👩‍👩‍👧‍👦") == 1
    assert signs_in("🇩🇪🇫🇷") == 2
    assert signs_in("👋🏽") == 1
    assert clean_nickname("👋🏽" * LONGEST) == "👋🏽" * LONGEST


@given(st.text(alphabet=st.characters(), max_size=200))
def test_a_cleaned_name_is_short_stays_on_one_line_and_is_clean_already(text):
    try:
        name = clean_nickname(text)
    except NicknameFault:
        return

    assert clean_nickname(name) == name
    assert 0 < len(name) <= LONGEST_STORED
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in name)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b") & set(name)
    assert name.encode()


def test_words_keep_their_lines_and_lose_their_overrides():
    assert clean_words("one \u202e\n\n two\x00", longest=100) == "one\n\n two"
    assert len(clean_words("x" * 10_000, longest=100)) == 100
