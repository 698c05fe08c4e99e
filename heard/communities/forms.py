"""What stewards type of their community and of those they invite."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.base.choices import SPOKEN, time_zones
from heard.communities.core.kinds import CARING_KINDS
from heard.communities.core.names import (
    LONGEST_NAME,
    LONGEST_WELCOME,
    clean_name,
    clean_welcome,
)
from heard.communities.core.roles import Role as OfRole
from heard.communities.core.telling import Told
from heard.communities.models import Colour, Kind, Role
from heard.people.queries import clean_address

SENTENCES = {
    "required": _("Write something here."),
    "max_length": _("Use at most %(limit_value)d letters; these are %(show_value)d."),
    "invalid_choice": _("Choose one of those that stand here."),
}
NO_MINORS_HERE = _(
    "Minors sit only where a school or a hospital looks after them. Take this out, or choose one "
    "of these two above."
)
ABOUT_ROLES = {
    Role.MEMBER.value: _("Takes part, and sees who else does."),
    Role.FACILITATOR.value: _("Takes part, and also keeps the process in circles."),
    Role.STEWARD.value: _("Looks after this community and all below it, and invites people."),
}


class CommunityForm(forms.Form):
    """What a community says of itself."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages=SENTENCES,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    kind = forms.ChoiceField(
        label=_("What kind of community is it?"), choices=Kind, error_messages=SENTENCES
    )
    welcome = forms.CharField(
        label=_("A welcome in your own words"),
        help_text=_("A few sentences for whoever comes to the page. You may leave this empty."),
        max_length=LONGEST_WELCOME,
        error_messages=SENTENCES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that are spoken here"),
        help_text=_("You can choose several."),
        choices=SPOKEN,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=lambda: [("", "UTC"), *time_zones()]
    )
    colour = forms.ChoiceField(
        label=_("Colour"), choices=Colour, error_messages=SENTENCES, widget=forms.RadioSelect
    )
    is_public = forms.BooleanField(
        label=_("Everybody may see this page"),
        help_text=_("Without it, members only. Who the members are, only members see."),
        required=False,
    )
    children_sit = forms.BooleanField(label=_("Children under 13 may sit here"), required=False)
    teens_sit = forms.BooleanField(label=_("Teenagers from 13 to 17 may sit here"), required=False)

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(SENTENCES["required"])
        return name

    def clean_welcome(self) -> str:
        return clean_welcome(self.cleaned_data["welcome"])

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        minors = said.get("children_sit") or said.get("teens_sit")
        if minors and said.get("kind") not in CARING_KINDS:
            self.add_error("teens_sit", NO_MINORS_HERE)
        return said

    def told(self) -> Told:
        return Told(**self.cleaned_data)


class RoleForm(forms.Form):
    """What somebody is here."""

    role = forms.ChoiceField(
        label=_("As what?"), choices=Role, error_messages=SENTENCES, widget=forms.RadioSelect
    )

    def roles(self) -> list[tuple[Any, str]]:
        """Each with a line about it."""
        return [(each, str(ABOUT_ROLES[str(each.data["value"])])) for each in self["role"]]

    def clean_role(self) -> OfRole:
        return OfRole(self.cleaned_data["role"])


class InvitationForm(RoleForm):
    """Whom a link is for, and as what they come."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("Only who has this address can use the link."),
        max_length=254,
        error_messages={**SENTENCES, "invalid": _("Write an address, as ada@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role"]

    def clean_email(self) -> str:
        try:
            return clean_address(self.cleaned_data["email"])
        except ValueError:
            words = _("Write the address with the letters a to z, as a mail server reads it.")
            raise forms.ValidationError(words) from None
