"""A line of its own for each person on this machine, which can really be cut: needs root."""

import os
import shlex
import subprocess
from pathlib import Path

from tests.browsers import CHROMIUM

# Where a node listens, to be found from each namespace.
EVERYWHERE = "0.0.0.0"


class Network:
    """A switch with a cable to a namespace for each seat; nothing of it leads anywhere else."""

    def __init__(self) -> None:
        self._name = f"heard{os.getpid() % 10_000}"
        self._subnet = f"10.77.{os.getpid() % 250}"
        self._seats: list[int] = []
        self._address = f"{self._subnet}.254"
        # Devices are lent only to what is secure, which this name is wherever it leads.
        self.way = f"--host-resolver-rules=MAP localhost {self._address}"

    def open(self) -> "Network":
        _ip(f"link add {self._name} type bridge")
        _ip(f"addr add {self._address}/24 dev {self._name}")
        _ip(f"link set {self._name} up")
        return self

    def join(self, seat: int, folder: Path) -> Path:
        """The Chromium of this seat: a command that starts it at the end of a cable."""
        place, cable = f"{self._name}-{seat}", self._cable(seat)
        self._seats.append(seat)
        _ip(f"netns add {place}")
        _ip(f"link add {cable} type veth peer name line netns {place}")
        _ip(f"link set {cable} master {self._name} up")
        _ip(f"-n {place} addr add {self._subnet}.{seat}/24 dev line")
        _ip(f"-n {place} link set line up")
        _ip(f"-n {place} link set lo up")
        # It leads no further; a browser tells others only of an address that has one.
        _ip(f"-n {place} route add default via {self._address}")
        command = folder / f"chromium-{seat}"
        command.write_text(f'#!/bin/sh\nexec ip netns exec {place} {CHROMIUM} "$@"\n')
        command.chmod(0o755)
        return command

    def cut(self, seat: int) -> None:
        """Nothing comes through, and the device does not know it: as where a router has failed."""
        _ip(f"link set {self._cable(seat)} nomaster")

    def mend(self, seat: int) -> None:
        _ip(f"link set {self._cable(seat)} master {self._name}")

    def close(self) -> None:
        for seat in self._seats:
            # A namespace lives on as long as someone is in it; its cable need not.
            _ip(f"link delete {self._cable(seat)}")
            _ip(f"netns delete {self._name}-{seat}")
        _ip(f"link delete {self._name}")

    def _cable(self, seat: int) -> str:
        return f"{self._name}-c{seat}"


def _ip(words: str) -> None:
    subprocess.run(["ip", *shlex.split(words)], check=True)
