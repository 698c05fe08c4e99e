"""The door through which people are asked."""

from heard.people.core.addresses import clean_address
from heard.people.core.consents import ConsentText
from heard.people.queries.ages import (
    BY_GUARDIAN,
    age_band_of,
    guardian_agrees,
    vetted_among,
    vetting_for,
    vettings_run_out,
)
from heard.people.queries.consents import (
    ConsentShown,
    consent_text,
    consents_of,
    has_consented,
    newest_text_with,
    seats_that_agreed,
)
from heard.people.queries.entering import (
    can_host,
    hash_of,
    open_owner_links,
    owner_link_is_open,
    someone_owns_this_node,
)
from heard.people.queries.erasures import erased_among
from heard.people.queries.holdings import held_of_person, held_of_seat
from heard.people.queries.looks import (
    LookLine,
    chain_is_whole,
    first_broken_look,
    hash_of_newest,
    looks_at,
)
from heard.people.queries.needs import access_needs_of
from heard.people.queries.owning import (
    PersonLine,
    address_of,
    is_owner,
    may_sign_in,
    owns_this_node,
    people_here,
)
from heard.people.queries.sessions import SessionLine, sessions_of

__all__ = [
    "BY_GUARDIAN",
    "ConsentShown",
    "ConsentText",
    "LookLine",
    "PersonLine",
    "SessionLine",
    "access_needs_of",
    "address_of",
    "age_band_of",
    "can_host",
    "chain_is_whole",
    "clean_address",
    "consent_text",
    "consents_of",
    "erased_among",
    "first_broken_look",
    "guardian_agrees",
    "has_consented",
    "hash_of",
    "hash_of_newest",
    "held_of_person",
    "held_of_seat",
    "is_owner",
    "looks_at",
    "may_sign_in",
    "newest_text_with",
    "open_owner_links",
    "owner_link_is_open",
    "owns_this_node",
    "people_here",
    "seats_that_agreed",
    "sessions_of",
    "someone_owns_this_node",
    "vetted_among",
    "vetting_for",
    "vettings_run_out",
]
