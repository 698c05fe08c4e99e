"""Chromium for tests: quiet, small, and without a word to anyone."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM = os.environ.get("HEARD_CHROMIUM") or "/usr/bin/chromium-headless-shell"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Without windows of its own, Chromium ends a page that asks for speech to text on the device.
    "--disable-blink-features=OnDeviceWebSpeechAvailable",
)
# Such as that of a phone that knows its owner's finger, for the browser's virtual authenticator.
LOCK = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def launch_chromium(playwright: "Playwright", *more: str, command: str = CHROMIUM) -> "Browser":
    """A process of its own, with `more` switches."""
    return playwright.chromium.launch(executable_path=command, args=[*QUIET, *more])
