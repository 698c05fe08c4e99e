"""What a node holds of people: found, handed out, erased and let go by one table of rules.

The table itself stands in `heard/site/data_rules/`.
"""

from heard.base.holdings.archives import read_archive, write_archive
from heard.base.holdings.erasing import erase, let_go
from heard.base.holdings.rules import (
    Blank,
    DataRules,
    Delete,
    Lapse,
    OfPerson,
    OfPlace,
    OfSeat,
    Place,
    Rule,
    Subject,
    data_rules,
)
from heard.base.holdings.taking import Holding, holdings_of, rows_of

__all__ = [
    "Blank",
    "DataRules",
    "Delete",
    "Holding",
    "Lapse",
    "OfPerson",
    "OfPlace",
    "OfSeat",
    "Place",
    "Rule",
    "Subject",
    "data_rules",
    "erase",
    "holdings_of",
    "let_go",
    "read_archive",
    "rows_of",
    "write_archive",
]
