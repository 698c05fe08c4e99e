"""The words of faces and voices: green room, switches, lines, captions."""

from django.utils.translation import gettext as _
from django.utils.translation import override


def media_words(language: str) -> dict[str, str]:
    """Words by key, as `room_words`; only rooms on video or by voice are sent them."""
    with override(language):
        return {**_devices()}


def _devices() -> dict[str, str]:
    return {
        "mic_on": _("Mic on"),
        "mic_off": _("Mic off"),
        "camera_on": _("Camera on"),
        "camera_off": _("Camera off"),
    }
