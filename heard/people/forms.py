"""What people type about themselves."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from heard.base.choices import SPOKEN, time_zones
from heard.people.actions import find_or_welcome
from heard.people.core.addresses import clean_address
from heard.people.core.ages import AgeBand
from heard.people.models import Person
from heard.people.models.persons import AGE_BANDS

COME_WITH_OTHERS = _(
    "Whoever is younger than 18 comes in through a school or a hospital that looks after them. Ask "
    "there: circles of your own age are for you. This was not kept."
)
NO_KEY_MADE = _("No passkey was made. Try again, or leave it: the code by e-mail always works.")
NO_KEY_USED = _("The passkey was not used. Try again, or ask for a code.")
LONGEST_NAME_OF_A_PASSKEY: Final = 60
# What the library raises, without saying so, where bytes are no passkey.
NO_PASSKEY: Final = (
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
    struct.error,
)
ASK_OTHERS = _("Whoever looks after you here changes this with you. Ask them. This was not kept.")


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


@contextmanager
def reading_a_passkey(sentence: Any) -> Iterator[None]:
    """Whatever a browser sends is a passkey, or answered with a sentence."""
    try:
        yield
    except NO_PASSKEY:
        raise forms.ValidationError(sentence) from None
    except forms.ValidationError as fault:
        # The library speaks of a code, since other ways to sign in have one.
        if fault.code == "incorrect_code":
            raise forms.ValidationError(sentence) from None
        raise


class Sent(forms.JSONField):
    """What a device sends; `sentence` where it sent nothing that can be read."""

    def __init__(self, sentence: Any) -> None:
        sentences = {"required": sentence, "invalid": sentence}
        super().__init__(widget=forms.HiddenInput, error_messages=sentences)

    def to_python(self, value: Any) -> Any:
        # Lists in lists in lists are too deep for the reader of JSON.
        with reading_a_passkey(self.error_messages["invalid"]):
            return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Never shown again: a passkey is made anew."""
        return None


def name_of_a_passkey(*, required: bool) -> forms.CharField:
    """It stands in a list of one's own, and in the archive of what is ours about somebody."""
    return forms.CharField(
        label=_("A name for it, for example the device it is on"),
        max_length=LONGEST_NAME_OF_A_PASSKEY,
        required=required,
        error_messages={
            "max_length": _("Use at most %(limit_value)d letters; these are %(show_value)d.")
        },
    )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every key added here is one that signs in on its own."""

    name = name_of_a_passkey(required=False)
    credential = Sent(NO_KEY_MADE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Said above the form, since the field itself is hidden."""
        if "credential" not in self.cleaned_data:
            raise forms.ValidationError(NO_KEY_MADE)
        with reading_a_passkey(NO_KEY_MADE):
            said: dict[str, Any] = super().clean()
        return said


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name, as short."""

    name = name_of_a_passkey(required=True)


class UsePasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey."""

    credential = Sent(NO_KEY_USED)

    def clean_credential(self) -> Any:
        with reading_a_passkey(NO_KEY_USED):
            return super().clean_credential()


class UsePasskeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The same, for who is signed in already."""

    credential = Sent(NO_KEY_USED)

    def clean_credential(self) -> Any:
        with reading_a_passkey(NO_KEY_USED):
            return super().clean_credential()


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
            "For example captions, no video, or pauses. While you sit in a circle, whoever hosts "
            "it reads this, and nobody else; you see that they did. You may leave this empty."
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
