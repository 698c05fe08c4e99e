"""Every address is open to all because somebody decided so, or refuses a stranger."""

import uuid

import pytest
from django.urls import URLPattern, get_resolver

pytestmark = pytest.mark.django_db

# Reviewed by hand: what anybody may open, and why.
OPEN_TO_ALL = {
    # The first page, how circles go, and what the formats are.
    "home:landing",
    "circles:formats",
    "circles:schema",
    "circles:document",
    "circles:format",
    "circles:format_print",
    "circles:start",
    "circles:look",
    "circles:look_first",
    # An innocent page to be found on.
    "home:notes",
    # A circle with companions, for one person, without a name.
    "circles:try",
    # The way in, the way out, and signs of life.
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_request_login_code",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "mfa_login_webauthn",
    "health",
    "set_language",
}
# They lead on to a page that refuses, by a redirect that says nothing.
LEAD_ON = {"account_email", "mfa_index"}
REFUSED = {302, 403, 404, 405, 409, 410}
VALUES = {
    "uuid": "018f0000-0000-7000-8000-000000000000",
    "int": "7",
    "slug": "no-such-thing",
    "str": "no-such-thing",
}


def addresses(patterns=None, *, space="", before=""):
    """The full name of each address with a path that fits it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}:{pattern.name}" if space else str(pattern.name), filled(path)
        else:
            yield from addresses(
                pattern.url_patterns, space=pattern.namespace or space, before=path
            )


def filled(path):
    for kind, value in VALUES.items():
        while f"<{kind}:" in path:
            head, _, rest = path.partition(f"<{kind}:")
            path = head + value + rest.partition(">")[2]
    return f"/{path}"


CLOSED = sorted((name, path) for name, path in addresses() if name not in OPEN_TO_ALL)


@pytest.mark.parametrize(("name", "path"), CLOSED, ids=[name for name, _path in CLOSED])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_refused(client, name, path, method):
    answer = getattr(client, method)(path)

    assert answer.status_code in REFUSED, f"{name} answers {answer.status_code} to a stranger"
    if answer.status_code == 302 and name not in LEAD_ON:
        assert answer["Location"].startswith("/accounts/login/"), name


def test_what_is_open_to_all_is_still_there():
    names = {name for name, _path in addresses()}

    assert names >= OPEN_TO_ALL | LEAD_ON


def test_every_value_of_the_test_is_of_nobody():
    assert uuid.UUID(VALUES["uuid"])
