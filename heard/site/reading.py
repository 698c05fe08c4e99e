"""Reads settings from the environment and says in a sentence what is wrong with one."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import dj_database_url

YES = {"1", "yes", "true", "on"}
NO = {"", "0", "no", "false", "off"}
# RFC 7065. A browser refuses to call at all when one address is not written so.
TURN_URL = re.compile(
    r"turns?:(?:[a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?:\?transport=(?:udp|tcp))?"
)


class SettingFault(Exception):
    """A setting that cannot be used, told to the one who runs the node."""


class Address(NamedTuple):
    """The public address of a node, in parts."""

    url: str
    scheme: str
    host: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


class MailServer(NamedTuple):
    """Where e-mail is handed over; `security` is "", "tls" (STARTTLS) or "ssl"."""

    host: str
    port: int
    user: str
    password: str
    security: str


class TurnServer(NamedTuple):
    """Where those who cannot reach each other meet; both are empty when there is none."""

    urls: tuple[str, ...]
    secret: str


def read_address(environment: Mapping[str, str]) -> Address:
    """HEARD_URL: scheme and host, without a path."""
    value = environment.get("HEARD_URL", "http://localhost:8000").strip().rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise SettingFault(
            f'HEARD_URL is "{value}"; write where people reach this node, '
            "for example https://heard.example.org"
        )
    return Address(value, parts.scheme, parts.hostname)


def read_data_folder(environment: Mapping[str, str], *, root: Path) -> Path:
    """HEARD_DATA: the folder that holds everything a node keeps; it is made when missing."""
    folder = Path(environment.get("HEARD_DATA") or root / "var").expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingFault(
            f'HEARD_DATA is "{folder}", and that folder cannot be made ({fault.strerror}); '
            "write a folder that may be written to."
        ) from fault
    if not os.access(folder, os.W_OK):
        raise SettingFault(
            f'HEARD_DATA is "{folder}", and nothing can be written there; '
            "give this user the right to, or choose another folder."
        )
    return folder


def read_secret_key(environment: Mapping[str, str], *, data: Path) -> str:
    """HEARD_SECRET_KEY, else the one kept in the data folder, made on the first start."""
    given = environment.get("HEARD_SECRET_KEY", "")
    if given:
        return _long_enough(given, "HEARD_SECRET_KEY")
    file = data / "secret-key"
    try:
        # Two processes may start at once: only one of them makes the file.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return _long_enough(file.read_text().strip(), str(file))


def _long_enough(key: str, where: str) -> str:
    if len(key) < 32:
        raise SettingFault(
            f"{where} has {len(key)} characters; write at least 32 that nobody can guess, "
            "or leave it out and one is made."
        )
    return key


def read_choice(
    environment: Mapping[str, str], name: str, *, among: tuple[str, ...], otherwise: str
) -> str:
    value = environment.get(name, "") or otherwise
    if value not in among:
        raise SettingFault(f'{name} is "{value}"; write one of: {", ".join(among)}.')
    return value


def read_yes(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in YES | NO:
        raise SettingFault(f'{name} is "{value}"; write yes or no.')
    return value in YES


def read_mail_server(environment: Mapping[str, str]) -> MailServer | None:
    """HEARD_MAIL_URL: smtp://, smtp+tls:// or smtp+ssl://; without it e-mail goes to the log."""
    value = environment.get("HEARD_MAIL_URL", "")
    if not value:
        return None
    try:
        parts = urlsplit(value)
        kind, _, security = parts.scheme.partition("+")
        port = parts.port or {"": 25, "tls": 587, "ssl": 465}[security]
    except (ValueError, KeyError):
        kind, port = "", 0
    if kind != "smtp" or not parts.hostname:
        # The value itself may hold a password, so it is not repeated here.
        raise SettingFault(
            "HEARD_MAIL_URL is not an address of a mail server; write for example "
            "smtp+tls://name:password@mail.example.org:587"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, user, password, security)


def read_turn_server(environment: Mapping[str, str]) -> TurnServer:
    """HEARD_TURN_URLS and HEARD_TURN_SECRET: both or neither."""
    urls = tuple(filter(None, map(str.strip, environment.get("HEARD_TURN_URLS", "").split(","))))
    secret = environment.get("HEARD_TURN_SECRET", "").strip()
    for url in urls:
        _check_turn_url(url)
    if bool(urls) != bool(secret):
        missing = "HEARD_TURN_SECRET" if urls else "HEARD_TURN_URLS"
        raise SettingFault(f"{missing} is missing; set both HEARD_TURN_ settings, or neither.")
    if secret and len(secret) < 32:
        raise SettingFault(
            f"HEARD_TURN_SECRET has {len(secret)} characters; write at least 32 that nobody can "
            "guess, the same as static-auth-secret of the TURN server."
        )
    return TurnServer(urls, secret)


def _check_turn_url(url: str) -> None:
    found = TURN_URL.fullmatch(url)
    if not found or not 0 < int(found["port"] or 3478) < 65536:
        raise SettingFault(
            f'HEARD_TURN_URLS holds "{url}"; write addresses with commas between them, '
            "for example turn:turn.example.org:3478?transport=udp"
        )


def read_database(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """DATABASE_URL: a PostgreSQL as Django wants to know it; None for SQLite."""
    value = environment.get("DATABASE_URL", "").strip()
    if not value:
        return None
    try:
        found = dj_database_url.parse(value, conn_health_checks=True) if "://" in value else {}
    except ValueError:
        found = {}
    if found.get("ENGINE") != "django.db.backends.postgresql" or not found.get("NAME"):
        # The value itself may hold a password, so it is not repeated here.
        raise SettingFault(
            "DATABASE_URL is not an address of a PostgreSQL database; write for example "
            "postgresql://name:password@localhost:5432/heard, or leave it out for SQLite."
        )
    return dict(found)


def read_bus_url(environment: Mapping[str, str]) -> str:
    """HEARD_BUS_URL: a Valkey or Redis, as the client writes it; empty for this process alone."""
    value = environment.get("HEARD_BUS_URL", "").strip()
    if not value:
        return ""
    url = re.sub(r"^valkey(s?)://", r"redis\1://", value)
    try:
        parts = urlsplit(url)
        can_be_read = parts.scheme in ("redis", "rediss") and bool(parts.hostname)
        can_be_read = can_be_read and parts.port != 0 and bool(re.fullmatch(r"/?\d*", parts.path))
    except ValueError:
        can_be_read = False
    if not can_be_read:
        raise SettingFault(
            "HEARD_BUS_URL is not an address of a Valkey or Redis; write for example "
            "valkey://:password@localhost:6379/0, or leave it out when one process is enough."
        )
    return url
