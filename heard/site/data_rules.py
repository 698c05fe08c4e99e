"""What this node holds of people, table by table: what an export has, what erasing does, and when
it goes by itself. A table or a field that is not in here fails `heard/site/tests/test_data_rules`.

Erasing goes from the first row to the last, so the person comes after all that points at them.
"""

from typing import Final

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from heard.base.holdings import (
    Blank,
    DataRules,
    Delete,
    Lapse,
    OfPerson,
    OfPlace,
    OfSeat,
    Rule,
)
from heard.care.models import Block, Report
from heard.circles.actions import forget_unbegun
from heard.circles.models import (
    Caption,
    Circle,
    CircleEvent,
    Command,
    Concern,
    Heartbeat,
    Seat,
    SliderAnswer,
    TurnRating,
)
from heard.people.actions import forget_unconfirmed_people, let_go_of_old_looks
from heard.people.models import (
    Consent,
    Erasure,
    GuardianConsent,
    Look,
    OwnerLink,
    Person,
    Vetting,
)
from heard.site.data_subjects import (
    A_WEEK,
    A_YEAR,
    DAYS_30,
    FINISHED,
    TWO_YEARS,
    as_actor_or_subject,
    finished_tasks,
    in_log,
    in_sessions,
    name_of_passkey,
    names_of_nobody,
    own_number,
    part_in_event,
    seat_words,
    subject_of_person,
    subject_of_seat,
)

AFTER_CIRCLE: Final = _("30 days after the circle closes")
UNTIL_ERASED: Final = _("until you erase it")
AT_ONCE: Final = DAYS_30 * 0
NUMBER: Final = _("numbers of rows")
SECRET: Final = _("secrets, of which we keep digests only")
OF_OTHERS: Final = _("about other people")
OWN_RULES: Final = _("settings of the circle")
NOBODYS: Final = _("nothing personal")
SEAT_OF_NOBODY: Final = {
    "nickname": seat_words,
    "person": None,
    "token_hash": None,
    "device_hash": "",
    "taken_at": None,
    "agreed_at": None,
    "writes_captions": False,
}

RULES: Final = (
    Rule(
        Caption,
        what=_("What you said in the running turn, written down"),
        kept=_("until the turn after it, at the latest until the circle closes"),
        found=(OfPlace("seat"),),
        takes=("circle_id", "phase", "turn", "seat", "words", "at"),
        leaves={NUMBER: ("id", "number"), OF_OTHERS: ("by",)},
        erases=(Delete(OfPlace("seat")), Delete(OfPlace("by"))),
        lapses=(Lapse(AT_ONCE, "circle__closed_at"),),
    ),
    Rule(
        Concern,
        what=_("Words to a concern that you raised"),
        kept=AFTER_CIRCLE,
        found=(OfPlace("seat"),),
        takes=("circle_id", "seat", "words", "at"),
        leaves={NUMBER: ("id", "number")},
        erases=(Delete(OfPlace("seat")),),
        lapses=(Lapse(DAYS_30, "circle__closed_at"),),
    ),
    Rule(
        TurnRating,
        what=_("How heard you felt in a turn, or how well you think you understood"),
        kept=AFTER_CIRCLE,
        found=(OfPlace("seat"),),
        takes=("circle_id", "turn", "seat", "side", "value", "at"),
        leaves={NUMBER: ("id",)},
        erases=(Delete(OfPlace("seat")),),
        lapses=(Lapse(DAYS_30, "circle__closed_at"),),
    ),
    Rule(
        SliderAnswer,
        what=_("Your blind answer before the first turn"),
        kept=AFTER_CIRCLE,
        found=(OfPlace("seat"),),
        takes=("circle_id", "phase", "seat", "value"),
        leaves={NUMBER: ("id",)},
        erases=(Delete(OfPlace("seat")),),
        lapses=(Lapse(DAYS_30, "circle__closed_at"),),
    ),
    Rule(
        Command,
        what=_("That your device asked for a move in a circle"),
        kept=AFTER_CIRCLE,
        found=(OfPlace("seat"),),
        takes=("circle_id", "command_id", "seat", "at"),
        leaves={NUMBER: ("id",), OF_OTHERS: ("answer",)},
        erases=(Delete(OfPlace("seat")),),
        lapses=(Lapse(DAYS_30, "circle__closed_at"),),
    ),
    Rule(
        CircleEvent,
        what=_("What your seat did in a circle: when it came, spoke, listened and left"),
        kept=_("as long as the node keeps the circle"),
        found=(in_log,),
        takes=("circle_id", "kind", "at"),
        tells={"seat": own_number, "part": part_in_event},
        leaves={NUMBER: ("id", "seq"), OF_OTHERS: ("data",)},
        stays=_("The log of a circle names seats by their numbers only, and stays."),
    ),
    Rule(
        Seat,
        what=_("Your seats in circles, with the name that you chose there"),
        kept=AFTER_CIRCLE,
        found=(OfSeat("id"),),
        takes=(
            *("id", "circle_id", "number", "nickname", "is_host", "writes_captions", "age_band"),
            *("taken_at", "agreed_at", "removed_at"),
        ),
        leaves={
            SECRET: ("token_hash", "device_hash", "generation"),
            NUMBER: ("person_id", "vetting_id"),
            OWN_RULES: ("is_companion",),
        },
        erases=(Blank(OfSeat("id"), SEAT_OF_NOBODY), Blank(OfPerson("person"), SEAT_OF_NOBODY)),
        stays=_("An empty seat stays, with its number for a name."),
        lapses=(
            Lapse(
                DAYS_30,
                "circle__closed_at",
                values=SEAT_OF_NOBODY,
                only=Q(is_companion=False),
                pending=~Q(nickname__in=names_of_nobody())
                | Q(person__isnull=False)
                | Q(agreed_at__isnull=False),
            ),
        ),
    ),
    Rule(
        Circle,
        what=_("Circles that you host, with their topics"),
        kept=_("topics for 30 days after closing; that you hosted, until you erase it"),
        found=(OfPerson("host"),),
        takes=(
            *("id", "format_id", "format_version", "language", "topic", "mode", "relay_only"),
            *("is_practice", "split_id", "table_number", "age_band", "created_at"),
            *("links_end_at", "closed_at"),
        ),
        leaves={
            NUMBER: ("host_id", "community_id", "community_kind", "facilitator_seat"),
            SECRET: ("table_token_hash", "table_device_hash", "table_generation"),
            OWN_RULES: ("format_document", "due_at", "table_heard_at"),
        },
        erases=(Blank(OfPerson("host"), {"host": None, "topic": ""}),),
        stays=_("Circles that you hosted stay for those who sit in them, without a host."),
        lapses=(Lapse(DAYS_30, "closed_at", values={"topic": "", "table_device_hash": ""}),),
    ),
    Rule(
        Report,
        what=_("Reports that you made"),
        kept=_("words and names for a year after somebody settled it"),
        found=(OfPerson("reporter"), OfSeat("reporter_seat")),
        takes=("circle_id", "is_about_facilitator", "reason", "words", "at"),
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
        Session,
        what=_("Devices on which you are signed in"),
        kept=_("until you sign out, or two weeks"),
        found=(in_sessions,),
        takes=("expire_date",),
        leaves={SECRET: ("session_key", "session_data")},
        erases=(Delete(in_sessions),),
        lapses=(Lapse(AT_ONCE, "expire_date"),),
    ),
    Rule(
        DBTaskResult,
        what=_("Work in the background, which names people by numbers only"),
        kept=_("a week after it is done"),
        leaves={
            NOBODYS: (
                *("id", "status", "enqueued_at", "started_at", "finished_at", "args_kwargs"),
                *("priority", "task_path", "worker_ids", "queue_name", "backend_name"),
                *("run_after", "return_value", "exception_class_path", "traceback"),
            )
        },
        erases=(Delete(finished_tasks),),
        lapses=(Lapse(A_WEEK, "finished_at", only=Q(status__in=FINISHED)),),
    ),
    Rule(
        EmailConfirmation,
        what=_("Letters sent to confirm your address"),
        kept=_("a week"),
        found=(OfPerson("email_address__user"),),
        takes=("created", "sent"),
        leaves={NUMBER: ("id", "email_address_id"), SECRET: ("key",)},
        erases=(Delete(OfPerson("email_address__user")),),
        lapses=(Lapse(A_WEEK, "created"),),
    ),
    Rule(
        EmailAddress,
        what=_("Your e-mail address, and whether you confirmed it"),
        kept=UNTIL_ERASED,
        found=(OfPerson("user"),),
        takes=("email", "verified", "primary"),
        leaves={NUMBER: ("id", "user_id")},
        erases=(Delete(OfPerson("user")),),
    ),
    Rule(
        Authenticator,
        what=_("Your passkeys, by the names that you gave them"),
        kept=UNTIL_ERASED,
        found=(OfPerson("user"),),
        takes=("type", "created_at", "last_used_at"),
        tells={"name": name_of_passkey},
        leaves={NUMBER: ("id", "user_id"), SECRET: ("data",)},
        erases=(Delete(OfPerson("user")),),
    ),
    Rule(
        Person,
        what=_("Your account"),
        kept=_("until you erase it; when the address was never confirmed, a week"),
        found=(OfPerson("id"),),
        takes=(
            *("id", "email", "name", "nickname", "language", "languages", "time_zone"),
            *("access_needs", "age_band", "is_owner", "is_active", "joined_at", "last_login"),
        ),
        erases=(Delete(OfPerson("id")),),
    ),
    Rule(
        Erasure,
        what=_("That the account or seat of this number was erased, so that a backup forgets it"),
        kept=_("two years, longer than any backup may be"),
        leaves={NUMBER: ("id", "kind", "subject", "at")},
        stays=_("The number of what was erased stays, so that a backup forgets it again."),
        lapses=(Lapse(TWO_YEARS, "at"),),
    ),
    Rule(Heartbeat, what=NOBODYS, kept=NOBODYS, leaves={NOBODYS: ("id", "beat_at")}),
    Rule(Group, what=NOBODYS, kept=NOBODYS, leaves={NOBODYS: ("id", "name")}),
    Rule(
        Group.permissions.through,
        what=NOBODYS,
        kept=NOBODYS,
        leaves={NOBODYS: ("id", "group_id", "permission_id")},
    ),
    Rule(
        Permission,
        what=NOBODYS,
        kept=NOBODYS,
        leaves={NOBODYS: ("id", "name", "content_type_id", "codename")},
    ),
    Rule(ContentType, what=NOBODYS, kept=NOBODYS, leaves={NOBODYS: ("id", "app_label", "model")}),
)

DATA_RULES: Final = DataRules(
    RULES,
    person=subject_of_person,
    seat=subject_of_seat,
    chores=(forget_unbegun, forget_unconfirmed_people, let_go_of_old_looks),
)
