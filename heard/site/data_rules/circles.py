"""What circles hold of those who sit in them and of those who host them."""

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.base.holdings import (
    Blank,
    Delete,
    Lapse,
    OfPerson,
    OfPlace,
    OfSeat,
    Rule,
)
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
from heard.site.data_rules.words import (
    AFTER_CIRCLE,
    AT_ONCE,
    NOBODYS,
    NUMBER,
    OF_OTHERS,
    OWN_RULES,
    SECRET,
)
from heard.site.data_subjects import (
    DAYS_30,
    in_log,
    names_of_nobody,
    own_number,
    part_in_event,
    seat_words,
)

SEAT_OF_NOBODY: Final = {
    "nickname": seat_words,
    "person": None,
    "token_hash": None,
    "device_hash": "",
    "removed_device_hash": "",
    "taken_at": None,
    "agreed_at": None,
    "writes_captions": False,
}

CIRCLES: Final = (
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
            SECRET: ("token_hash", "device_hash", "removed_device_hash", "generation"),
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
    Rule(Heartbeat, what=NOBODYS, kept=NOBODYS, leaves={NOBODYS: ("id", "beat_at")}),
)
