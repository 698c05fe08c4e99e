"""What goes with every answer, whoever asked: headers, cookies, and no form without its token."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from heard.circles.tests.rooms import typed
from tests.access import pages, world

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]
EVIL = "evil.example"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ADDRESS = re.compile(r"""(?:src|href|action|poster)=["'](?:https?:)?//([^/"']+)""")
# A link that somebody may follow is no request that a page makes.
LINK = re.compile(r"<a\b[^>]*>")


@pytest.fixture
def everybody():
    return world.build()


def answers(everybody, role, method="get"):
    """One answer of each address that this role may ask for, beside the address."""
    seen = set()
    for row in pages.rows():
        if row.page in seen or row.page in pages.FILES or row.expected[role] == "login":
            continue
        seen.add(row.page)
        address = pages.address(row, everybody.places[row.whose])
        ask = getattr(everybody.visitor(role), method)
        yield address, ask(address, headers={"x-echo": "canary"})


@pytest.mark.parametrize("role", ["stranger", "host"])
def test_every_answer_has_the_headers_of_safety_and_a_policy_without_holes(everybody, role):
    for address, answer in answers(everybody, role):
        policy = answer["Content-Security-Policy"]

        assert {name: answer.get(name) for name in EVERYWHERE} == EVERYWHERE, address
        assert "camera=(self)" in answer["Permissions-Policy"], address
        assert not re.search(r"unsafe|\*|https?:", policy), address
        assert {"default-src 'self'", "base-uri 'none'"} <= set(policy.split("; ")), address
        assert {"object-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; ")), address
        assert "Access-Control-Allow-Origin" not in answer.headers, address


@pytest.mark.parametrize("role", ["stranger", "host"])
def test_every_answer_says_what_it_is_and_in_which_letters(everybody, role):
    for address, answer in answers(everybody, role):
        kind = answer.get("Content-Type", "")

        assert kind or not answer.content, address
        assert "charset=utf-8" in kind or not kind.startswith("text/"), address


def test_no_answer_repeats_the_question(everybody):
    for address, answer in answers(everybody, "stranger", "trace"):
        assert answer.get("Content-Type") != "message/http", address
        assert b"canary" not in answer.content, address


@pytest.mark.parametrize("role", ["host", "person", "owner"])
def test_no_page_of_somebody_who_is_signed_in_is_kept_by_a_browser(everybody, role):
    for address, answer in answers(everybody, role):
        assert "no-store" in answer["Cache-Control"], address


@pytest.mark.parametrize("role", ["seat", "table"])
def test_no_page_of_a_seat_or_a_table_is_kept_by_a_browser(everybody, role):
    kept = [
        address
        for address, answer in answers(everybody, role)
        if address.startswith(("/seats/", "/sit/", "/table/"))
        and not address.endswith("/look/")
        and "no-store"
        not in answer.get("Cache-Control", "no-store" if answer.status_code == 405 else "")
    ]

    assert kept == []


@pytest.mark.parametrize("role", ["stranger", "host", "seat"])
def test_no_page_asks_anything_of_another_host(everybody, role):
    for address, answer in answers(everybody, role):
        if "html" in answer.get("Content-Type", ""):
            assert ADDRESS.findall(LINK.sub("", answer.content.decode())) == [], address


def test_no_form_is_taken_without_its_token(everybody):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    taken = []
    for role in ("stranger", "host", "seat"):
        for row in pages.rows():
            if row.page in pages.FILES:
                continue
            client.cookies = everybody.cookies[role]
            address = pages.address(row, everybody.places[row.whose])
            # Not too often, but without its token.
            cache.clear()
            if client.post(address, {"csrfmiddlewaretoken": "x" * 64}).status_code != 403:
                taken.append(address)

    assert taken == []


@pytest.mark.parametrize("origin", [f"https://{EVIL}", "null", "http://testserver.evil.example"])
def test_no_form_is_taken_from_the_page_of_another_site_even_with_its_token(client, origin):
    strict = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)', strict.get("/try/").content.decode())[1]
    form = typed("Ada") | {"csrfmiddlewaretoken": token}

    assert strict.post("/try/", form, headers={"origin": origin}).status_code == 403
    assert strict.post("/try/", form).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"host": EVIL},
        {"host": f"localhost@{EVIL}"},
        {"host": f"localhost.{EVIL}"},
        {"host": f"localhost:8000.{EVIL}"},
        {"host": f"{EVIL}:8000"},
        {"host": "localhost, evil.example"},
        {"host": ""},
    ],
)
def test_a_host_that_is_not_ours_is_refused(client, headers):
    answer = client.get("/accounts/signup/", headers=headers)

    assert answer.status_code == 400 or EVIL not in answer["Location"]


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-host", "forwarded", "x-original-host"])
def test_no_header_puts_another_host_into_a_page(client, name):
    answer = client.get("/accounts/login/", headers={name: EVIL})

    assert EVIL not in answer.content.decode() + str(answer.headers)


def test_cookies_are_for_this_site_over_https_and_not_for_scripts(everybody, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.LANGUAGE_COOKIE_SECURE = True
    client = Client()
    client.post("/language/", {"language": "es"})
    client.get("/try/")
    client.post("/try/", typed("Ada"))
    client.post(
        f"/owner/{everybody.places['free']['owner_token']}/",
        {"email": "o@example.org", "name": "O"},
    )

    client.post(f"/sit/{everybody.places['free']['token']}/", typed("Ada"))

    everywhere = {"django_language", "csrftoken", "sessionid", "messages"}
    assert {*everywhere, "__Secure-seat", "__Secure-link"} == set(client.cookies)
    for name, cookie in client.cookies.items():
        assert (cookie["secure"], cookie["samesite"], cookie["httponly"]) == (True, "Lax", True), (
            name
        )
