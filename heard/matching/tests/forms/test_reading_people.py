"""From a sheet to people: what is read, and the sentence for what cannot be."""

import numpy as np
import pytest

from heard.matching.core import ProblemFault, Sizes
from heard.matching.forms import Columns, SheetFault, read_people, read_sizes, split_names
from heard.matching.tests.sheets import NAMES, evening, written

QUESTIONS = ["q1", "q2"]


def read(folder, text=None, *, least=2, most=6, **asked):
    columns = {"questions": QUESTIONS} | {
        key: asked.pop(key) for key in list(asked) if key in Columns.__annotations__
    }
    path = written(folder, evening() if text is None else text)
    return read_people(path, Columns(**columns), Sizes(least, most), **asked)


def fault_of(folder, text=None, **asked):
    with pytest.raises((SheetFault, ProblemFault)) as fault:
        read(folder, text, **asked)
    return str(fault.value)


def small(*rows: str, header: str = "name,q1,q2") -> str:
    return "\n".join([header, *rows])


# ── what is read ────────────────────────────────────────────────────────────


def test_people_come_in_the_order_of_the_sheet(tmp_path):
    people = read(tmp_path)

    assert people.names == list(NAMES)
    assert people.problem.features.shape == (24, 2)
    assert people.missing == 0


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_sheet_is_read_in_the_encodings_that_programs_write(tmp_path, encoding):
    people = read(tmp_path, evening().encode(encoding))

    assert people.names == list(NAMES)


def test_what_was_assumed_of_an_encoding_is_told(tmp_path):
    assert read(tmp_path, evening().encode("cp1252")).encoding == "Windows-1252"
    assert read(tmp_path, evening().encode("utf-16-le")).encoding == "UTF-16"
    assert read(tmp_path).encoding == ""


def test_an_encoding_can_be_named(tmp_path):
    text = small("ليلى,1,2", "عمر,2,3")

    people = read(tmp_path, text.encode("cp1256"), encoding="cp1256")

    assert people.names == ["ليلى", "عمر"]


@pytest.mark.parametrize("part", [";", "\t"])
def test_semicolons_and_tabs_part_cells_too(tmp_path, part):
    people = read(tmp_path, small("Ana,1,2", "Ben,2,4").replace(",", part))

    assert people.names == ["Ana", "Ben"]


def test_a_line_that_tells_excel_what_parts_cells_is_no_header(tmp_path):
    people = read(tmp_path, "sep=;\r\nname;q1;q2\r\nAna;1,5;2\r\nBen;2;4\r\n")

    assert people.names == ["Ana", "Ben"]


def test_numbers_may_have_a_decimal_comma(tmp_path):
    people = read(tmp_path, "name;q1;q2\nAna;1,5;2\nBen;2;4\nCleo;2,5;3")
    same = read(tmp_path, "name;q1;q2\nAna;1.5;2\nBen;2;4\nCleo;2.5;3")

    assert (people.problem.features == same.problem.features).all()


def test_capitals_and_blanks_around_a_column_do_not_matter(tmp_path):
    people = read(tmp_path, small("Ana,1,2", "Ben,2,4", header="Name, Q1 ,Q2"))

    assert people.problem.features.shape == (2, 2)


def test_several_choices_stand_in_one_cell(tmp_path):
    people = read(tmp_path, small("Ana,a;b,1", "Ben,b|c,2", "Cleo,c,3"))

    assert people.problem.features.shape == (3, 4)


def test_a_column_whose_name_holds_a_comma_stands_in_quotation_marks():
    assert split_names(['q1,"Well, and you?"', " q2 ,q1"]) == ["q1", "Well, and you?", "q2"]


def test_empty_lines_are_nobody(tmp_path):
    people = read(tmp_path, small("Ana,1,2", "", ",,", "Ben,2,4", ""))

    assert people.names == ["Ana", "Ben"]


@pytest.mark.parametrize("nothing", ["", "NA", "n/a", "NaN", "-", "?"])
def test_a_missing_answer_is_counted_and_never_made_up(tmp_path, nothing):
    people = read(tmp_path, small(f"Ana,{nothing},2", "Ben,1,3", "Cleo,3,1"))

    assert people.missing == 1
    assert people.problem.features[0, 0] == 0.0


def test_who_answered_nothing_is_counted(tmp_path):
    people = read(tmp_path, small("Ana,,", "Ben,1,3", "Cleo,3,1"))

    assert people.silent == 1


def test_a_question_that_all_answer_alike_is_told(tmp_path):
    people = read(tmp_path, small("Ana,5,2", "Ben,5,3", "Cleo,,1"))

    assert people.same == ["q1"]


def test_everyone_may_be_identical(tmp_path):
    people = read(tmp_path, small(*(f"{name},1,1" for name in NAMES)))

    assert not people.problem.features.any()


def test_times_and_languages_are_marks_with_labels(tmp_path):
    people = read(tmp_path, slots="evening", language="lang")

    assert people.slots == ["Thursday", "Tuesday"]
    assert people.languages == ["en", "es"]
    assert people.problem.slots[:2].tolist() == [[False, True], [True, True]]
    assert people.problem.languages.all()


def test_things_are_the_same_whatever_their_capitals(tmp_path):
    rows = ("Ana,1,2,English", "Ben,2,4,english; Français")

    people = read(tmp_path, small(*rows, header="name,q1,q2,lang"), language="lang")

    assert people.languages == ["English", "Français"]


def test_the_same_household_is_kept_apart(tmp_path):
    people = read(tmp_path, keep_apart=["home"])

    assert people.problem.apart.tolist() == [[0, 1]]


def test_the_same_household_can_be_seated_together(tmp_path):
    people = read(tmp_path, together="home")

    assert people.problem.pins.tolist() == [0, 0, *[-1] * 22]


def test_who_facilitates_says_yes_or_the_word_that_was_named(tmp_path):
    plain = read(tmp_path, facilitators="role").problem.facilitates
    named = read(tmp_path, facilitators="role=guest").problem.facilitates

    assert plain.sum() == 6
    assert (plain != named).all()


def test_flags_and_things_in_common_are_marks(tmp_path):
    rows = ("Ana,1,2,yes,cats;tea", "Ben,2,4,,tea", "Cleo,3,1,x,cats")

    people = read(
        tmp_path,
        small(*rows, header="name,q1,q2,new here,likes"),
        flags=["new here"],
        common=["likes"],
    )

    assert people.problem.flags.tolist() == [[True], [False], [True]]
    assert people.common == ["cats", "tea"]


def test_pairs_come_from_a_file_with_or_without_a_header(tmp_path):
    plain = written(tmp_path, "Ana,Ben\ncleo ,DAN\n", "pairs.csv")
    headed = written(tmp_path, "one,other\nAna,Ben\nCleo,Dan\n", "headed.csv")

    for file in (plain, headed):
        assert read(tmp_path, pairs_apart=file).problem.apart.tolist() == [[0, 1], [2, 3]]


def test_who_has_met_comes_from_an_earlier_grouping(tmp_path):
    met = written(
        tmp_path,
        "round,circle,name\n1,1,Ana\n1,1,Ben\n1,1,Zoé\n2,1,Cleo\n1,,Dan\n1,,Eva\n",
        "circles.csv",
    )

    people = read(tmp_path, met=met)

    assert people.problem.met.tolist() == [[0, 1]]
    assert people.strangers == 1


def test_age_bands_are_numbered(tmp_path):
    rows = ("Ana,1,2,18+", "Ben,2,4,under 18", "Cleo,3,1,18+")

    people = read(tmp_path, small(*rows, header="name,q1,q2,age"), ages="age")

    assert people.problem.age_bands.tolist() == [0, 1, 0]


def test_names_may_look_like_formulas(tmp_path):
    people = read(tmp_path, small("=HYPERLINK(1),1,2", "'+49 30,2,4"))

    assert people.names == ["=HYPERLINK(1)", "+49 30"]


def test_a_crowd_is_read_once_for_each_string(tmp_path):
    text = small(*(f"p{at},{at % 7},{at % 5}" for at in range(20_000)))

    people = read(tmp_path, text)

    assert np.isfinite(people.problem.features).all()
    assert len(people.names) == 20_000


# ── what cannot be read ─────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["", "\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(tmp_path, text):
    assert "is empty; write the names of columns" in fault_of(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"PK\x03\x04rest", "is not a CSV file; open it in your program for sheets and save"),
        (b"name,q1,q2\nAna,\x81\x8d,1", "save it as CSV in UTF-8, or name its encoding"),
        ("name,q1,q2\n", "names columns, but nobody"),
        (",,\nAna,1,2\n", "The first line of people.csv is empty"),
        ("name,q1,q2\nAna,1,2\nana ,2,3\n", "Lines 2 and 3 of people.csv are both ana"),
        ("name,q1,q2\n,1,2\n", "Line 2 of people.csv has no name"),
        ("name,q1,q2\nAna,1,2,3\n", "Line 2 of people.csv has 4 cells and its first line names 3"),
        ('name,q1,q2\n"Ana,1,2\nBen,2,3\n', "look for a quotation mark that is opened"),
        ("name,q1,q1,q2\nAna,1,1,1\n", "has 2 columns q1; rename all but one"),
        ("name,q1,q2\nAna,1,2\nBen,inf,2\n", "Line 3 of people.csv, q1: “inf” is too large"),
        (f"name,q1,q2\nAna,1,2\nBen,{'9' * 400},2\n", "is too large to compare"),
        ("name,q1,q2\nAna,1,2\nBen,=A1+2,2\n", "“=A1+2” is a formula; save the sheet"),
        ("name,q1,q2\nAna,1,2\nBen,2,4\nCleo,lots,2\n", "“lots” is no number, and most others"),
        ('name,q1,q2\nAna,1,2\nBen,2,4\nCleo,"1,000",2\n', "“1,000” is no number"),
        (f"name,q1,q2\n{'A' * 201},1,2\n", "has a name of 201 signs"),
    ],
)
def test_what_is_amiss_in_a_sheet_is_one_sentence(tmp_path, text, sentence):
    assert sentence in fault_of(tmp_path, text)


def test_a_column_that_is_not_there_is_told_with_those_that_are_near(tmp_path):
    assert "did you mean q1 or q2?" in fault_of(tmp_path, questions=["q"])
    assert "did you mean evening?" in fault_of(tmp_path, slots="evenings")
    assert "it has name, role, lang" in fault_of(tmp_path, language="xyz")


def test_without_questions_the_columns_are_told(tmp_path):
    assert "--questions role,lang; people.csv has name, role" in fault_of(tmp_path, questions=[])


def test_free_text_is_no_choice(tmp_path):
    rows = (f"p{at},words of {at},1" for at in range(80))

    assert "q1 has 80 different answers" in fault_of(tmp_path, small(*rows))


def test_fewer_people_than_a_circle_are_told(tmp_path):
    assert "has 3 people and the smallest circle has 4" in fault_of(tmp_path, evening(3), least=4)


def test_that_nobody_facilitates_is_told_with_what_the_column_says(tmp_path):
    told = fault_of(tmp_path, facilitators="lang")

    assert told == (
        "Nobody in lang of people.csv says yes; it says “es|en”. Write yes there, or name the "
        'word: "lang=es|en".'
    )


def test_an_age_is_never_guessed(tmp_path):
    rows = ("Ana,1,2,18+", "Ben,2,4,")

    told = fault_of(tmp_path, small(*rows, header="name,q1,q2,age"), ages="age")

    assert "Line 3 of people.csv, age is empty; write an age band" in told


def test_ages_in_years_are_no_bands(tmp_path):
    rows = (f"p{at},1,2,{at + 20}" for at in range(30))

    told = fault_of(tmp_path, small(*rows, header="name,q1,q2,age"), ages="age")

    assert "holds 30 different age bands" in told


def test_pairs_name_people_of_the_sheet(tmp_path):
    stranger = written(tmp_path, "Ana,Ben\nCleo,Omer\n", "pairs.csv")
    alone = written(tmp_path, "Ana,Ana\n", "alone.csv")
    narrow = written(tmp_path, "Ana\n", "narrow.csv")

    assert "names Omer, who is not in the sheet; did you mean omar?" in fault_of(
        tmp_path, pairs_apart=stranger
    )
    assert "pairs Ana with themself" in fault_of(tmp_path, pairs_apart=alone)
    assert "write two names a line" in fault_of(tmp_path, pairs_apart=narrow)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path, sentence in ((tmp_path / "no.csv", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(SheetFault, match=sentence):
            read_people(path, Columns(questions=QUESTIONS), Sizes(2, 4))


def test_a_column_that_keeps_a_crowd_apart_is_told(tmp_path):
    rows = (f"p{at},1,2,all" for at in range(3200))

    told = fault_of(tmp_path, small(*rows, header="name,q1,q2,team"), keep_apart=["team"])

    assert "keeps more than 5,000,000 pairs apart" in told


@pytest.mark.parametrize(
    ("typed", "sizes"), [("4-6", (4, 6)), ("5", (5, 5)), (" 3 – 4 ", (3, 4)), ("2-2", (2, 2))]
)
def test_sizes_are_read(typed, sizes):
    read = read_sizes(typed)

    assert (read.least, read.most) == sizes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("6-4", "the smaller one comes first: 4-6"),
        ("x", "write the smallest and the largest, for example 4-6"),
        ("", "write the smallest"),
        ("1-3", "a circle has at least 2 people"),
        ("4-", "write the smallest"),
        ("99999999", "write the smallest"),
    ],
)
def test_sizes_that_are_none_are_told(typed, sentence):
    with pytest.raises(SheetFault, match=sentence):
        read_sizes(typed)
