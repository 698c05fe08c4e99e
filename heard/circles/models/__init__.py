"""Circles, their seats, the log of what happened, and what may be erased from beside it."""

from heard.circles.models.answers import (
    LONGEST_CAPTION,
    Caption,
    Concern,
    Side,
    SliderAnswer,
    TurnRating,
)
from heard.circles.models.circles import Circle, Mode, Seat
from heard.circles.models.guarding import keep_ages_apart, let_migrations_pass
from heard.circles.models.logs import CircleEvent, Command, Heartbeat

__all__ = [
    "LONGEST_CAPTION",
    "Caption",
    "Circle",
    "CircleEvent",
    "Command",
    "Concern",
    "Heartbeat",
    "Mode",
    "Seat",
    "Side",
    "SliderAnswer",
    "TurnRating",
    "keep_ages_apart",
    "let_migrations_pass",
]
