"""Sends the letter of an invitation; the one way out of this domain."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger(__name__)


def send_invitation(
    *, to: str, community: str, inviter: str, address: str, expires_at: datetime, language: str
) -> bool:
    """Whether the mail server took it; the link itself is good either way."""
    told = {
        "community": community,
        "inviter": inviter,
        "address": address,
        "expires_at": expires_at,
        "node_name": settings.HEARD_NODE_NAME,
        "node_url": settings.HEARD_URL,
    }
    with translation.override(language):
        subject = render_to_string("communities/email/invitation_subject.txt", told)
        words = render_to_string("communities/email/invitation_message.txt", told)
    # On one line, whatever signs a name has: a second would be a header.
    letter = EmailMessage(" ".join(subject.split()), words.strip() + "\n", to=[to])
    try:
        return letter.send() == 1
    except OSError as fault:
        log.warning("An invitation could not be sent: %s", type(fault).__name__)
        return False
