"""A whole node as a process of its own."""

import re
import socket
import urllib.request
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.xdist_group("node")


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def test_a_node_starts_from_nothing_and_is_well(served_node):
    assert status_of(f"{served_node.url}/health/") == 200
    assert status_of(f"{served_node.url}/accounts/login/") == 200


def test_files_for_browsers_have_their_hash_in_the_name_and_stay_for_ever(served_node):
    with urllib.request.urlopen(f"{served_node.url}/accounts/login/", timeout=10) as page:
        names = re.findall(r'/static/[^"]+', page.read().decode())

    assert names
    for name in names:
        with urllib.request.urlopen(served_node.url + name, timeout=10) as file:
            assert "frame-ancestors 'none'" in file.headers["Content-Security-Policy"]
            assert file.headers["X-Content-Type-Options"] == "nosniff"
            assert file.headers["Access-Control-Allow-Origin"] is None
            assert re.search(r"\.[0-9a-f]{12}\.", name)
            assert "immutable" in file.headers["Cache-Control"]


@pytest.mark.parametrize("folder", ["static/", "static/ui/", "static", "locale/"])
def test_nobody_sees_what_lies_in_a_folder(served_node, folder):
    assert status_of(f"{served_node.url}/{folder}") == 404


def test_a_message_that_says_twice_where_it_ends_is_refused(served_node):
    host = urlsplit(served_node.url).netloc
    both = "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"
    hidden = f"0\r\n\r\nGET /health/ HTTP/1.1\r\nHost: {host}\r\n\r\n"

    with socket.create_connection(("localhost", served_node.port), timeout=10) as line:
        line.sendall(f"POST /language/ HTTP/1.1\r\nHost: {host}\r\n{both}\r\n{hidden}".encode())
        answer = b"".join(iter(lambda: line.recv(4096), b""))

    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.count(b"HTTP/1.1") == 1


def test_the_log_of_a_node_never_holds_a_token(served_node):
    link = re.findall(r"http\S+", served_node.run("owner-link"))[0]
    token = link.rstrip("/").rsplit("/", 1)[1]

    assert status_of(link) == 200
    for kind in ("sit", "table", "owner"):
        status_of(f"{served_node.url}/{kind}/{token}/")
        status_of(f"{served_node.url}/{kind}/{token}/nowhere/?again={kind}")

    assert "/owner/…/" in served_node.log
    assert token not in served_node.log


def test_a_node_that_is_killed_comes_back_with_what_it_had(own_node):
    own_node.run("owner-link")
    key = (own_node.data / "secret-key").read_text()

    own_node.kill()
    own_node.start()

    assert status_of(f"{own_node.url}/health/") == 200
    assert (own_node.data / "secret-key").read_text() == key
