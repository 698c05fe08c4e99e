"""Who may be what, and what nobody takes from a community."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.communities.core.kinds import Kind, minors_may_sit
from heard.communities.core.names import clean_name, clean_welcome, masked
from heard.communities.core.roles import Role, higher, leaves_no_steward, may_belong
from heard.people.core.ages import CARING_PLACES

ROLES = st.sampled_from(Role)
BANDS = st.sets(st.sampled_from(["child", "teen"]))
KINDS = st.sampled_from(Kind)


@given(st.none() | ROLES, ROLES)
def test_an_invitation_never_lowers_anybody(before, invited):
    after = higher(before, invited)

    assert after in (before, invited)
    assert higher(after, invited) is after
    assert before is None or higher(after, before) is after


@given(st.sets(st.integers(1, 9)), st.integers(1, 9), st.none() | ROLES)
def test_whoever_goes_last_is_the_only_one_who_may_not(stewards, person, becomes):
    after = stewards - {person} | ({person} if becomes is Role.STEWARD else set())

    refused = leaves_no_steward(person, stewards, becomes)

    assert refused == (bool(stewards) and not after)


@given(ROLES, KINDS, BANDS)
def test_a_grown_up_may_be_anything_anywhere(role, kind, bands):
    assert may_belong(age_band="adult", role=role, kind=kind, bands=bands)


@given(st.sampled_from(["child", "teen"]), ROLES, KINDS, BANDS)
def test_a_minor_is_a_member_where_their_age_may_sit_and_nothing_else(band, role, kind, bands):
    may = may_belong(age_band=band, role=role, kind=kind, bands=bands)

    assert may == (role == "member" and kind in ("school", "hospital") and band in bands)


@given(st.sampled_from(["child", "teen"]), KINDS, BANDS, st.integers(0, 5))
def test_minors_sit_where_two_were_vetted_for_a_school_or_a_hospital(band, kind, bands, vetted):
    may = minors_may_sit(kind=kind, bands=bands, age_band=band, vetted=vetted)

    assert may == (kind in CARING_PLACES and band in bands and vetted >= 2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Leeds \t North ", "Leeds North"),
        ("Leeds\nBcc: a@b.c", "Leeds Bcc: a@b.c"),
        ("\u202eLeeds\u2066", "Leeds"),
        ("Lee\x00ds", "Leeds"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200b\u200d", ""),
        (" ", ""),
    ],
)
def test_a_name_is_one_line_of_signs_that_can_be_seen(typed, kept):
    assert clean_name(typed) == kept


@given(st.text(max_size=80))
def test_a_clean_name_stays_as_it_is(text):
    assert clean_name(clean_name(text)) == clean_name(text)


def test_a_welcome_keeps_its_lines():
    assert clean_welcome(" Come in.\u202e \r\n\r\nSit down. ") == "Come in.\n\nSit down."


def test_an_address_is_shown_to_whoever_knows_it():
    assert masked("ada@example.org") == "a…@example.org"
