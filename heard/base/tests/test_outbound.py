"""The one way out: to the open web, over HTTPS, and to nothing else."""

import contextlib
import socket
import ssl
import threading
import time
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.base import outbound
from heard.base.outbound import NotFetched, fetch, is_open
from heard.base.tests import hostile

pytestmark = pytest.mark.anywhere

OPEN = "93.184.215.14"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"


class Web:
    """Names with their addresses, answers from a socket of this machine, and who was asked."""

    def __init__(self, *answers, **names):
        self.answers = list(answers)
        self.names = {name.replace("_", "."): found for name, found in names.items()}
        self.looked_up, self.reached, self.heard, self.patience = [], [], [], []

    def resolve(self, name):
        self.looked_up.append(name)
        found = self.names.get(name, [OPEN])
        # A list of lists says something else each time it is asked.
        return found.pop(0) if isinstance(found[0], list) else found

    def connect(self, address, name, patience):
        self.reached.append((address, name))
        self.patience.append(patience)
        ours, theirs = socket.socketpair()
        answer = self.answers.pop(0)
        threading.Thread(target=self._serve, args=(theirs, answer), daemon=True).start()
        ours.settimeout(patience)
        return ours

    def _serve(self, line, answer):
        with line, contextlib.suppress(OSError):
            self.heard.append(line.recv(4096))
            for part in [answer] if isinstance(answer, bytes) else answer:
                line.sendall(part)

    def fetch(self, url):
        return fetch(url, resolve=self.resolve, connect=self.connect)

    def refuses(self, url):
        with pytest.raises(NotFetched) as refused:
            self.fetch(url)
        return refused.value.code


def sent_to(location, status=302):
    return f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def test_a_page_of_the_open_web_is_fetched_from_the_address_that_was_looked_at():
    web = Web(OK)

    fetched = web.fetch("https://a.org/page?x=1")

    assert (fetched.status, fetched.kind, fetched.body) == (200, "text/plain", b"hello")
    assert web.reached == [(OPEN, "a.org")]
    assert web.heard[0].startswith(b"GET /page?x=1 HTTP/1.1\r\nHost: a.org\r\n")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://a.org", "GET / HTTP/1.1"),
        ("https://a.org/?", "GET / HTTP/1.1"),
        ("https://a.org?x", "GET /?x HTTP/1.1"),
        ("https://a.org:443/y", "GET /y HTTP/1.1"),
        ("https://A.org./y", "GET /y HTTP/1.1"),
    ],
)
def test_a_page_is_asked_for_by_its_path_and_of_the_name_alone(url, asked):
    web = Web(OK)

    web.fetch(url)

    assert web.reached == [(OPEN, "a.org")]
    assert web.heard[0].decode().split("\r\n")[:2] == [asked, "Host: a.org"]


@pytest.mark.parametrize("path", ["a\\b", "é", "a b", "a\tb", "\r\nX: y", "\x7f"])
def test_an_address_is_written_in_signs_that_one_can_see(path):
    assert Web(OK).refuses(f"https://a.org/{path}") == "address"


def test_an_address_has_two_thousand_signs_at_the_most():
    longest = "https://a.org/".ljust(2000, "x")

    assert Web(OK).fetch(longest).status == 200
    assert Web(OK).refuses(longest + "x") == "address"


def test_five_seconds_are_all_the_time_there_is():
    web = Web(OK)

    web.fetch("https://a.org/")

    assert 4 < web.patience[0] <= 5


def test_what_comes_within_the_time_is_taken(monkeypatch):
    monkeypatch.setattr(outbound, "WITHIN", 0.9)

    assert Web(OK).fetch("https://a.org/").body == b"hello"


def test_none_of_many_hostile_addresses_is_reached():
    web, tried = Web(), 0
    for kind, address in hostile.addresses():
        tried += 1
        web.names["a.org"] = [address]
        assert web.refuses("https://a.org/") == "closed", f"{kind}: {address}"

    assert web.reached == []
    print(f"\n{tried} hostile addresses, {len(web.reached)} reached")  # noqa: T201  (a figure)
    assert tried >= 500


@pytest.mark.parametrize("host", hostile.SPELLINGS)
def test_no_spelling_of_a_host_leads_anywhere_but_to_a_name(host):
    web = Web(OK)

    with contextlib.suppress(NotFetched):
        web.fetch(f"https://{host}/")

    assert web.reached in ([], [(OPEN, "a.org")])


@pytest.mark.parametrize("scheme", hostile.SCHEMES)
def test_only_https_is_spoken(scheme):
    assert Web().refuses(f"{scheme}://a.org/") == "address"


@given(st.ip_addresses(v=4))
def test_what_is_open_in_ipv4_is_open_to_python_too(address):
    if is_open(str(address)):
        assert address.is_global
        assert not (address.is_multicast or address.is_private or address.is_reserved)


@given(st.ip_addresses(v=6))
def test_what_is_open_in_ipv6_is_given_out_and_no_tunnel(address):
    if is_open(str(address)):
        assert not (address.is_multicast or address.is_private or address.is_link_local)
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.sampled_from(list(hostile.INSIDE_4.values())), st.integers(min_value=0))
def test_no_address_inside_is_open_in_any_wrapping(network, number):
    inside = IPv4Network(network)
    address = int(inside[number % inside.num_addresses])

    assert not is_open(str(IPv4Address(address)))
    assert not any(is_open(hidden) for _way, hidden in hostile.wrapped(address))


@pytest.mark.parametrize(
    "address",
    [OPEN, "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2a00:1450::1"],
)
def test_the_open_web_is_open(address):
    assert is_open(address)


@pytest.mark.parametrize(
    "nonsense",
    ["", "a.org", "1.1.1", "0x1.1.1.1", "01.1.1.1", ":::", "1" * 99, "2606:4700:4700::1111%lo"],
)
def test_what_is_no_address_is_not_open(nonsense):
    assert not is_open(nonsense)


def test_a_name_that_says_something_else_each_time_is_asked_once():
    web = Web(OK, a_org=[[OPEN], ["127.0.0.1"], ["127.0.0.1"]])

    web.fetch("https://a.org/")

    assert web.looked_up == ["a.org"]
    assert web.reached == [(OPEN, "a.org")]


def test_a_name_that_turns_inward_before_a_redirect_to_itself_is_not_followed():
    web = Web(sent_to("/again"), OK, a_org=[[OPEN], ["127.0.0.1"]])

    assert web.refuses("https://a.org/") == "closed"
    assert web.reached == [(OPEN, "a.org")]


def test_one_closed_address_among_open_ones_closes_all():
    web = Web(a_org=[OPEN, "::1"])

    assert web.refuses("https://a.org/") == "closed"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://a.org/", "address"),
        ("https://127.0.0.1/", "address"),
        ("https://[::1]/", "address"),
        ("https://a.org:8443/", "address"),
        ("https://me:secret@a.org/", "address"),
        ("//inside.org/", "closed"),
        ("https://inside.org/", "closed"),
        ("file:///etc/passwd", "address"),
        ("javascript:alert(1)", "address"),
    ],
)
def test_each_redirect_is_looked_at_as_the_first_address_was(location, code):
    web = Web(sent_to(location), inside_org=["10.0.0.1"])

    assert web.refuses("https://a.org/") == code
    assert web.reached == [(OPEN, "a.org")]


def test_three_redirects_are_followed_and_a_fourth_is_not():
    hops = [sent_to(f"/{hop}", status) for hop, status in enumerate((301, 303, 307))]

    assert Web(*hops, OK).fetch("https://a.org/").url == "https://a.org/2"
    assert Web(*hops, sent_to("/3", 308)).refuses("https://a.org/") == "redirects"


def test_an_answer_that_leads_nowhere_is_the_answer():
    for status, location in ((200, "Location: /x\r\n"), (304, "Location: /x\r\n"), (302, "")):
        answer = f"HTTP/1.1 {status} So\r\n{location}Content-Length: 0\r\n\r\n".encode()

        assert Web(answer).fetch("https://a.org/").status == status


def answered(*, head, body):
    """With a head and a body of so many bytes."""
    start = f"HTTP/1.1 200 OK\r\nContent-Length: {body}\r\nA: {'a' * (head // 2)}\r\nB: "
    return f"{start.ljust(head - 4, 'b')}\r\n\r\n".encode() + b"x" * body


def test_a_megabyte_after_a_head_of_64_kilobytes_is_taken_and_no_byte_more():
    largest = {"head": 65_536, "body": 1_048_576}

    fetched = Web(answered(**largest)).fetch("https://a.org/")

    assert len(fetched.body) == 1_048_576
    for more in ({"head": 65_537}, {"body": 1_048_577}, {"head": 300, "body": 1_048_577}):
        assert Web(answered(**largest | more)).refuses("https://a.org/") == "too_large"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (2 * outbound.LARGEST_ANSWER),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n" + b"x" * 2_000_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"100000\r\n" + b"x" * 0x100000 + b"\r\n" + b"100000\r\n" + b"x" * 0x100000 + b"\r\n",
    ],
)  # fmt: skip
def test_more_than_a_megabyte_is_left_where_it_is(answer):
    assert Web(answer).refuses("https://a.org/") == "too_large"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 20000 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a:b\r\n" * 200,
    ],
)
def test_an_answer_that_is_none_is_no_answer(answer):
    assert Web(answer).refuses("https://a.org/") == "no_answer"


def test_who_drips_is_left_after_the_time_for_all(monkeypatch):
    monkeypatch.setattr(outbound, "WITHIN", 0.3)

    def drips():
        yield b"HTTP/1.1 200 OK\r\n"
        for _ in range(40):
            time.sleep(0.05)
            yield b"X: y\r\n"

    began = time.monotonic()

    assert Web(drips()).refuses("https://a.org/") == "too_slow"
    assert time.monotonic() - began < 1.5


def test_a_look_up_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(outbound, "WITHIN", 0.2)
    hangs, began = threading.Event(), time.monotonic()

    with pytest.raises(NotFetched, match="too_slow"):
        fetch("https://a.org/", resolve=lambda name: [str(hangs.wait(5))], connect=Web().connect)
    assert time.monotonic() - began < 2
    hangs.set()


def test_who_is_reached_only_when_the_time_is_over_is_told_nothing(monkeypatch):
    monkeypatch.setattr(outbound, "WITHIN", 0.2)
    web = Web(OK)

    def late(address, name, patience):
        time.sleep(0.3)
        return web.connect(address, name, patience)

    with pytest.raises(NotFetched, match="too_slow"):
        fetch("https://a.org/", resolve=web.resolve, connect=late)
    assert web.heard in ([], [b""])


@pytest.mark.parametrize("found", [[], None])
def test_a_name_without_an_address_is_unknown(found):
    def resolve(_name):
        if found is None:
            raise socket.gaierror
        return found

    with pytest.raises(NotFetched, match="unknown"):
        fetch("https://a.org/", resolve=resolve, connect=Web().connect)


def test_no_proxy_of_the_surroundings_is_asked(monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web = Web(OK)

    assert web.fetch("https://a.org/").status == 200
    assert web.reached == [(OPEN, "a.org")]


def test_a_server_that_shows_no_certificate_is_not_spoken_with():
    """A real one on this machine, with the real way to connect."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_speak_in_the_open, args=(server,), daemon=True).start()
        here = server.getsockname()[1]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(outbound, "PORT", here)
            with pytest.raises(OSError, match=r"(?i)ssl|tls|record|reset|eof"):
                outbound.connect_safely("127.0.0.1", "a.org", 2.0)


class Seal:
    """What encrypts a line, or finds that it is not who it should be."""

    def __init__(self, *, is_good):
        self.is_good, self.name = is_good, None

    def wrap_socket(self, line, *, server_hostname):
        self.name = server_hostname
        if not self.is_good:
            raise ssl.SSLCertVerificationError
        return line


@pytest.mark.parametrize("is_good", [True, False])
def test_who_is_spoken_with_must_show_a_certificate_for_the_name(monkeypatch, is_good):
    seal, (ours, theirs), called = Seal(is_good=is_good), socket.socketpair(), []
    monkeypatch.setattr(ssl, "create_default_context", lambda: seal)

    def call(place, timeout):
        called.append(place)
        return ours

    monkeypatch.setattr(socket, "create_connection", call)

    with contextlib.nullcontext() if is_good else pytest.raises(ssl.SSLError):
        assert outbound.connect_safely(OPEN, "a.org", 2.0) is ours

    assert (called, seal.name) == ([(OPEN, 443)], "a.org")
    # A line that nobody will use is given back.
    assert (ours.fileno() == -1) is not is_good
    theirs.close()


def _speak_in_the_open(server):
    line, _address = server.accept()
    with line:
        line.recv(4096)
        line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_this_machine_is_looked_up_and_is_closed():
    found = outbound.look_up("localhost")

    assert found
    assert set(found) <= {"127.0.0.1", "::1"}
    assert not any(map(is_open, found))
