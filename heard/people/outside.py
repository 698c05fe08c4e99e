"""How allauth, which keeps our door, writes to people and lets them in."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse


class Doorkeeper(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in by a code in an e-mail."""

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.HEARD_NODE_NAME}: {subject}"

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> Any:
        node = {"node_name": settings.HEARD_NODE_NAME, "node_url": settings.HEARD_URL}
        return super().render_mail(template_prefix, email, context | node, headers)

    def generate_login_code(self) -> str:
        # Digits are typed on every keyboard; three tries and a rate limit guard them.
        return "".join(secrets.choice("0123456789") for _ in range(6))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        return speak(response, getattr(user, "language", ""))


class Keyring(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys: another way in beside the code, never one more hurdle after it."""

    def is_mfa_enabled(self, user: AbstractBaseUser, types: Any = None) -> bool:
        return False

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.HEARD_NODE_NAME}


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Lets this device use the language that the person has chosen."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response
