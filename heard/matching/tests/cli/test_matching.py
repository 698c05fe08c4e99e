"""`heard match`: from a CSV to circles.csv and a report, with a sentence for whatever is amiss."""

import csv
import re
import signal

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.matching.cli import match_people
from heard.matching.cli.solving import Patience
from heard.matching.core import Sizes, Steps
from heard.matching.forms import Columns, read_people
from heard.matching.tests.sheets import EVENING, NAMES, evening, written

RULES = ["--language", "lang", "--slots", "evening", "--facilitators", "role"]


def run(path, *more):
    return CliRunner().invoke(match_people, [str(path), *EVENING, *more])


def circles_of(folder):
    with (folder / "circles.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def together(rows):
    """Pairs of names that share a circle in some round."""
    return {
        frozenset((one["name"], other["name"]))
        for one in rows
        for other in rows
        if one["name"] < other["name"] and one["circle"] == other["circle"] != ""
    }


@pytest.fixture
def sheet(tmp_path):
    return written(tmp_path, evening())


# ── what comes out ──────────────────────────────────────────────────────────


def test_a_sheet_becomes_circles_and_a_report(sheet, tmp_path):
    done = run(sheet, *RULES)

    assert done.exit_code == 0, done.output
    assert sorted(row["name"] for row in circles_of(tmp_path)) == sorted(NAMES)
    assert "<!doctype html>" in (tmp_path / "circles.html").read_text()
    assert len(done.stdout.splitlines()) == 3
    assert done.stdout.startswith("24 people in ")


def test_each_circle_has_what_must_hold(sheet, tmp_path):
    run(sheet, *RULES, "--keep-apart", "home")
    rows = circles_of(tmp_path)

    circles = {row["circle"]: [r for r in rows if r["circle"] == row["circle"]] for row in rows}

    for members in circles.values():
        assert 4 <= len(members) <= 6
        assert {row["slot"] for row in members} <= {"Tuesday", "Thursday"}
        assert any(row["facilitator"] == "yes" for row in members)
    assert frozenset(("Ana", "Ben")) not in together(rows)


def test_who_is_to_sit_together_does(sheet, tmp_path):
    run(sheet, "--together", "home")

    assert frozenset(("Ana", "Ben")) in together(circles_of(tmp_path))


def test_nobody_meets_again_in_another_round(sheet, tmp_path):
    run(sheet, "--rounds", "3")
    rows = circles_of(tmp_path)

    rounds = [together([row for row in rows if row["round"] == each]) for each in "123"]

    assert sum(map(len, rounds)) == len(set.union(*rounds)) > 0


def test_nobody_meets_again_on_another_evening(sheet, tmp_path):
    run(sheet)
    before = together(circles_of(tmp_path))

    done = run(sheet, "--met", str(tmp_path / "circles.csv"), "--out", str(tmp_path / "next"))

    assert done.exit_code == 0, done.output
    assert together(circles_of(tmp_path / "next")) & before == set()


def test_the_same_seed_gives_the_same_files(sheet, tmp_path):
    for folder in ("one", "other"):
        run(sheet, *RULES, "--seed", "7", "--out", str(tmp_path / folder))

    for name in ("circles.csv", "circles.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_time_can_be_set(sheet):
    assert run(sheet, "--seconds", "0.05").exit_code == 0


def test_names_that_are_formulas_stay_names_in_a_program_for_sheets(tmp_path):
    names = ["=1+1", "+49 30", "@home", "-5", "'quoted", "|x"]
    rows = "\n".join(f"{name},{at},{at}" for at, name in enumerate(names))
    sheet = written(tmp_path, f"name,q1,q2\n{rows}\n")

    run(sheet, "--size", "3")

    assert {row["name"][0] for row in circles_of(tmp_path)} == {"'"}
    again = read_people(
        tmp_path / "circles.csv", Columns(name="name", questions=["round"]), Sizes(3, 3)
    )
    assert sorted(again.names) == sorted(["=1+1", "+49 30", "@home", "-5", "'quoted", "|x"])


def test_the_report_tells_no_answers_and_nobody_who_is_kept_apart(tmp_path):
    rows = "\n".join(
        f"{name},only-{at % 3},{at},team-{at % 12},hush-{at}@example.org"
        for at, name in enumerate(NAMES)
    )
    sheet = written(tmp_path, f"name,q1,q2,team,mail\n{rows}\n")

    run(sheet, "--keep-apart", "team")
    page = (tmp_path / "circles.html").read_text()

    assert all(name in page for name in NAMES)
    assert not re.search(r"only-|team-|@example\.org", page)


def test_the_report_takes_words_of_people_for_words(tmp_path):
    name = "<script>alert(1)</script>"
    sheet = written(tmp_path, evening().replace("Ana,", f"{name},"))

    run(sheet)
    page = (tmp_path / "circles.html").read_text()

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Who sits with whom"), ("es", "Quién se sienta con quién"), ("ar", 'dir="rtl"')],
)
def test_the_report_speaks_the_language_that_was_asked_for(sheet, tmp_path, language, words):
    run(sheet, "--in", language)

    page = (tmp_path / "circles.html").read_text()

    assert words in page
    assert f'lang="{language}"' in page


def test_the_report_says_who_has_no_place_and_what_would_change_that(tmp_path):
    text = evening().replace("Wim,guest,es|en,Tuesday", "Wim,guest,es|en,")
    sheet = written(tmp_path, text)

    run(sheet, *RULES)
    page = (tmp_path / "circles.html").read_text()

    assert "They named no time. Ask when they can come." in page
    assert [row["no place because"] for row in circles_of(tmp_path) if row["name"] == "Wim"] == [
        "no slot"
    ]


def test_sizes_that_do_not_add_up_are_told_with_sizes_that_do(tmp_path):
    sheet = written(tmp_path, evening(7))

    done = run(sheet, "--size", "4-5")
    page = (tmp_path / "circles.html").read_text()

    assert "5 people in 1 circle, 2 without a place" in done.stdout
    assert "Sizes with a place for everyone:" in page
    assert "<bdi>3–5</bdi>" in page


def test_a_crowd_is_summarised(tmp_path):
    rows = "\n".join(f"p{at},{at % 7},{at % 5}" for at in range(2500))
    sheet = written(tmp_path, f"name,q1,q2\n{rows}\n")

    done = run(sheet, "--seconds", "0.2")
    page = (tmp_path / "circles.html").read_text()

    assert done.exit_code == 0, done.output
    assert "too many circles to list" in page
    assert len(page) < 200_000
    assert len(circles_of(tmp_path)) == 2500


def test_people_who_are_all_alike_are_seated_too(tmp_path):
    sheet = written(tmp_path, "name,q1,q2\n" + "\n".join(f"{name},1,1" for name in NAMES))

    done = run(sheet)

    assert done.stdout.startswith("24 people in ")
    assert "as different as by lot" in (tmp_path / "circles.html").read_text()


# ── what is amiss ───────────────────────────────────────────────────────────


def test_nothing_is_written_over(sheet, tmp_path):
    (tmp_path / "circles.html").write_text("mine")

    done = run(sheet)

    assert done.exit_code == 1
    assert "circles.html is there already; add --force to write over it" in done.output
    assert (tmp_path / "circles.html").read_text() == "mine"
    assert run(sheet, "--force").exit_code == 0


def test_a_folder_that_cannot_be_written_is_told(sheet, tmp_path):
    (tmp_path / "file").write_text("no folder")

    done = run(sheet, "--out", str(tmp_path / "file"))

    assert done.exit_code == 1
    assert "name another folder by --out" in done.output


def test_a_full_disk_leaves_no_half_of_a_file(sheet, tmp_path, monkeypatch):
    def no_space(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("heard.matching.cli.writing.os.fsync", no_space)

    done = run(sheet)

    assert "cannot be written: No space left on device; name another folder" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--size", "6-4"], "the smaller one comes first: 4-6"),
        (["--size", "x"], "write the smallest and the largest"),
        (["--questions", "q3"], "did you mean q1 or q2?"),
        (["--size", "30-40"], "has 24 people and the smallest circle has 30"),
        (["--met", "nowhere.csv"], "There is no file nowhere.csv"),
    ],
)
def test_what_is_amiss_is_one_sentence_and_nothing_is_written(sheet, tmp_path, more, sentence):
    done = run(sheet, *more)

    assert done.exit_code == 1
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_nobody_who_shares_a_time_is_a_sentence(tmp_path):
    rows = "\n".join(f"{name},{at},{at},day {at}" for at, name in enumerate(NAMES))
    sheet = written(tmp_path, f"name,q1,q2,day\n{rows}\n")

    done = run(sheet, "--slots", "day")

    assert done.exit_code == 1
    assert "No circle can be formed under" in done.output
    assert "--slots" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_pins_that_contradict_a_rule_are_told(sheet):
    done = run(sheet, "--together", "home", "--keep-apart", "home")

    assert "Ana, Ben are to sit together, and --keep-apart does not let all of them" in done.stderr


# ── Ctrl-C ──────────────────────────────────────────────────────────────────


def test_ctrl_c_ends_the_search_with_the_best_so_far(sheet, tmp_path, monkeypatch):
    asked = []

    def usual(self, taken):
        asked.append(taken)
        if len(asked) == 2:
            signal.raise_signal(signal.SIGINT)
        return 0.0

    monkeypatch.setattr(Steps, "__call__", usual)

    done = run(sheet, *RULES)

    assert done.exit_code == 0, done.output
    assert "Ending with the best so far. Ctrl-C again ends at once." in done.stderr
    assert len(circles_of(tmp_path)) == 24
    assert "The search was ended before its time" in (tmp_path / "circles.html").read_text()


def test_a_second_ctrl_c_ends_at_once():
    patience = Patience(Steps(10), None)

    with patience.until_ctrl_c():
        signal.raise_signal(signal.SIGINT)
        spent = patience(0)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    assert spent == 1.0


def test_seconds_begin_anew_in_each_round(monkeypatch):
    now = iter([0.0, 10.0, 11.0, 50.0, 51.0, 52.0])
    monkeypatch.setattr("heard.matching.cli.solving.time.monotonic", lambda: next(now))
    patience = Patience(Steps(10), 2.0)

    spent = [patience(0), patience(100), patience(0)]

    assert spent == [0.5, 20.0, 0.5]


# ── properties ──────────────────────────────────────────────────────────────

cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf")), max_size=12)
names = cells.filter(lambda name: name.strip() and name.isprintable() and name.strip()[:1] != "'")


@given(st.lists(names, min_size=4, max_size=9, unique_by=lambda name: name.strip().casefold()))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_people_who_are_written_are_read_again(tmp_path, wanted):
    sheet = tmp_path / "people.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["name", "q1"], *([name, at] for at, name in enumerate(wanted))]
        )

    read = read_people(sheet, Columns(questions=["q1"]), Sizes(2, 4))

    assert [name.strip() for name in wanted] == read.names
