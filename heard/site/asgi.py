"""The one application of a node: pages by Django, rooms by the hub, background work by a thread."""

import os
from typing import Any

import django

from heard.base.pages import Pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")
django.setup(set_prefix=False)
pages = Pages()

# Below Django's set-up, because models may only be imported after it.
from heard.base.hub import Hub  # noqa: E402
from heard.base.working import TaskThread  # noqa: E402
from heard.site.rooms import open_rooms  # noqa: E402

hub = Hub()
open_rooms(hub)
tasks = TaskThread()


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Hands each connection to the one who knows how to serve it."""
    match scope["type"]:
        case "lifespan":
            await live(receive, send)
        case "websocket":
            await hub(scope, receive, send)
        case _:
            await pages(scope, receive, send)


async def live(receive: Any, send: Any) -> None:
    """Hub and background work start before the first request and end after the last."""
    await receive()
    await hub.start()
    tasks.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await hub.stop()
    tasks.stop()
    await send({"type": "lifespan.shutdown.complete"})
