"""The documented TURN server denies everything that is not a public address."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.site.reading import SettingFault, read_turn_server
from tests.peers import DENIED_IPV4, DENIED_IPV6, PUBLIC
from tests.turn_servers import DOCUMENTED, documented

pytestmark = pytest.mark.anywhere

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LINES = [
    line.partition("=")[::2]
    for line in DOCUMENTED.read_text().splitlines()
    if line and not line.startswith("#")
]


def ends(value: str) -> tuple[Address, Address]:
    first, _, last = value.partition("-")
    return ipaddress.ip_address(first), ipaddress.ip_address(last or first)


RANGES = [ends(value) for name, value in LINES if name == "denied-peer-ip"]


def is_denied(peer: Address) -> bool:
    """However coturn compares: as 4.6.1 does, or rightly as later versions may."""
    if peer == ipaddress.IPv6Address("::"):
        return True  # By coturn itself.
    return any(lies_between(peer, *each) for each in RANGES) and any(
        each_byte_lies_between(peer, *each) for each in RANGES
    )


def lies_between(peer: Address, first: Address, last: Address) -> bool:
    return first.version == peer.version and int(first) <= int(peer) <= int(last)


def each_byte_lies_between(peer: Address, first: Address, last: Address) -> bool:
    """coturn 4.6.1, which also takes a first address of zeros for "whatever comes before"."""
    if not int(first):
        return (peer.version, *peer.packed) <= (last.version, *last.packed)
    return first.version == peer.version and all(
        low <= byte <= high
        for low, byte, high in zip(first.packed, peer.packed, last.packed, strict=True)
    )


def test_every_line_says_something_else():
    assert len(LINES) == len(set(LINES))


@pytest.mark.parametrize(
    "dangerous", ["allow-loopback-peers", "allowed-peer-ip", "no-auth", "user"]
)
def test_nothing_opens_what_is_denied(dangerous):
    assert dangerous not in dict(LINES)


def test_no_node_takes_the_secret_of_the_manual():
    sample = {"HEARD_TURN_SECRET": documented("static-auth-secret"), "HEARD_TURN_URLS": "turn:a.b"}

    with pytest.raises(SettingFault, match="at least 32"):
        read_turn_server(sample)


@pytest.mark.parametrize("peer", [*DENIED_IPV4, *DENIED_IPV6])
def test_the_machine_its_neighbours_and_its_cloud_are_denied(peer):
    assert is_denied(ipaddress.ip_address(peer))


@pytest.mark.parametrize("peer", PUBLIC)
def test_public_addresses_are_not_denied_though_they_stand_beside(peer):
    address = ipaddress.ip_address(peer)

    assert not any(lies_between(address, *each) for each in RANGES)
    assert not any(each_byte_lies_between(address, *each) for each in RANGES)


@given(st.ip_addresses())
def test_what_is_not_public_is_denied(peer):
    if not peer.is_global or peer.is_multicast or peer.is_reserved:
        assert is_denied(peer)


@given(st.ip_addresses(v=4), st.sampled_from(["::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::"]))
def test_no_way_to_write_ipv4_within_ipv6_goes_around(peer, prefix):
    written = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + int(peer))

    assert is_denied(written)


@given(st.ip_addresses(v=4), st.integers(min_value=0, max_value=2**80 - 1))
def test_no_tunnel_goes_around(peer, rest):
    six_to_four = ipaddress.IPv6Address((0x2002 << 112) + (int(peer) << 80) + rest)
    teredo = ipaddress.IPv6Address((0x20010000 << 96) + (int(peer) << 64) + rest % 2**64)

    assert is_denied(six_to_four) and is_denied(teredo)
