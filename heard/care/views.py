"""The people with whom I shall not be seated again, and how to undo it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heard.care.actions import unblock
from heard.care.queries import blocks_of


@never_cache
@login_required
@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    return render(request, "care/blocks.html", {"blocks": blocks_of(_own_id(request))})


@login_required
@require_POST
def undo(request: HttpRequest, block_id: int) -> HttpResponse:
    unblock(blocker_id=_own_id(request), block_id=block_id)
    return redirect("care:blocks")


def _own_id(request: HttpRequest) -> int:
    assert request.user.pk is not None
    return int(request.user.pk)
