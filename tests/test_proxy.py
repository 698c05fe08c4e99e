"""A node behind Caddy as documented: who comes how, and whom the node takes them for."""

import http.client
import socket
import ssl
from collections.abc import Iterator

import pytest

from heard.base.limits import GUESSES
from tests.proxies import Proxy, proxy_before

pytestmark = [pytest.mark.full, pytest.mark.proxy, pytest.mark.xdist_group("proxy")]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxy_before(tmp_path_factory.mktemp("proxy")) as proxy:
        yield proxy


def answer_to(proxy, path="/health/", **headers):
    line = http.client.HTTPSConnection("localhost", proxy.port, context=proxy.context(), timeout=10)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    line.close()
    return answer


def shake_hands(proxy, context):
    with (
        socket.create_connection(("localhost", proxy.port), timeout=10) as line,
        context.wrap_socket(line, server_hostname="localhost") as safe,
    ):
        return safe.version()


def test_people_come_by_https_and_are_told_to_come_back_so(proxy):
    answer = answer_to(proxy, "/accounts/login/")

    assert answer.status == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "__Host-form=" in answer.headers["Set-Cookie"]


def test_whoever_comes_by_http_is_sent_on(proxy):
    line = http.client.HTTPConnection("localhost", proxy.plain_port, timeout=10)
    line.request("GET", "/look/")
    answer = line.getresponse()

    assert answer.status == 308
    assert answer.headers["Location"].startswith("https://localhost")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_two_versions_of_tls_that_are_good_are_spoken(proxy, version):
    context = proxy.context()
    context.minimum_version = context.maximum_version = version

    assert shake_hands(proxy, context) == version.name.replace("_", ".")


def test_the_newest_version_is_preferred(proxy):
    assert shake_hands(proxy, proxy.context()) == "TLSv1.3"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions_are_refused(proxy, version):
    context = proxy.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version

    with pytest.raises(ssl.SSLError, match="TLSV1_ALERT_PROTOCOL_VERSION"):
        shake_hands(proxy, context)


@pytest.mark.parametrize("cipher", ["AES128-SHA", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256"])
def test_ciphers_without_a_secret_of_the_day_or_with_weak_modes_are_refused(proxy, cipher):
    context = proxy.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(f"{cipher}:@SECLEVEL=0")

    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        shake_hands(proxy, context)


def test_nobody_names_a_network_address_of_their_own(proxy):
    # Twice as many, since a new minute may begin among them.
    named = [f"192.0.2.{number}" for number in range(1, 2 * GUESSES + 3)]

    statuses = {answer_to(proxy, "/sit/x/", **{"X-Forwarded-For": each}).status for each in named}

    assert statuses == {404, 429}
