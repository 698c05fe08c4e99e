"""Whoever reads a page, and which community it is about, if they may know of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest

from heard.communities.actions import NotYours
from heard.communities.queries import CommunityPage, community_page


def reader_id(request: HttpRequest) -> int | None:
    return None if request.user.pk is None else int(request.user.pk)


def own_id(request: HttpRequest) -> int:
    """For pages to which nobody comes without having signed in."""
    assert request.user.pk is not None
    return int(request.user.pk)


def seen_or_404(request: HttpRequest, slug: str) -> CommunityPage:
    """What somebody may not know of is not here, so that nobody learns that there is any."""
    page = community_page(slug, reader_id=own_id(request))
    if page is None:
        raise Http404(slug)
    return page


def inside_or_404(request: HttpRequest, slug: str) -> CommunityPage:
    """For members, and those who look after it."""
    page = seen_or_404(request, slug)
    if not (page.is_member or page.may_steward):
        raise Http404(slug)
    return page


def stewarded_or_404(request: HttpRequest, slug: str) -> CommunityPage:
    page = seen_or_404(request, slug)
    if not page.may_steward:
        raise Http404(slug)
    return page


@contextmanager
def if_still_theirs() -> Iterator[None]:
    """A right may be taken away between asking for it and using it."""
    try:
        yield
    except NotYours:
        raise Http404 from None
