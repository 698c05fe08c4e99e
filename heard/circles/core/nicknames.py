"""Names as people write them, without what would disturb the names around them."""

import unicodedata

LONGEST = 40
LONGEST_STORED = 160
MARKS_IN_A_ROW = 3
_JOINERS = "\u200c\u200d"
# They take up room or nothing at all, and show nothing.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_REGIONAL = range(0x1F1E6, 0x1F200)


class NicknameFault(ValueError):
    """`code` is `empty` or `too_long`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_nickname(text: str) -> str:
    """The name in NFC, on one line, without controls, overrides and hidden signs.

    Raises `NicknameFault` for a name without anything to see, or of more than 40 signs.
    """
    # Long input is refused by its length before any work is done on it.
    if len(text) > LONGEST_STORED * 4:
        raise NicknameFault("too_long")
    name = " ".join("".join(_kept(unicodedata.normalize("NFC", text))).split())
    if not any(unicodedata.category(sign)[0] in "LNSP" for sign in name):
        raise NicknameFault("empty")
    if signs_in(name) > LONGEST or len(name) > LONGEST_STORED:
        raise NicknameFault("too_long")
    return name


def clean_words(text: str, *, longest: int) -> str:
    """Free words, with their lines, without controls and overrides."""
    lines = unicodedata.normalize("NFC", text[: longest * 4]).splitlines()
    return "\n".join("".join(_kept(line)).rstrip() for line in lines).strip()[:longest]


def signs_in(name: str) -> int:
    """About how many signs a reader sees."""
    count, joined, half_flag = 0, False, False
    for sign in name:
        point = ord(sign)
        if point in _REGIONAL and half_flag:
            half_flag = False
        elif not (joined or _belongs_to_sign_before(sign)):
            count += 1
            half_flag = point in _REGIONAL
        joined = sign == "\u200d"
    return count


def _belongs_to_sign_before(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or ord(sign) in _SKIN_TONES or sign in _JOINERS


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for index, sign in enumerate(text):
        category = unicodedata.category(sign)
        marks = marks + 1 if category == "Mn" else 0
        if sign in _JOINERS:
            if _joins(text, index):
                kept.append(sign)
        elif category[0] == "Z" or sign in _BLANKS or sign in "\t\n\r":
            kept.append(" ")
        elif (category[0] != "C" or category == "Cn") and marks <= MARKS_IN_A_ROW:
            kept.append(sign)
    return kept


def _joins(text: str, index: int) -> bool:
    """Joiners belong inside an emoji, and between letters of scripts that join."""
    before = next(
        (sign for sign in reversed(text[:index]) if not _belongs_to_sign_before(sign)),
        "",
    )
    after = text[index + 1 : index + 2]
    if not before or not after:
        return False
    kinds = {unicodedata.category(before), unicodedata.category(after)}
    return kinds == {"Lo"} or (text[index] == "\u200d" and kinds == {"So"})
