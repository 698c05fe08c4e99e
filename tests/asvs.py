"""The ledger of OWASP ASVS 5.0, and its page: `.venv/bin/python -m tests.asvs` writes it."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LEDGER: Final = ROOT / "docs" / "asvs.csv"
PAGE: Final = ROOT / "docs" / "asvs.md"
BEGIN, END = "<!-- written by code: begin -->\n", "<!-- written by code: end -->\n"
STATUSES: Final = ("met", "not applicable", "not met")
CHAPTERS: Final = {
    1: "Encoding and sanitization",
    2: "Validation and business logic",
    3: "Web frontend",
    4: "API and web service",
    5: "File handling",
    6: "Authentication",
    7: "Session management",
    8: "Authorization",
    9: "Self-contained tokens",
    10: "OAuth and OIDC",
    11: "Cryptography",
    12: "Secure communication",
    13: "Configuration",
    14: "Data protection",
    15: "Secure coding and architecture",
    16: "Logging and error handling",
    17: "WebRTC",
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """`asks` and `why` are words of ours; `tests` are pytest's names, without parameters."""

    id: str
    level: int
    asks: str
    status: str
    why: str
    tests: tuple[str, ...]

    @property
    def number(self) -> str:
        return self.id.removeprefix("v5.0.0-")

    @property
    def chapter(self) -> int:
        return int(self.number.partition(".")[0])


def requirements() -> tuple[Requirement, ...]:
    with LEDGER.open(newline="", encoding="utf-8") as lines:
        return tuple(
            Requirement(
                *(line["id"], int(line["level"]), line["asks"], line["status"], line["why"]),
                tests=tuple(line["test"].split()),
            )
            for line in csv.DictReader(lines)
        )


def counts(rows: tuple[Requirement, ...]) -> str:
    """Such as `2 met, 1 not applicable, 0 not met`."""
    found = Counter(row.status for row in rows)
    return ", ".join(f"{found[status]} {status}" for status in STATUSES)


def written() -> str:
    """What the page says of the ledger."""
    return "\n".join((*_not_met(), "", *_by_chapter(), ""))


def _not_met() -> Iterator[str]:
    yield "| not met | level | asks | why, and what it takes |"
    yield "|---|---|---|---|"
    for row in requirements():
        if row.status == "not met":
            yield f"| {row.number} | {row.level} | {row.asks} | {row.why} |"


def _by_chapter() -> Iterator[str]:
    yield "| chapter | met | not applicable | not met |"
    yield "|---|---|---|---|"
    for chapter, name in CHAPTERS.items():
        found = Counter(row.status for row in requirements() if row.chapter == chapter)
        yield f"| V{chapter} {name} | {' | '.join(str(found[status]) for status in STATUSES)} |"


def told() -> str:
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def write() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + written() + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    write()
