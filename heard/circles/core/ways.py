"""How the people of a circle meet: with faces, by voice, each with a device, or at a table."""

from typing import Final

VIDEO: Final = "video"
VOICE: Final = "voice"
TABLE: Final = "table"
# In these, pages send sound, and on video pictures, straight to one another.
MEDIA: Final = (VIDEO, VOICE)
LARGEST_CIRCLE: Final = 8
# Each page sends its picture to every other one; with more than six that no longer goes.
MOST_FACES: Final = 6


def most_people(mode: str) -> int:
    return MOST_FACES if mode == VIDEO else LARGEST_CIRCLE
