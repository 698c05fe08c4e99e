"""What communities hold of those who belong to them and of those who are invited."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heard.base.holdings import Blank, Delete, Lapse, OfPerson, Rule
from heard.communities.models import Community, Invitation, Membership
from heard.site.data_rules.words import NOBODYS, NUMBER, OF_OTHERS, SECRET
from heard.site.data_subjects import DAYS_30, invited

COMMUNITIES: Final = (
    Rule(
        Membership,
        what=_("Communities that you belong to, and what you are there"),
        kept=_("until you leave, or erase your account"),
        found=(OfPerson("person"),),
        takes=("community_id", "role", "joined_at"),
        leaves={NUMBER: ("id", "person_id")},
        erases=(Delete(OfPerson("person")),),
    ),
    Rule(
        Invitation,
        what=_("Invitations to your address, and those that you accepted or sent"),
        kept=_("30 days after the link ends; its address until it is accepted or withdrawn"),
        found=(invited, OfPerson("accepted_by"), OfPerson("made_by")),
        takes=("community_id", "role", "made_at", "expires_at", "accepted_at", "withdrawn_at"),
        leaves={
            NUMBER: ("id",),
            SECRET: ("token_hash",),
            OF_OTHERS: ("email", "made_by_id", "accepted_by_id"),
        },
        erases=(
            Delete(invited),
            Blank(OfPerson("accepted_by"), {"accepted_by": None}),
            Blank(OfPerson("made_by"), {"made_by": None}),
        ),
        lapses=(Lapse(DAYS_30, "expires_at"),),
    ),
    Rule(
        Community,
        what=NOBODYS,
        kept=NOBODYS,
        leaves={
            NOBODYS: (
                *("id", "slug", "path", "parent_id", "kind", "name", "welcome", "languages"),
                *("time_zone", "colour", "is_public", "children_sit", "teens_sit", "made_at"),
            )
        },
    ),
)
