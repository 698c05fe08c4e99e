"""Every word that the room shows, for the page to put together."""

from heard.circles.words.keeping import keeping_words
from heard.circles.words.media import media_words
from heard.circles.words.room import room_words

__all__ = ["keeping_words", "media_words", "room_words"]
