"""A node in the open, as its settings make it: cookies, headers, and whom it believes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import uvicorn
from django.conf import settings

from heard.site import serving
from heard.site.settings import ROOT

YEAR = 365 * 24 * 3600
# What a node answers over HTTPS, asked inside of it, so that nobody needs a certificate.
ASKS = """
import json
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string
client = Client(headers={"host": "heard.example.org"})
answers = [client.get("/accounts/login/", secure=True), client.get("/nowhere/", secure=True)]
client.post("/language/", {"language": "es"}, secure=True)
print(json.dumps({
    "debug": settings.DEBUG,
    "headers": [dict(answer.headers) for answer in answers],
    "cookies": {name: dict(cookie) for name, cookie in client.cookies.items()},
    "names": [
        settings.SESSION_COOKIE_NAME,
        *(kind.cookie_name for kind in import_string(settings.MESSAGE_STORAGE).storage_classes[:1]),
    ],
}))
"""


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    kept = {name: value for name, value in os.environ.items() if name[:6] != "HEARD_"}
    own = {
        "HEARD_URL": "https://heard.example.org",
        "HEARD_OWNS_SUBDOMAINS": "yes",
        "HEARD_RELOAD": "yes",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", ASKS],
        cwd=ROOT,
        env=kept
        | own
        | {"HEARD_DATA": str(tmp_path_factory.mktemp("node"))}
        | {"DJANGO_SETTINGS_MODULE": "heard.site.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_browsers_come_back_by_https_only_for_a_year_and_on_names_below_where_they_are_ours(node):
    for headers in node["headers"]:
        said = headers["Strict-Transport-Security"]
        assert int(re.findall(r"max-age=(\d+)", said)[0]) >= YEAR
        assert "includeSubDomains" in said


def test_names_below_are_left_alone_unless_the_owner_says_that_they_are_theirs():
    assert settings.SECURE_HSTS_INCLUDE_SUBDOMAINS is False


def test_sockets_are_opened_by_wss_only(node):
    for headers in node["headers"]:
        policy = headers["Content-Security-Policy"].split("; ")

        assert "connect-src 'self' wss://heard.example.org" in policy


def test_nothing_tells_how_the_house_is_built(node):
    assert node["debug"] is False
    assert not {"Server", "X-Powered-By"} & set(node["headers"][0])


def test_cookies_bear_names_that_bind_them_to_this_host(node):
    assert set(node["cookies"]) == {"__Host-form", "__Host-language"}
    assert all(name.startswith("__Host-") for name in node["names"])
    for cookie in node["cookies"].values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_only_a_proxy_on_this_machine_says_for_whom_it_asks(monkeypatch):
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    said = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **how: said.update(how))
    serving.run_server(host="127.0.0.1", port=8000)

    trusted = uvicorn.Config("heard.site.asgi:application", **said).forwarded_allow_ips

    assert trusted == "127.0.0.1,::1"


def test_a_documented_proxy_overwrites_what_people_say_of_their_address():
    page = (Path(ROOT) / "docs" / "running" / "https.md").read_text()

    assert "proxy_set_header X-Forwarded-For $remote_addr;" in page
