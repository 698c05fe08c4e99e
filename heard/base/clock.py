"""The time inside a process: aware UTC that never runs backwards."""

import time
from datetime import UTC, datetime, timedelta

_wall_at_start = datetime.now(UTC)
_ticks_at_start = time.monotonic()


def now() -> datetime:
    """The wall clock at the start of the process, plus what has passed since then.

    A wall clock that is set, or that leaps, neither shortens nor lengthens anyone's turn.
    """
    return _wall_at_start + timedelta(seconds=time.monotonic() - _ticks_at_start)
