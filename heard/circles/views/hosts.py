"""Who may host, and who this host is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def hosts_only(view: View) -> View:
    """For those who may host; others are asked to sign in, and told if that is not enough."""

    @wraps(view)
    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.has_perm("people.host", request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(allowed)


def host_id(request: HttpRequest) -> int:
    person = request.user
    assert person.is_authenticated and person.pk is not None
    return int(person.pk)
