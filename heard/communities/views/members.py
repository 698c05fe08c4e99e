"""Who belongs to a community: roles, leaving, and being taken out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.base import clock
from heard.communities.actions import LastSteward, become, leave
from heard.communities.core.roles import Role
from heard.communities.forms import RoleForm
from heard.communities.queries import CommunityPage, MemberLine, member_of, members_of
from heard.communities.views.readers import (
    if_still_theirs,
    inside_or_404,
    own_id,
    stewarded_or_404,
)

AT_ONCE = 50
# Signs of a number that every database can hold.
LONGEST = 19


@never_cache
@login_required
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    page = inside_or_404(request, slug)
    shown = members_of(page.line.community_id, after=_number(request.GET.get("after", "")))
    last = shown[-1].member_id if len(shown) == AT_ONCE else None
    context = {"page": page, "members": shown, "last": last}
    return render(request, "communities/members.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, slug: str, person_id: int) -> HttpResponse:
    """What somebody is here."""
    page = stewarded_or_404(request, slug)
    one = _member_or_404(page, person_id)
    form = RoleForm(request.POST or None, initial={"role": one.role})
    if request.method == "POST" and form.is_valid():
        if _is_done(request, page, person_id, form.cleaned_data["role"]):
            messages.success(request, _("Kept."))
        return redirect("communities:members", slug)
    context = {"page": page, "member": one, "form": form}
    return render(request, "communities/member.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, person_id: int) -> HttpResponse:
    page = stewarded_or_404(request, slug)
    _member_or_404(page, person_id)
    if _is_done(request, page, person_id, None):
        messages.success(request, _("They are out of this community."))
    return redirect("communities:members", slug)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def leave_it(request: HttpRequest, slug: str) -> HttpResponse:
    """Opening the page only asks."""
    page = inside_or_404(request, slug)
    if not page.is_member:
        raise Http404(slug)
    if request.method == "GET":
        return render(request, "communities/leave.html", {"page": page})
    try:
        with if_still_theirs():
            leave(community_id=page.line.community_id, person_id=own_id(request), now=clock.now())
    except LastSteward:
        messages.warning(request, _needs_a_steward())
        return redirect("communities:members", slug)
    messages.success(request, _("You have left."))
    return redirect("communities:mine")


def _is_done(request: HttpRequest, page: CommunityPage, person_id: int, role: Role | None) -> bool:
    """False with a sentence where nobody would be left to look after it."""
    try:
        with if_still_theirs():
            become(
                community_id=page.line.community_id,
                person_id=person_id,
                role=role,
                by=own_id(request),
                now=clock.now(),
            )
    except LastSteward:
        messages.warning(request, _needs_a_steward())
        return False
    return True


def _needs_a_steward() -> str:
    return _("Nobody else looks after this community. Make somebody else a steward first.")


def _member_or_404(page: CommunityPage, person_id: int) -> MemberLine:
    one = member_of(page.line.community_id, person_id) if _fits(person_id) else None
    if one is None:
        raise Http404(str(person_id))
    return one


def _fits(number: int) -> bool:
    return len(str(number)) < LONGEST


def _number(typed: str) -> int:
    """What stands in the address; nonsense counts as nothing."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST else 0
