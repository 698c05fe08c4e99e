"""How allauth, which keeps our door, writes to people and lets them in."""

import hmac
import secrets
from datetime import datetime
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from heard.base import clock
from heard.people.core.browsers import browser_of

TRIES: Final = 3
_CODE: Final = "code_to_sign_in_again"


class Doorkeeper(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in by a code in an e-mail."""

    def format_email_subject(self, subject: str) -> str:
        # On one line, whatever signs the name of the node has: a second would be a header.
        return " ".join(f"{settings.HEARD_NODE_NAME}: {subject}".split())

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> Any:
        node = {"node_name": settings.HEARD_NODE_NAME, "node_url": settings.HEARD_URL}
        return super().render_mail(template_prefix, email, context | node, headers)

    def generate_login_code(self) -> str:
        # Digits are typed on every keyboard; three tries and a rate limit guard them.
        return "".join(secrets.choice("0123456789") for _ in range(6))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """By a passkey; the code has a page of its own (`views/stepping.py`)."""
        url = reverse("mfa_reauthenticate_webauthn")
        entry = {"id": "mfa_reauthenticate:webauthn", "description": "", "url": url}
        return [entry] if has_passkeys(user.pk) else []

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be sent on to it; what cannot be read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only what a passkey is to sign is asked for by a script; all else are pages."""
        is_asked = request.method == "GET" and request.path == reverse("mfa_login_webauthn")
        return is_asked and bool(super().is_ajax(request))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        note_browser(request, now=clock.now())

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


def note_browser(request: HttpRequest, *, now: datetime) -> None:
    """So that a person can tell their sessions apart: the kind of browser, and since when."""
    request.session["browser"] = browser_of(request.headers.get("user-agent", ""))
    request.session["signed_in_since"] = now.timestamp()


def has_passkeys(person_id: int | None) -> bool:
    keys = Authenticator.objects.filter(user_id=person_id, type=Authenticator.Type.WEBAUTHN)
    return bool(keys.exists())


def send_code_again(request: HttpRequest, *, email: str, now: datetime) -> None:
    """To the address of whoever is signed in; of the code only a hash stays, in their session."""
    door = get_adapter()
    code = door.generate_login_code()
    until = now.timestamp() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    request.session[_CODE] = {"hash": _hash_of(code), "until": until, "tries": TRIES}
    door.send_mail("account/email/login_code", email, {"request": request, "code": code})


def is_the_code(request: HttpRequest, code: str, *, now: datetime) -> bool:
    """Each code is good once, and a third wrong one uses it up."""
    kept = request.session.pop(_CODE, None)
    if kept is None or now.timestamp() > kept["until"]:
        return False
    if hmac.compare_digest(_hash_of(code.strip()), kept["hash"]):
        return True
    if kept["tries"] > 1:
        request.session[_CODE] = kept | {"tries": kept["tries"] - 1}
    return False


def _hash_of(code: str) -> str:
    return salted_hmac("heard.people.again", code, algorithm="sha256").hexdigest()


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Lets this device use the language that the person has chosen."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response
