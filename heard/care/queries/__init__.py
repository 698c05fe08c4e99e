"""The door through which care is asked."""

from heard.care.queries.parting import BlockLine, blocks_of, parted_from
from heard.care.queries.reports import OpenReport, can_settle, needs_care, open_reports, reasons

__all__ = [
    "BlockLine",
    "OpenReport",
    "blocks_of",
    "can_settle",
    "needs_care",
    "open_reports",
    "parted_from",
    "reasons",
]
