"""Keeps the secret part of links out of the log."""

import logging
import re
import time

# A link may stand inside of another, as where one goes after signing in.
_SECRET_LINK = re.compile(
    r"((?:/|%2F)(?:sit|table|owner|invitation)(?:/|%2F))(?:(?!%2F)[^/\s?#&\"'<>])+", re.IGNORECASE
)
# Who reports stays unknown, also to whoever reads the log.
_REPORT = re.compile(r"(/seats/)[^/\s]+(/report/)")
_SECRET_VALUE = re.compile(r"((?:ticket|token|code)=)[^&\s\"']+")
# How uvicorn's access log begins: where someone is, which is nobody's business later. It begins
# at a gap: from each sign of a long address anew, it took seconds in which nobody was answered.
_CLIENT = re.compile(r'(?<!\S)\S+:\d+ - (?=")')
_UNSEEN = {number: f"\\x{number:02x}" for number in (*range(32), *range(127, 160), 0x2028, 0x2029)}


def redacted(text: str) -> str:
    """The text with `…` for every token (`/sit/…/`) and who reports, without addresses."""
    hidden = _REPORT.sub(r"\1…\2", _SECRET_LINK.sub(r"\1…", text))
    return _CLIENT.sub("", _SECRET_VALUE.sub(r"\1…", hidden))


class OfAnotherHost(logging.Filter):
    """Whoever asks for a host that is not ours is no fault of the house: one line for each, which
    says nothing of what they sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "Somebody asked for a host that is not that of HEARD_URL.", ()
        record.exc_info = record.exc_text = None
        return True


class RedactingFormatter(logging.Formatter):
    """Redacts the finished line, so also arguments, tracebacks and messages of libraries.

    Times are in UTC. What somebody sent begins no line of its own and moves no cursor.
    """

    converter = staticmethod(time.gmtime)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (as logging calls it)
        return super().formatMessage(record).translate(_UNSEEN)

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))
