"""Names and words of communities, without what would disturb the words around them."""

import unicodedata
from typing import Final

LONGEST_NAME: Final = 80
LONGEST_WELCOME: Final = 600
# Two that letters of some languages are joined or parted by.
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")


def clean_name(text: str) -> str:
    """In NFC and on one line, without controls and overrides. "" where there is nothing to see."""
    name = " ".join(_seen(" ".join(text.split())).split())
    return name if any(unicodedata.category(sign)[0] in "LNSP" for sign in name) else ""


def clean_welcome(text: str) -> str:
    """Its lines stay."""
    return "\n".join(_seen(line).rstrip() for line in text.splitlines()).strip()


def masked(address: str) -> str:
    """`a…@example.org`: enough for who knows it, too little for who does not."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def _seen(line: str) -> str:
    signs = unicodedata.normalize("NFC", line)
    return "".join(
        sign for sign in signs if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
