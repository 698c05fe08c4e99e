"""What happens in one domain because of what happened in another: the whole table.

Each row reads: after this event, do this deed, `now` (in the same transaction) or `later` (as a
background task that the same transaction writes down).

    Reaction(CircleClosed, ask_how_heard_people_felt, "later"),
"""

from heard.base.reactions import Reaction

REACTIONS: tuple[Reaction, ...] = ()
