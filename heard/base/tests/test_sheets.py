"""No cell of a sheet is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.base.sheets import safe_cell, sheet_of

FORMULAS = ("=1", "+1", "-1", "@A1", "\t=1", "\r=1", "|cmd", "%0A=1", " =1", "＝1", "\ufeff=1")
STARTS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_a_formula_is_led_by_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


def test_numbers_stay_numbers_and_plain_words_stay_plain():
    assert [safe_cell(each) for each in (-3, 2.5, "Ada - Ben", "")] == [-3, 2.5, "Ada - Ben", ""]


@given(st.text(alphabet=st.one_of(st.sampled_from("=+-@|%\t\r\n'\" ,;"), st.characters())))
def test_no_text_at_all_comes_out_as_a_formula(text):
    [row] = csv.DictReader(io.StringIO(sheet_of([{"words": text}]), newline=""))

    assert not row["words"].lstrip(" \u00a0\ufeff\u200b").startswith(STARTS)
    assert row["words"] in (text, f"'{text}")


def test_a_sheet_of_nothing_is_empty():
    assert sheet_of([]) == ""
