"""The words of faces and voices: green room, switches, lines, captions."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from heard.circles.words.plurals import plural


def media_words(language: str) -> dict[str, str]:
    """Words by key, as `room_words`; only rooms on video or by voice are sent them."""
    with override(language):
        return {
            **_devices(),
            **_faults(),
            **_green_room(),
            **_trials(),
            **_coming_back(),
            **_lines(),
            **_written(),
            **_beside(),
        }


def _devices() -> dict[str, str]:
    return {
        "mic_on": _("Mic on"),
        "mic_off": _("Mic off"),
        "camera_on": _("Camera on"),
        "camera_off": _("Camera off"),
        "mic_rests": _("Your microphone rests."),
        "seat_mic_off": _("mic off"),
        "seat_unreachable": _("words only"),
        "device_changed": _("Now using {label}"),
        "usual_device": _("The usual one"),
    }


def _faults() -> dict[str, str]:
    """`mic_` or `camera_` and what `Capture` says of it."""
    return {
        "mic_denied": _(
            "The browser keeps the microphone shut. Tap the sign beside the address, allow it, "
            "then turn it on again."
        ),
        "mic_busy": _(
            "Another program holds the microphone. Close it there, then turn it on here again."
        ),
        "mic_missing": _(
            "We find no microphone. Plug one in and turn it on again. Listening works without."
        ),
        "mic_gone": _(
            "The microphone is gone: unplugged, or taken by a call. Turn it on again when you like."
        ),
        "mic_insecure": _(
            "Without https the browser keeps the microphone shut. Ask the host for the https "
            "address."
        ),
        "camera_denied": _(
            "The browser keeps the camera shut. Tap the sign beside the address, allow it, "
            "then turn it on again."
        ),
        "camera_busy": _(
            "Another program holds the camera. Close it there, then turn it on here again."
        ),
        "camera_missing": _(
            "We find no camera. Plug one in and turn it on again. It goes well without."
        ),
        "camera_gone": _(
            "The camera is gone: unplugged, or taken by a call. Turn it on again when you like."
        ),
        "camera_insecure": _(
            "Without https the browser keeps the camera shut. Ask the host for the https address."
        ),
    }


def _green_room() -> dict[str, str]:
    return {
        "green_asking": _("The browser asks whether you allow it."),
        "green_mic_off": _("Your microphone is off. You come in listening."),
        "green_speak": _("Your microphone is on. Say a few words."),
        "green_well": _("Your voice comes through well"),
        "green_quiet": _("Your voice is very quiet"),
        "green_nothing": _("We hear nothing from this microphone yet"),
        "green_through": _("A device beside you has the sound. This one stays silent."),
        "green_camera_off": _("Your camera is off. That is fine."),
        "green_camera_on": _("Only you see this picture."),
        "green_listen": _("Enter and listen"),
        "green_enter": _("Enter the circle"),
        "green_first": _("You are the first"),
    }


def _trials() -> dict[str, str]:
    return {
        "tone_played": _("Two notes. If you heard none, turn the sound up or choose another."),
        "self_needs_mic": _("Turn your microphone on first."),
        "self_records": _("Speak now, for three seconds."),
        "self_plays": _("This is you. It never leaves this device."),
        "self_played": _("That was you. Nothing of it is kept."),
        "line_tries": _("We try the line."),
        "line_is_video": _("Video will work."),
        "line_is_voice": _("Voices will work; faces may not."),
        "line_is_sound": _("Voices will work."),
        "line_is_words": _("Only words will come through here."),
        "line_is_away": _("There is no line just now. Try again in a moment."),
        "relay_refused": _("The relay of this node does not let us in; tell the host."),
    }


def _coming_back() -> dict[str, str]:
    return {
        "tap_to_come_back": _("Tap to come back"),
        "come_back_mic": _("You come back with your microphone on, as you were."),
        "come_back_mic_camera": _("You come back with microphone and camera on, as you were."),
        "come_back_camera": _("You come back with your camera on, as you were."),
        "only_listen": _("Only listen"),
        "try_again": _("Try again"),
        "go_on_without": _("Go on without"),
        "sound_blocked": _("The browser holds the sound back. Tap once to hear the others."),
    }


def _lines() -> dict[str, str]:
    return {
        **plural("hears_you", lambda n: ngettext("{names} hears you", "{names} hear you", n)),
        "unreachable": _("The line to {name} is broken. Words still go through."),
        "line_small": _("The line is weak: faces are small"),
        "line_sound": _("The line is weak: voices only"),
        "line_words": _("The line is too weak for voices. Write what you want to say."),
    }


def _written() -> dict[str, str]:
    return {
        "write_instead": _("Write instead of speaking"),
        "write_instead_note": _("In this turn. The others read what you send."),
        "write_instead_end": _("Speak again, no longer write"),
        "write_for": _("What {name} says, for the others to read"),
        "write_label": _("What you want to say"),
        "write_listener_label": _("What you heard, in your own words"),
        "captions_on": _("Captions on"),
        "captions_off": _("Captions off"),
        "seat_captions": _("writes captions"),
        "own_captions": _("Write my words along on this device"),
        "own_captions_end": _("No longer write my words along"),
        "own_captions_note": _(
            "While you speak, this device itself turns your voice into words. Only the words "
            "go to the circle."
        ),
    }


def _beside() -> dict[str, str]:
    return {
        "beside_me": _("A device beside me has the sound"),
        "beside_me_end": _("This device has its own sound again"),
        "beside_nobody": _("Nobody’s. This one has its own sound"),
        "beside_me_note": _("This one then stays silent, so that nothing echoes."),
        "beside_whom": _("Whose device is it?"),
        "seat_through": _("through {name}’s device"),
        "carry_ask": _("{name} sits beside you and would speak through this device."),
        "carry_yes": _("Yes, through this one"),
        "carry_no": _("No, not here"),
    }
