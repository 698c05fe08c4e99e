"""What the node holds beside circles: reports, consents, looks, and at last the account."""

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.base.holdings import (
    Blank,
    Delete,
    Lapse,
    OfPerson,
    OfSeat,
    Rule,
)
from heard.care.models import Block, Report
from heard.people.models import (
    Consent,
    Erasure,
    GuardianConsent,
    Look,
    OwnerLink,
    Person,
    Vetting,
)
from heard.site.data_rules.words import (
    NUMBER,
    OF_OTHERS,
    SECRET,
    UNTIL_ERASED,
)
from heard.site.data_subjects import (
    A_YEAR,
    DAYS_30,
    TWO_YEARS,
    as_actor_or_subject,
)

RECORDS: Final = (
    Rule(
        Report,
        what=_("Reports that you made"),
        kept=_("words and names for a year after somebody settled it"),
        found=(OfPerson("reporter"), OfSeat("reporter_seat")),
        takes=("circle_id", "is_from_table", "is_about_facilitator", "reason", "words", "at"),
        leaves={
            NUMBER: ("id", "reporter_id", "reporter_seat"),
            OF_OTHERS: ("about_id", "about_seat", "settled_by_id"),
            _("how those who care for this node weigh it"): ("weight", "settled_at", "was_upheld"),
        },
        erases=(
            Blank(OfPerson("reporter"), {"reporter": None, "reporter_seat": None, "words": ""}),
            Blank(OfSeat("reporter_seat"), {"reporter_seat": None, "words": ""}),
            Blank(OfPerson("about"), {"about": None, "about_seat": None}),
            Blank(OfSeat("about_seat"), {"about_seat": None}),
            Blank(OfPerson("settled_by"), {"settled_by": None}),
        ),
        stays=_("That there was a report, and its reason, stay: without you, without your words."),
        lapses=(
            Lapse(
                A_YEAR,
                "settled_at",
                values={
                    "words": "",
                    "reporter": None,
                    "reporter_seat": None,
                    "about": None,
                    "about_seat": None,
                },
            ),
        ),
    ),
    Rule(
        Block,
        what=_("That you do not want to sit with somebody again"),
        kept=UNTIL_ERASED,
        found=(OfPerson("blocker"),),
        takes=("at",),
        leaves={NUMBER: ("id", "blocker_id"), OF_OTHERS: ("blocked_id",)},
        erases=(Delete(OfPerson("blocker")), Delete(OfPerson("blocked"))),
    ),
    Rule(
        Consent,
        what=_("What you agreed to, and what you took back"),
        kept=_("until you erase your account; of a seat without one, for a year"),
        found=(OfPerson("person"), OfSeat("seat_id")),
        takes=("purpose", "version", "text_hash", "language", "scope", "is_given", "how", "at"),
        leaves={NUMBER: ("id", "person_id", "seat_id")},
        erases=(Delete(OfPerson("person")), Delete(OfSeat("seat_id"))),
        lapses=(Lapse(A_YEAR, "at", only=Q(person=None)),),
    ),
    Rule(
        GuardianConsent,
        what=_("That somebody who answers for you has agreed"),
        kept=_("a year after it was taken back; of a seat without an account, a year"),
        found=(OfPerson("person"), OfSeat("seat_id")),
        takes=("scope", "reference", "given_at", "withdrawn_at"),
        leaves={NUMBER: ("id", "person_id", "seat_id"), OF_OTHERS: ("recorded_by_id",)},
        erases=(
            Delete(OfPerson("person")),
            Delete(OfSeat("seat_id")),
            Blank(OfPerson("recorded_by"), {"recorded_by": None}),
        ),
        lapses=(
            Lapse(A_YEAR, "withdrawn_at"),
            Lapse(A_YEAR, "given_at", only=Q(person=None)),
        ),
    ),
    Rule(
        Vetting,
        what=_("That you were looked at before you sit with minors"),
        kept=_("a year after it has run out"),
        found=(OfPerson("person"),),
        takes=("place", "holds_from", "holds_until", "recorded_at", "withdrawn_at"),
        leaves={NUMBER: ("id", "person_id"), OF_OTHERS: ("recorded_by_id",)},
        erases=(
            Delete(OfPerson("person")),
            Blank(OfPerson("recorded_by"), {"recorded_by": None}),
        ),
        lapses=(Lapse(A_YEAR, "holds_until"),),
    ),
    Rule(
        Look,
        what=_("Who looked at what is yours, and at whose you looked"),
        kept=_("a year"),
        found=(OfPerson("subject"), OfPerson("actor")),
        takes=("what", "scope", "at"),
        tells={"whose": as_actor_or_subject},
        leaves={
            NUMBER: ("id",),
            OF_OTHERS: ("actor_id", "subject_id", "actor_digest", "subject_digest"),
            _("what keeps the lines in order"): ("hash", "hash_before"),
        },
        erases=(
            Blank(OfPerson("subject"), {"subject": None}),
            Blank(OfPerson("actor"), {"actor": None}),
        ),
        stays=_("That somebody looked stays as a line without names, for a year."),
    ),
    Rule(
        OwnerLink,
        what=_("That you became an owner of this node by a link"),
        kept=_("30 days after the link ends"),
        found=(OfPerson("used_by"),),
        takes=("made_at", "expires_at", "used_at"),
        leaves={NUMBER: ("id", "used_by_id"), SECRET: ("token_hash",)},
        erases=(Blank(OfPerson("used_by"), {"used_by": None}),),
        lapses=(Lapse(DAYS_30, "expires_at"),),
    ),
    Rule(
        Erasure,
        what=_("That the account or seat of this number was erased, so that a backup forgets it"),
        kept=_("two years, longer than any backup may be"),
        leaves={NUMBER: ("id", "kind", "subject", "at")},
        stays=_("The number of what was erased stays, so that a backup forgets it again."),
        lapses=(Lapse(TWO_YEARS, "at"),),
    ),
)

ACCOUNTS: Final = (
    Rule(
        Person,
        what=_("Your account"),
        kept=_("until you erase it; when the address was never confirmed, a week"),
        found=(OfPerson("id"),),
        takes=(
            *("id", "email", "nickname", "language", "languages", "time_zone"),
            *("access_needs", "age_band", "is_owner", "is_active", "joined_at", "last_login"),
        ),
        erases=(Delete(OfPerson("id")),),
    ),
)
