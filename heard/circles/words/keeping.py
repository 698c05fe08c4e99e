"""The words that only who keeps the process needs; nobody else loads them."""

from django.utils.translation import gettext as _
from django.utils.translation import override


def keeping_words(language: str) -> dict[str, str]:
    """As `room_words`."""
    with override(language):
        return {
            "keep_pause_all": _("Pause for everyone"),
            "keep_pause_all_note": _(
                "Until you let it go on, at most five minutes. Every turn is kept."
            ),
            "keep_hush": _("Ask {name} for quiet"),
            "keep_hush_note": _("Until this turn is over. They can still raise a concern."),
            "keep_unhush": _("Let {name} be heard again"),
            "keep_unhush_note": _("Quiet ends by itself with this turn."),
            "keep_remove": _("Remove {name} from the circle"),
            "keep_remove_ask": _("{name} will be out at once, and cannot come back."),
            "keep_remove_yes": _("Remove them"),
            "keep_remove_no": _("Let them stay"),
        }
