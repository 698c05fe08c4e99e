"""Addresses at which nothing of ours has any business, by kind."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

INSIDE_4: Final = {
    "this network": "0.0.0.0/8",
    "private, large": "10.0.0.0/8",
    "behind a carrier": "100.64.0.0/10",
    "this machine": "127.0.0.0/8",
    "this wire, and the cloud's own": "169.254.0.0/16",
    "private, middle": "172.16.0.0/12",
    "of protocols": "192.0.0.0/24",
    "for papers": "192.0.2.0/24",
    "way to 6to4": "192.88.99.0/24",
    "private, small": "192.168.0.0/16",
    "for measuring": "198.18.0.0/15",
    "for papers, second": "198.51.100.0/24",
    "for papers, third": "203.0.113.0/24",
    "to many": "224.0.0.0/4",
    "reserved": "240.0.0.0/4",
    "to all": "255.255.255.255/32",
}
INSIDE_6: Final = {
    "nobody, this machine and compatible": "::/96",
    "NAT64 of a place": "64:ff9b:1::/48",
    "discarded": "100::/64",
    "Teredo": "2001::/32",
    "for measuring": "2001:2::/48",
    "ORCHID": "2001:10::/28",
    "ORCHID, second": "2001:20::/28",
    "for papers": "2001:db8::/32",
    "6to4": "2002::/16",
    "for lost questions": "2620:4f:8000::/48",
    "for papers, second": "3fff::/20",
    "not given out": "4000::/3",
    "not given out either": "8000::/1",
    "segments": "5f00::/16",
    "private": "fc00::/7",
    "this wire": "fe80::/10",
    "this site": "fec0::/10",
    "to many": "ff00::/8",
}
PLACES_IN_A_NETWORK: Final = 9
# A host as people write it who would rather not be understood.
SPELLINGS: Final = (
    *("127.1", "127.0.1", "0", "0.0.0.0", "00000177.0.0.1", "0177.0.0.1", "0177.0.0.01"),
    *("2130706433", "017700000001", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0X7F.1", "127.0.0.1."),
    *("3232235777", "0xc0a80101", "0300.0250.1.1", "192.168.257", "169.254.43518", "2852039166"),
    *("0xa9fea9fe", "0251.0376.0251.0376", "025177524776", "%31%32%37.0.0.1", "127.0.0.1%00.a.org"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[fe80::1%25lo]"),
    *("[0:0:0:0:0:0:0:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fd00:ec2::254]", "[::1%lo]"),
    *("localhost", "LOCALHOST", "localhost.", "intranet", "metadata", "a", "-.org", "a..org"),
    *("ⓔxample.org", "127。0。0。1", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "a.org\u202e", "a.org\u0000"),
    *("a.org:80", "a.org:22", "a.org:8443", "a.org:0", "a.org:99999", "a.org:-1", "a.org:443x"),
    *("me@a.org", "me:secret@a.org", "@a.org", "a.org@127.0.0.1", "a.org:443@127.0.0.1", ":@a.org"),
    *("a.org\\@127.0.0.1", "a.org#@127.0.0.1:80", "a.org?@127.0.0.1\t", "a.org\r\nX: y", "a org"),
    *("", ".", "..", "a.123", "a.0x1", "1.2.3", "1.2.3.4.5", "256.256.256.256", "x" * 64 + ".org"),
)
SCHEMES: Final = (
    *("http", "ftp", "file", "gopher", "dict", "ldap", "data", "javascript", "ws", "wss", "jar"),
    *("netdoc", "tftp", "sftp", "smb", "blob", "about", "httpss", "h ttps", "https+unix", ""),
)


def addresses() -> Iterator[tuple[str, str]]:
    """Each with the name of its kind."""
    for kind, network in INSIDE_4.items():
        for place in _places(IPv4Network(network)):
            yield kind, str(place)
            yield from ((f"{kind}, {way}", hidden) for way, hidden in wrapped(int(place)))
    for kind, network in INSIDE_6.items():
        yield from ((kind, str(place)) for place in _places(IPv6Network(network)))
    for zone in ("lo", "eth0", "1", "%25eth0"):
        yield from (("with a zone", f"{one}%{zone}") for one in ("fe80::1", "2a00:1450::1", "::1"))


def wrapped(inside: int) -> Iterator[tuple[str, str]]:
    """An IPv4 address as IPv6 carries it."""
    yield "mapped", str(IPv6Address((0xFFFF << 32) | inside))
    yield "compatible", str(IPv6Address(inside))
    yield "translated", str(IPv6Address((0xFFFF << 48) | inside))
    yield "by 6to4", str(IPv6Address((0x2002 << 112) | (inside << 80) | 1))
    yield "by NAT64", str(IPv6Address((0x64FF9B << 96) | inside))
    yield "by NAT64 of a place", str(IPv6Address((0x64FF9B0001 << 80) | inside))
    yield "by Teredo", str(IPv6Address((0x20010000 << 96) | (inside ^ 0xFFFFFFFF)))


def _places(network: IPv4Network | IPv6Network) -> Iterator[IPv4Address | IPv6Address]:
    """The ends, and some between."""
    last = network.num_addresses - 1
    steps = {last * part // (PLACES_IN_A_NETWORK - 1) for part in range(PLACES_IN_A_NETWORK)}
    yield from (network[step] for step in sorted(steps | {min(1, last), max(0, last - 1)}))
