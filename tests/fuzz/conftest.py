"""Thousands of requests go through one thread, one transaction and one connection."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.access.conftest import _templates_are_kept  # noqa: F401


@pytest.fixture(autouse=True)
def _the_connection_stays() -> Iterator[None]:
    """Django looks after it before and after each request, and would close it here."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
