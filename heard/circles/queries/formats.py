"""The formats that this node ships."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from heard.circles.core.formats import Format, read_format

FOLDER = Path(__file__).resolve().parent.parent / "formats"


@lru_cache(maxsize=1)
def shipped_formats() -> Mapping[str, Format]:
    """Every format by its id, those for beginners first, then by name."""
    documents = (yaml.safe_load(format_text(file.stem)) for file in FOLDER.glob("*.yaml"))
    formats = [read_format(document) for document in documents]
    formats.sort(key=lambda each: (not each.for_beginners, each.texts("en")["name"]))
    return MappingProxyType({each.id: each for each in formats})


def listed_formats() -> tuple[Format, ...]:
    """Those that people may choose."""
    return tuple(each for each in shipped_formats().values() if each.listed)


def format_text(format_id: str) -> str:
    """The document as it was written. Raises `FileNotFoundError` for what is not shipped."""
    return (FOLDER / f"{format_id}.yaml").read_text(encoding="utf-8")
