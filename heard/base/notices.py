"""A sentence for the next page, kept in a cookie that is bound to this host by its name."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _Cookie(CookieStorage):
    cookie_name = "__Host-notice"


class BoundToHost(FallbackStorage):
    """As Django has it, but for the name; long sentences go into the session."""

    storage_classes = (_Cookie, SessionStorage)
