"""What was looked at, in words."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

WORDS = {
    "host-page": _(
        "The page of a circle that you sit in: your name there, and whether you are here"
    ),
    "seat-removed": _("You were asked to leave a circle"),
    "people-list": _("The list of everyone with an account: your name and address"),
    "account-closed": _("Your account was closed"),
    "account-reopened": _("Your account was opened again"),
    "ownership-given": _("You were made an owner of this node"),
    "export": _("Everything about you was downloaded"),
    "erasure": _("You asked to be forgotten"),
    "vetting": _("It was noted that you may sit with minors"),
    "report": _("A report from a circle that you sat in"),
}


@register.simple_tag
def look_in_words(what: str) -> str:
    return str(WORDS.get(what, what))
