"""Changes code in small ways, and counts how often the tests notice.

    .venv/bin/python -m bench.mutants                 # all four parts
    .venv/bin/python -m bench.mutants egress seating  # some

Each change is made in a process of its own, which begins where all tests have passed once; there
only those tests run that came by the changed line, the quick ones first, until one is red. What
`bench/alike.txt` names cannot be noticed, since it is the same in other words.
"""

import argparse
import multiprocessing
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from bench.changing import Outcome, try_part

ROOT: Final = Path(__file__).parent.parent
ALIKE: Final = ROOT / "bench" / "alike.txt"
ENOUGH: Final = 0.9
# For each part its files, and the folders and files of tests that belong to them.
PARTS: Final[dict[str, tuple[str, str]]] = {
    "permissions": (
        """base/tickets care/queries/reports circles/core/keeping circles/views/hosts
        people/actions/entering people/actions/rights people/queries/entering
        people/queries/owning people/queries/sessions people/views/owning people/views/stepping""",
        """heard/base/tests/test_tickets.py heard/care/tests/test_reports.py
        heard/care/tests/test_who_reads_what.py heard/circles/tests/core/test_keeping.py
        heard/circles/tests/core/test_powers_of_keepers.py heard/circles/tests/test_who_hosts.py
        heard/people/tests/test_owner_link.py heard/people/tests/test_people.py
        heard/people/tests/test_rights.py heard/people/tests/test_sessions.py
        heard/people/tests/test_signing_in_again.py heard/people/tests/test_who_may.py""",
    ),
    "consent": (
        """circles/actions/agreeing circles/queries/agreeing people/actions/ages
        people/actions/consents people/core/consents people/queries/ages people/queries/consents
        people/views/consents""",
        """heard/circles/tests/test_agreeing.py heard/circles/tests/test_agreeing_pages.py
        heard/circles/tests/test_minors.py heard/circles/tests/test_safe_at_a_table.py
        heard/circles/tests/test_seats_of_a_class.py heard/circles/tests/test_who_is_told.py
        heard/people/tests/test_consent_pages.py heard/people/tests/test_consent_rule.py
        heard/people/tests/test_consent_texts.py heard/people/tests/test_consents.py
        heard/people/tests/test_vettings.py""",
    ),
    "seating": (
        """care/actions/parting care/queries/parting circles/actions/minors
        circles/actions/seating circles/models/ages base/triggers circles/queries/links
        circles/queries/minors circles/queries/seats circles/queries/welcoming people/core/ages""",
        """heard/care/tests/test_reports.py heard/care/tests/test_who_reads_what.py
        heard/circles/tests/test_ages_in_the_database.py
        heard/circles/tests/test_hands_of_a_seat.py
        heard/circles/tests/test_hands_of_a_table.py heard/circles/tests/test_minors.py
        heard/circles/tests/test_reporting.py heard/circles/tests/test_seating.py
        heard/circles/tests/test_seats_of_a_class.py heard/circles/tests/test_triggers.py
        heard/circles/tests/test_who_is_told.py heard/people/tests/test_ages.py""",
    ),
    "egress": ("base/outbound", "heard/base/tests/test_outbound.py"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS])
    parser.add_argument("--file", default="", help="only files with this in their name")
    wanted = parser.parse_args()
    alike = _alike()
    are_enough = [_tell(part, _try(part, wanted.file), alike) for part in wanted.parts or PARTS]
    sys.exit(0 if all(are_enough) else 1)


def _try(part: str, wanted: str) -> list[Outcome]:
    """In a process of its own, so that no part begins with what another has left."""
    files, tests = (text.split() for text in PARTS[part])
    chosen = [ROOT / "heard" / f"{file}.py" for file in files if wanted in file]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(try_part, (chosen, tests))


def _tell(part: str, outcomes: list[Outcome], alike: set[str]) -> bool:
    """The score of each file and of the part, and what nobody noticed."""
    counted = [each for each in outcomes if each.name not in alike]
    made, noticed = Counter[str](), Counter[str]()
    for each in counted:
        made[each.file] += 1
        noticed[each.file] += each.is_noticed
    say(f"\n== {part}")
    for file in sorted(made):
        say(f"{noticed[file]:5} of {made[file]:4}  {noticed[file] / made[file]:6.1%}  {file}")
    total, found = made.total(), noticed.total()
    left_out = len(outcomes) - len(counted)
    say(f"{found:5} of {total:4}  {found / total:6.1%}  noticed; {left_out} more are alike")
    for each in counted:
        if not each.is_noticed:
            say(f"    unnoticed: {each.name} (line {each.line})")
    return found >= ENOUGH * total


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _alike() -> set[str]:
    """`file | function | change`, each followed by a line with the reason."""
    lines = ALIKE.read_text().splitlines()
    return {line for line in lines if line.startswith("heard/")}


if __name__ == "__main__":
    main()
