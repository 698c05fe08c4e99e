"""My communities, the page of one, and making or changing one."""

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from heard.base import clock
from heard.communities.actions import change_community, make_community
from heard.communities.core.kinds import Colour, Kind
from heard.communities.forms import CommunityForm
from heard.communities.queries import (
    CommunityPage,
    communities_of,
    community_page,
    orphans_for,
)
from heard.communities.views.readers import (
    if_still_theirs,
    own_id,
    reader_id,
    stewarded_or_404,
)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    context = {
        "communities": communities_of(own_id(request)),
        "orphans": orphans_for(request.user),
        "may_make": rules.has_perm("communities.make", request.user),
    }
    return render(request, "communities/mine.html", context)


@never_cache
@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody may see of it, and for members more. A stranger is asked to sign in where
    there is nothing for everybody, whether there is such a community or not."""
    page = community_page(slug, reader_id=reader_id(request))
    if page is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if page is None:
        raise Http404(slug)
    return render(request, "communities/community.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """One at the top."""
    if not rules.has_perm("communities.make", request.user):
        raise PermissionDenied
    return _make(request, parent=None)


@login_required
@require_http_methods(["GET", "POST"])
def make_below(request: HttpRequest, slug: str) -> HttpResponse:
    parent = stewarded_or_404(request, slug)
    if not parent.may_have_more_below:
        raise Http404(slug)
    return _make(request, parent=parent)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    page = stewarded_or_404(request, slug)
    form = CommunityForm(request.POST or None, initial=_as_it_is(page))
    if request.method == "POST" and form.is_valid():
        change_community(community_id=page.line.community_id, told=form.told(), by=own_id(request))
        messages.success(request, _("Kept."))
        return redirect("communities:community", slug)
    return render(request, "communities/change.html", {"form": form, "page": page})


def _make(request: HttpRequest, *, parent: CommunityPage | None) -> HttpResponse:
    form = CommunityForm(request.POST or None, initial=_to_begin_with(parent))
    if request.method == "POST" and form.is_valid():
        with if_still_theirs():
            slug = make_community(
                told=form.told(),
                parent_id=parent.line.community_id if parent else None,
                by=own_id(request),
                now=clock.now(),
            )
        return redirect("communities:community", slug)
    return render(request, "communities/change.html", {"form": form, "parent": parent})


def _to_begin_with(parent: CommunityPage | None) -> dict[str, object]:
    """What is most often as in the one above."""
    if parent is None:
        return {"kind": Kind.NETWORK, "colour": Colour.INK, "is_public": True}
    told = parent.told
    return {
        "kind": Kind.CHAPTER,
        "colour": told.colour,
        "languages": told.languages,
        "time_zone": told.time_zone,
        "is_public": told.is_public,
    }


def _as_it_is(page: CommunityPage) -> dict[str, object]:
    return {name: getattr(page.told, name) for name in CommunityForm.base_fields}
