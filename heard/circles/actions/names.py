"""Says in a sentence what is wrong with a name or a number."""

from django.utils.translation import gettext as _

from heard.circles.core.nicknames import LONGEST, NicknameFault, clean_nickname


class Unfit(ValueError):
    """Wrong input at the door: `code` for programs, `message` for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def fit_name(text: str) -> str:
    """The cleaned name. Raises `Unfit`."""
    try:
        return clean_nickname(text)
    except NicknameFault as fault:
        raise Unfit(f"name_{fault.code}", _sentence(fault.code)) from None


def _sentence(code: str) -> str:
    if code == "empty":
        return _("Write a name that the others can read.")
    return _("That name is too long. Use at most %(most)d letters.") % {"most": LONGEST}
