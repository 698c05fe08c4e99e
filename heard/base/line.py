"""The line of a bus to other processes: Valkey or Redis, one subscription and one sender each.

Messages of a process are numbered. So whoever hears one twice passes it on once, and whoever
misses one knows that there was a gap. Lines break and servers restart: both threads of a line try
again for as long as the process lives.
"""

import json
import logging
import random
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

import redis
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.retry import Retry

Message = tuple[str, int | str]
MOST_WAITING: Final = 1000
SENT_AT_ONCE: Final = 100
# Later than that nobody waits for words any more; news are still news.
WORDS_WAIT: Final = 10.0
ANSWERS_WITHIN: Final = 2.0
PING_AFTER: Final = 5.0
FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
SENDERS_REMEMBERED: Final = 256
LET_GO_AFTER: Final = 1.0
logger = logging.getLogger(__name__)


def name_of_node() -> str:
    """The same in all processes of a node, and another in every other node on that server."""
    return "heard:" + salted_hmac("heard.base.line", "name").hexdigest()[:16]


def server_at(url: str, **options: Any) -> "redis.Redis":
    """A client that says at once what is wrong, because who asks has patience of its own."""
    return redis.Redis.from_url(
        url,
        socket_timeout=ANSWERS_WITHIN,
        socket_connect_timeout=ANSWERS_WITHIN,
        retry=Retry(NoBackoff(), 0),
        **options,
    )


class Waiting(NamedTuple):
    """A message on its way out; `number` and `since` (monotonic) are this process's."""

    number: int
    since: float
    message: Message


class Line:
    """Calls `hear` for each message of another process, `after_gap` when some were missed.

    Both are called in a thread of the line. `send` never waits: what the server does not take
    stays in a queue, and when that is full the oldest go, which the others then notice.
    """

    def __init__(
        self,
        url: str,
        channel: str,
        *,
        hear: Callable[[Message], None],
        after_gap: Callable[[], None],
    ) -> None:
        self._url = url
        self._channel = channel
        self._hear = hear
        self._after_gap = after_gap
        self._me = secrets.token_hex(8)
        self._count = 0
        self._waiting: deque[Waiting] = deque(maxlen=MOST_WAITING)
        self._has_news = threading.Condition()
        self._heard_of: OrderedDict[str, int] = OrderedDict()
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=self._keep, args=(deed,), name=deed.__name__, daemon=True)
            for deed in (self._send_what_waits, self._listen)
        ]
        for thread in self._threads:
            thread.start()

    def send(self, message: Message) -> None:
        with self._has_news:
            self._count += 1
            self._waiting.append(Waiting(self._count, time.monotonic(), message))
            self._has_news.notify_all()

    def close(self) -> None:
        """Gives what still waits a second to leave."""
        with self._has_news:
            self._has_news.wait_for(lambda: not self._waiting, timeout=LET_GO_AFTER)
            self._closing.set()
            self._has_news.notify_all()

    def _keep(self, deed: Callable[[], Iterator[None]]) -> None:
        """Does a deed again and again; each step of it that went well makes us patient anew."""
        pause = FIRST_PAUSE
        while not self._closing.is_set():
            try:
                for _went_well in deed():
                    pause = FIRST_PAUSE
            except redis.RedisError as fault:
                if pause == FIRST_PAUSE:
                    logger.warning("The bus does not answer: %s", fault)
            except Exception:
                logger.exception("The bus stumbled; it goes on.")
            # Not all processes at once, when the server comes back.
            self._closing.wait(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, LONGEST_PAUSE)

    # ── out ─────────────────────────────────────────────────────────────────

    def _send_what_waits(self) -> Iterator[None]:
        with server_at(self._url) as server:
            while batch := self._next_batch():
                pipe = server.pipeline(transaction=False)
                for number, _since, message in batch:
                    pipe.publish(self._channel, json.dumps([self._me, number, *message]))
                pipe.execute()
                self._let_go(batch[-1].number)
                yield

    def _next_batch(self) -> list[Waiting]:
        """What goes out next, which stays in the queue until it has; empty to end."""
        with self._has_news:
            while True:
                self._has_news.wait_for(lambda: self._waiting or self._closing.is_set())
                if self._closing.is_set():
                    return []
                self._drop_old_words()
                if self._waiting:
                    return list(islice(self._waiting, SENT_AT_ONCE))

    def _drop_old_words(self) -> None:
        now = time.monotonic()
        fresh = [
            each
            for each in self._waiting
            if isinstance(each.message[1], int) or now - each.since < WORDS_WAIT
        ]
        if len(fresh) < len(self._waiting):
            self._waiting = deque(fresh, maxlen=MOST_WAITING)

    def _let_go(self, last: int) -> None:
        with self._has_news:
            while self._waiting and self._waiting[0].number <= last:
                self._waiting.popleft()
            self._has_news.notify_all()

    # ── in ──────────────────────────────────────────────────────────────────

    def _listen(self) -> Iterator[None]:
        with server_at(self._url) as server, server.pubsub() as news:
            news.subscribe(self._channel)
            is_asked = False
            while not self._closing.is_set():
                frame = news.get_message(timeout=PING_AFTER)
                if frame is None and is_asked:
                    raise redis.ConnectionError("nothing came for a while.")
                if is_asked := frame is None:
                    news.ping()
                elif frame["type"] == "subscribe":
                    # From here on nothing is missed; before it, anything may have been.
                    self._after_gap()
                elif frame["type"] == "message":
                    self._take(frame["data"])
                yield

    def _take(self, data: bytes) -> None:
        try:
            sender, number, topic, what = json.loads(data)
            last = self._note(sender, number)
        except (ValueError, TypeError):
            logger.warning("Something on the bus is not from a node of ours.")
            return
        if sender == self._me or number <= last:
            return
        if number > last + 1:
            self._after_gap()
        self._hear((topic, what))

    def _note(self, sender: str, number: int) -> int:
        """The last number of that sender that we had heard before this one."""
        last = self._heard_of.pop(sender, 0)
        self._heard_of[sender] = max(last, number)
        if len(self._heard_of) > SENDERS_REMEMBERED:
            self._heard_of.popitem(last=False)
        return last
