"""What people type about themselves."""

import zoneinfo
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from heard.people.actions import find_or_welcome
from heard.people.core.addresses import clean_address
from heard.people.core.ages import AgeBand
from heard.people.models import Person
from heard.people.models.persons import AGE_BANDS

COME_WITH_OTHERS = _(
    "Whoever is younger than 18 comes in through a school or a hospital that looks after them. Ask "
    "there: circles of your own age are for you. This was not kept."
)
ASK_OTHERS = _("Whoever looks after you here changes this with you. Ask them. This was not kept.")
# Those that Django can name, each in its own words.
SPOKEN = sorted(
    (code, info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info
)
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

    def clean_login(self) -> str:
        return fit_address(super().clean_login())

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        # The code goes to the very letters by which the person was found.
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
    """All that is asked of a person, and for whom it is."""

    nickname = forms.CharField(
        label=_("Nickname"),
        help_text=_("It stands there already when you take a seat; you can write another there."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can listen in"),
        help_text=_("You can choose several."),
        choices=SPOKEN,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    language = forms.ChoiceField(
        label=_("Language of these pages"),
        required=False,
        choices=lambda: [("", _("As the device has it")), *languages()],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=lambda: [("", "UTC"), *time_zones()]
    )
    access_needs = forms.CharField(
        label=_("What you need so that you can take part"),
        help_text=_(
            "For example captions, no video, or pauses. Only the hosts with whom you sign up see "
            "it. You may leave this empty."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    age_band = forms.ChoiceField(
        label=_("How old are you?"), choices=AGE_BANDS, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Person
        fields = ("nickname", "languages", "language", "time_zone", "access_needs", "age_band")

    def clean_age_band(self) -> str:
        """Nobody makes themselves a minor, or a grown-up, by one tap."""
        told: str = self.cleaned_data["age_band"] or self.instance.age_band
        if told == self.instance.age_band:
            return told
        raise forms.ValidationError(COME_WITH_OTHERS if told != AgeBand.ADULT else ASK_OTHERS)


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

    def clean_email(self) -> str:
        return fit_address(self.cleaned_data["email"])


def fit_address(text: str) -> str:
    """The cleaned address, or a sentence."""
    try:
        return clean_address(text)
    except ValueError:
        words = _("Write the address with the letters a to z, as a mail server reads it.")
        raise forms.ValidationError(words) from None


def languages() -> list[tuple[str, str]]:
    """Each in its own words, because whoever looks for theirs may read no other."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def time_zones() -> list[tuple[str, str]]:
    """Those that are places people live in: `Europe/Madrid`, not `Etc/GMT+3`."""
    places = (zone for zone in zoneinfo.available_timezones() if zone.startswith(CONTINENTS))
    return [(zone, zone.replace("_", " ")) for zone in sorted(places)]
