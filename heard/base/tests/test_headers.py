"""What browsers are told about every page."""

import re

import pytest

pytestmark = pytest.mark.django_db


def policy_of(client, **headers) -> dict[str, str]:
    policy = client.get("/accounts/login/", headers=headers)["Content-Security-Policy"]
    return dict(rule.split(" ", 1) for rule in policy.split("; "))


def test_nothing_may_come_from_elsewhere(client):
    policy = policy_of(client)

    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["form-action"] == "'self'"


def test_nothing_runs_inline_without_a_nonce(client):
    policy = policy_of(client)

    assert "unsafe" not in " ".join(policy.values())
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"])


def test_each_answer_has_a_nonce_of_its_own(client):
    assert policy_of(client)["script-src"] != policy_of(client)["script-src"]


def test_the_nonce_on_the_page_is_that_of_the_header(client):
    answer = client.get("/accounts/login/")

    header = re.search(r"nonce-([\w-]+)", answer["Content-Security-Policy"])
    assert header is not None
    assert f'nonce="{header[1]}"' in answer.content.decode()


def test_the_socket_of_this_very_host_is_allowed(client):
    policy = policy_of(client, host="localhost:8000")

    assert policy["connect-src"] == "'self' ws://localhost:8000"


def test_a_host_that_would_add_rules_adds_none(client):
    answer = client.get("/health/", headers={"host": "localhost; script-src *"})

    assert "script-src *" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_the_other_headers_of_safety_are_there(client, header, value):
    assert client.get("/health/")[header] == value


def test_camera_and_microphone_are_for_our_own_pages_only(client):
    allowed = client.get("/health/")["Permissions-Policy"]

    assert "camera=(self)" in allowed
    assert "microphone=(self)" in allowed
    assert "geolocation=()" in allowed
