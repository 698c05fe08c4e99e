"""What people type about themselves."""

import zoneinfo
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from heard.people.actions import find_or_welcome
from heard.people.models import Person


class SignInForm(LoginForm):  # type: ignore[misc]
    """An address is enough: a code goes to it, and a new person is welcomed on the way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        if self.user is None:
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

    time_zone = forms.TypedChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lazy(lambda: [("", "UTC"), *((zone, zone) for zone in time_zones())], list)(),
    )

    class Meta:
        model = Person
        fields = ("name", "language", "time_zone")
        labels = {"name": _("Your name"), "language": _("Language")}


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


def time_zones() -> list[str]:
    """Those that are places people live in: `Europe/Madrid`, not `Etc/GMT+3`."""
    continents = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe")
    oceans = ("Indian", "Pacific")
    return sorted(
        zone
        for zone in zoneinfo.available_timezones()
        if zone.split("/")[0] in continents + oceans
    )
