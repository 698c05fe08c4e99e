"""Asks the pages of the house anything at all, the way its server would hand it on."""

import io
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, Phase, settings

from heard.base.redaction import RedactingFormatter
from heard.site.asgi import pages
from tests.fuzz.hostile import SIGN

# What broke something is printed with a line by which it comes again.
REPEATABLE: Final = settings(
    deadline=None,
    database=None,
    print_blob=True,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def often(everyday: int, full: int) -> list[Any]:
    """Each day; and much more often for `full`."""
    return [
        pytest.param(everyday, marks=pytest.mark.everyday),
        pytest.param(full, marks=pytest.mark.full),
    ]


@dataclass(frozen=True)
class Question:
    """One request; `path` is decoded already, as servers do."""

    role: str
    method: str
    path: str
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = b""

    @property
    def scope(self) -> dict[str, Any]:
        length = [(b"content-length", str(len(self.body)).encode())] if self.body else []
        return {
            "type": "http",
            "http_version": "1.1",
            "scheme": "http",
            "method": self.method,
            "path": self.path,
            "raw_path": quote(self.path).encode(),
            "query_string": self.query,
            "headers": [*self.headers, *length],
            "client": ("127.0.0.1", 50_000),
            "server": ("localhost", 8000),
        }


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: bytes


class House:
    """All that a request goes through after the server, in the thread and transaction of a test."""

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def answer(self, question: Question) -> Answer:
        """The whole answer. Nothing of it stays."""
        cache.clear()
        with transaction.atomic(), translation.override("en"):
            answer = self._answer(question)
            transaction.set_rollback(True)
        return answer

    def _answer(self, question: Question) -> Answer:
        request, refusal = pages.create_request(question.scope, io.BytesIO(question.body))
        response = self._handler.get_response(request) if request else refusal
        assert response is not None
        body = b"".join(response)
        # As they go over the wire: what cannot be written there would be a broken answer.
        for name, value in response.items():
            name.encode("ascii")
            value.encode("latin1")
        for cookie in response.cookies.values():
            cookie.output(header="").encode("ascii")
        response.close()
        return Answer(response.status_code, response.get("Content-Type", ""), body)


class _Log(logging.Handler):
    """Keeps what stands in the log, and apart from it the errors."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(RedactingFormatter("{levelname} {name}: {message}", style="{"))
        self.lines: list[str] = []
        self.errors: list[str] = []

    def note_raised(self, **_: Any) -> None:
        """What breaks a page that tells of an error is not in the log."""
        self.errors.append("".join(traceback.format_exception(*sys.exc_info())))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
        # A wrong host and the like are written down as errors; they are those of who asked.
        if record.levelno >= logging.ERROR and not record.name.startswith("django.security"):
            self.errors.append(self.lines[-1])


@contextmanager
def nothing_breaks() -> Iterator[None]:
    """Fails where an error was logged, or where the log holds what was typed."""
    log = _Log()
    logging.getLogger().addHandler(log)
    got_request_exception.connect(log.note_raised)
    try:
        yield
    finally:
        got_request_exception.disconnect(log.note_raised)
        logging.getLogger().removeHandler(log)
    assert not log.errors, "\n".join(log.errors)
    assert not any(SIGN in line for line in log.lines), "\n".join(log.lines)
