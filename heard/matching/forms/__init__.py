"""What people type, checked at the door: sheets, columns and sizes."""

from heard.matching.forms.asking import Columns, split_names
from heard.matching.forms.faults import SheetFault
from heard.matching.forms.people import People, read_people
from heard.matching.forms.sizes import read_sizes

__all__ = [
    "Columns",
    "People",
    "SheetFault",
    "read_people",
    "read_sizes",
    "split_names",
]
