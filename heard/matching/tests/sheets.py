"""Sheets for tests: a small evening at a library."""

from pathlib import Path

NAMES = (
    *("Ana", "Ben", "Cleo", "Dan", "Eva", "Farid", "Gita", "Hugo", "Inés", "Jonas", "Kira"),
    *("Leon", "Mina", "Noor", "Omar", "Pia", "Quentin", "Ruth", "Sami", "Tomás", "Uma", "Vera"),
    *("Wim", "Yara"),
)
EVENING = ["--size", "4-6", "--questions", "q1,q2"]


def evening(people: int = len(NAMES)) -> str:
    """Name, role, language, evening, household, and two questions."""
    lines = ["name,role,lang,evening,home,q1,q2"]
    for at, name in enumerate(NAMES[:people]):
        role = "facilitator" if at % 4 == 0 else "guest"
        evening = ("Tuesday", "Tuesday;Thursday")[at % 2]
        lines.append(
            f"{name},{role},es|en,{evening},{'Hill 3' if at < 2 else ''},{at % 5},{at % 3}"
        )
    return "\n".join(lines) + "\n"


def written(folder: Path, text: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
