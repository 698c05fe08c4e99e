"""What people type about themselves."""

import zoneinfo
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from heard.people.actions import find_or_welcome
from heard.people.models import Person

CONTINENTS = (
    *("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/"),
    *("Australia/", "Europe/", "Indian/", "Pacific/"),
)


class SignInForm(LoginForm):  # type: ignore[misc]
    """An address is enough: a code goes to it, and a new person is welcomed on the way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        self.user = find_or_welcome(self.cleaned_data["login"])
        response: HttpResponse = super().login(request, redirect_url)
        return response


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every key added here is one that signs in on its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["name"].label = _("A name for it, for example the device it is on")


class ProfileForm(forms.ModelForm[Person]):
    """Name, language and time zone; the languages are those of the node."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As the device has it")), *languages()],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=lambda: [("", "UTC"), *time_zones()]
    )

    class Meta:
        model = Person
        fields = ("name", "language", "time_zone")
        labels = {"name": _("Your name")}


class CodeForm(forms.Form):
    """The code from the e-mail, once more."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class OwnerForm(forms.Form):
    """Who the first owner is."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("What shall we call you?"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


def languages() -> list[tuple[str, str]]:
    """Each in its own words, because whoever looks for theirs may read no other."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def time_zones() -> list[tuple[str, str]]:
    """Those that are places people live in: `Europe/Madrid`, not `Etc/GMT+3`."""
    places = (zone for zone in zoneinfo.available_timezones() if zone.startswith(CONTINENTS))
    return [(zone, zone.replace("_", " ")) for zone in sorted(places)]
