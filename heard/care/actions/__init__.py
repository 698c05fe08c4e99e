"""The door through which care is given."""

from heard.care.actions.parting import block, unblock
from heard.care.actions.reporting import report, settle

__all__ = ["block", "report", "settle", "unblock"]
