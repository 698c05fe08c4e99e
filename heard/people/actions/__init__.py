"""The door through which people are changed."""

from heard.people.actions.ages import (
    record_guardian,
    record_vetting,
    withdraw_guardian,
    withdraw_vetting,
)
from heard.people.actions.consents import give_consent, withdraw_consent
from heard.people.actions.entering import (
    OWNER_LINK_LASTS,
    UNCONFIRMED_KEPT,
    LinkIsClosed,
    become_owner,
    find_or_welcome,
    forget_unconfirmed_people,
    make_owner_link,
)
from heard.people.actions.erasing import (
    ErasedAgain,
    LastOwner,
    erase_again,
    erase_person,
    erase_seat,
    export_person,
    export_seat,
    overwrite_traces,
)
from heard.people.actions.letting_go import let_go_of_what_is_old
from heard.people.actions.looks import let_go_of_old_looks, note_look, note_look_once
from heard.people.actions.rights import (
    NotYours,
    close_account,
    end_session,
    end_sessions_of,
    give_ownership,
    reopen_account,
)

__all__ = [
    "OWNER_LINK_LASTS",
    "UNCONFIRMED_KEPT",
    "ErasedAgain",
    "LastOwner",
    "LinkIsClosed",
    "NotYours",
    "become_owner",
    "close_account",
    "end_session",
    "end_sessions_of",
    "erase_again",
    "erase_person",
    "erase_seat",
    "export_person",
    "export_seat",
    "find_or_welcome",
    "forget_unconfirmed_people",
    "give_consent",
    "give_ownership",
    "let_go_of_old_looks",
    "let_go_of_what_is_old",
    "make_owner_link",
    "note_look",
    "note_look_once",
    "overwrite_traces",
    "record_guardian",
    "record_vetting",
    "reopen_account",
    "withdraw_consent",
    "withdraw_guardian",
    "withdraw_vetting",
]
