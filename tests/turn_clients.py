"""Asks a TURN server for lines and for whom they may reach; sends nothing through them."""

import asyncio
import ipaddress
import itertools
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aioice import stun, turn

from tests.turn_servers import HOST, TurnServer

# RFC 6156, which the library does not know.
stun.ATTRIBUTES_BY_NAME["REQUESTED-ADDRESS-FAMILY"] = (
    0x0017,
    "REQUESTED-ADDRESS-FAMILY",
    stun.pack_unsigned,
    stun.unpack_unsigned,
)
FAMILIES = {4: 0x01000000, 6: 0x02000000}
GRANTED = 0
Client = turn.TurnClientUdpProtocol | turn.TurnClientTcpProtocol


class Line:
    """One way to the server. Each question is answered by `GRANTED` or by an error's code."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._channels = itertools.count(0x4000)

    async def allocate(self, family: int = 4) -> int:
        return await self._ask(
            stun.Method.ALLOCATE,
            {
                "REQUESTED-TRANSPORT": turn.UDP_TRANSPORT,
                "REQUESTED-ADDRESS-FAMILY": FAMILIES[family],
            },
        )

    async def permit(self, peer: str) -> int:
        return await self._ask(stun.Method.CREATE_PERMISSION, {"XOR-PEER-ADDRESS": (peer, 9)})

    async def bind(self, peer: str) -> int:
        return await self._ask(
            stun.Method.CHANNEL_BIND,
            {"CHANNEL-NUMBER": next(self._channels), "XOR-PEER-ADDRESS": (peer, 9)},
        )

    async def _ask(self, method: stun.Method, attributes: dict[str, Any]) -> int:
        request = stun.Message(method, stun.Class.REQUEST, attributes=attributes)
        try:
            await self._client.request_with_retry(request)
        except stun.TransactionFailed as refusal:
            return refusal.response.error_code or -1
        return GRANTED


@asynccontextmanager
async def line_to(
    server: TurnServer, credentials: Mapping[str, str], *, by: str = "udp"
) -> AsyncIterator[Line]:
    """By `udp`, `tcp` or `tls`; not allocated yet."""
    place = (HOST, server.tls_port if by == "tls" else server.port)
    names = (place, credentials["username"], credentials["credential"], 600, 500)
    client: Client
    if by == "udp":
        client = turn.TurnClientUdpProtocol(*names)
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: client, remote_addr=place)
    else:
        client = turn.TurnClientTcpProtocol(*names)
        await asyncio.get_running_loop().create_connection(
            lambda: client, *place, ssl=_trusting() if by == "tls" else None
        )
    try:
        yield Line(client)
    finally:
        client.transport.close()


def family_of(peer: str) -> int:
    return ipaddress.ip_address(peer).version


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
