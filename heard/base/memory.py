"""What the processes of a node remember together for a while: spent tickets, and limits."""

import json
import logging
import time
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Final

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from heard.base.line import name_of_node

ANSWERS_WITHIN: Final = 0.5
ASKED_AGAIN_AFTER: Final = 2.0
logger = logging.getLogger(__name__)


class SharedMemory(RedisCache):
    """Django's cache on the server of the bus. While that is away, each process is on its own.

    A limit is then one of each process, and a ticket may be good once in each: less than we
    promise, but people can go on meeting.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._url = server
        self.key_prefix = name_of_node()

    @cached_property
    def _cache(self) -> "_Memory":
        # Each request has a thread and therefore a cache of its own; connections are for all.
        return _memory_at(self._url)


class PlainValues:
    """Numbers, words and lists as JSON: what comes back from the server is never run."""

    def dumps(self, value: Any) -> int | str:
        # The server itself counts numbers up.
        return value if type(value) is int else json.dumps(value)

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class _Memory:
    """Has the methods of Django's client of Redis."""

    def __init__(self, url: str) -> None:
        options: dict[str, Any] = {
            "serializer": PlainValues,
            "socket_timeout": ANSWERS_WITHIN,
            "socket_connect_timeout": ANSWERS_WITHIN,
            # Once more, since a connection may have been lost while nobody used it.
            "retry": Retry(NoBackoff(), 1),
        }
        self._shared = RedisCacheClient([url], **options)
        self._own = LocMemCache("while the bus is away", {})
        self._away_until = 0.0

    def __getattr__(self, deed: str) -> Callable[..., Any]:
        return partial(self._do, deed)

    def _do(self, deed: str, *details: Any) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return getattr(self._shared, deed)(*details)
            except RedisError as fault:
                logger.warning("This process remembers for itself, without the bus: %s", fault)
                self._away_until = time.monotonic() + ASKED_AGAIN_AFTER
        return getattr(self._own, deed)(*details)


_memory_at = lru_cache(maxsize=8)(_Memory)
