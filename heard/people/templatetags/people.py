"""What was looked at, in words."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

WORDS = {
    "access-needs": _("What you need so that you can take part, in a circle that you sit in"),
    "account-closed": _("Your account was closed"),
    "account-reopened": _("Your account was opened again"),
    "erasure": _("You asked to be forgotten"),
    "export": _("Everything about you was downloaded"),
    "host-page": _("A circle that you sit in: your name there, and whether you are here"),
    "ownership-given": _("You were made an owner of this node"),
    "people-list": _("The list of people here: your name and your address"),
    "report-read": _("A report from a circle"),
    "role-facilitator": _("You are a facilitator in a community"),
    "role-gone": _("You no longer belong to a community"),
    "role-member": _("You are a member of a community"),
    "role-steward": _("You are a steward of a community"),
    "vetting": _("It was noted that you may sit with minors"),
}


@register.simple_tag
def look_in_words(what: str) -> str:
    return str(WORDS.get(what, what))
