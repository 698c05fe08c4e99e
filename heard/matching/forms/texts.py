"""Reads a file as text: what is certain by its first bytes, else UTF-8, else what is assumed."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from heard.matching.forms.faults import SheetFault

# The longer marks first: UTF-32 begins as UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = "cp1252"
# What a sheet is, whatever its name says: those that programs for sheets keep.
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


@dataclass(frozen=True)
class Text:
    """`assumed`: the encoding, where nothing in the file says it."""

    text: str
    assumed: str = ""


def read_text(path: Path, encoding: str = "") -> Text:
    raw = _bytes_of(path)
    if raw.startswith(_NOT_TEXT):
        raise SheetFault(
            f"{path.name} is not a CSV file; open it in your program for sheets and save it as CSV."
        )
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return Text(_decode(raw, name, path))
    if encoding:
        return Text(_decode(raw, encoding, path))
    return _without_mark(raw, path)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SheetFault(f"There is no file {path}; look at its name and folder.") from None
    except IsADirectoryError:
        raise SheetFault(f"{path} is a folder; name the CSV file in it.") from None
    except OSError as fault:
        raise SheetFault(
            f"{path} cannot be read ({fault.strerror}); allow it or copy it."
        ) from None


def _without_mark(raw: bytes, path: Path) -> Text:
    # Every second byte of plain letters in UTF-16 is zero, and text in UTF-8 has none.
    for zeros, name in ((raw[1:400:2], "utf-16-le"), (raw[0:400:2], "utf-16-be")):
        if zeros.count(0) > len(zeros) * 0.4 > 0:
            return Text(_decode(raw, name, path), assumed="UTF-16")
    try:
        return Text(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Text(_decode(raw, _OLD, path), assumed="Windows-1252")


def _decode(raw: bytes, encoding: str, path: Path) -> str:
    try:
        return raw.decode(encoding)
    except LookupError:
        raise SheetFault(
            f"--encoding is {encoding}, which is unknown; write for example utf-8 or cp1256."
        ) from None
    except UnicodeDecodeError:
        raise SheetFault(
            f"{path.name} is not text that can be read; save it as CSV in UTF-8, or name its "
            "encoding, for example --encoding cp1256."
        ) from None
