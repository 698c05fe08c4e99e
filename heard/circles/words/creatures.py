"""Names for seats whose people shall have none here: animals and plants."""

from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_suffix(".yaml")


@lru_cache(maxsize=8)
def creatures(language: str) -> tuple[str, ...]:
    """In the order of the file; in English where a language has none."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(row.get(language, row["en"]) for row in rows)
