"""Measures matching. Each of these tells its options with --help.

.venv/bin/python -m bench.matching mdgplib   # matrices, beside published values
.venv/bin/python -m bench.matching spread    # vectors without rules, beside other methods
.venv/bin/python -m bench.matching lobby     # 10,000 people under all rules
.venv/bin/python -m bench.matching rounds    # 100,000 people under all rules, three rounds
.venv/bin/python -m bench.matching small     # a million small matchings, looked at one by one
.venv/bin/python -m bench.matching process   # the process of its own, and what rooms feel
"""

import importlib
import sys
from typing import Final

PARTS: Final = ("mdgplib", "spread", "lobby", "rounds", "small", "process")


def main() -> None:
    part, *arguments = sys.argv[1:] or [""]
    if part not in PARTS:
        sys.exit(__doc__)
    importlib.import_module(f"bench.matching.{part}").main(arguments)


if __name__ == "__main__":
    main()
