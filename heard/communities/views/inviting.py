"""Inviting people, and the page on which they accept."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heard.base import clock
from heard.communities.actions import (
    Invited,
    NotYours,
    TooMany,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from heard.communities.core.roles import Role
from heard.communities.forms import InvitationForm
from heard.communities.outside import send_invitation
from heard.communities.queries import CommunityPage, Way, invitation_by_token, open_invitations
from heard.communities.views.readers import (
    if_still_theirs,
    own_id,
    reader_id,
    stewarded_or_404,
)

LONGEST = 19
STATUS = {Way.UNKNOWN: 404, Way.CLOSED: 410, Way.ANOTHER: 403, Way.TOO_YOUNG: 403}


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """A form, those who have not answered yet, and once the link of a new one."""
    page = stewarded_or_404(request, slug)
    form = InvitationForm(request.POST or None, initial={"role": Role.MEMBER})
    if request.method == "POST" and form.is_valid():
        try:
            return _invite(request, page, form)
        except TooMany:
            form.add_error(None, _("You have invited many people today. Go on tomorrow."))
    waiting = open_invitations(page.line.community_id, now=clock.now())
    context = {"page": page, "form": form, "waiting": waiting}
    return render(request, "communities/invite.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    page = stewarded_or_404(request, slug)
    if len(str(invitation_id)) >= LONGEST:
        raise Http404(str(invitation_id))
    with if_still_theirs():
        withdraw_invitation(
            community_id=page.line.community_id,
            invitation_id=invitation_id,
            by=own_id(request),
            now=clock.now(),
        )
    messages.success(request, _("The link opens nothing any more."))
    return redirect("communities:invitations", slug)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, so a preview in a chat cannot use it up."""
    found = invitation_by_token(token, person_id=reader_id(request), now=clock.now())
    if request.method == "POST" and found.way is Way.OPEN:
        try:
            slug = accept_invitation(token, person_id=own_id(request), now=clock.now())
        except NotYours:
            # Somebody was quicker, or it was withdrawn at this very moment.
            return redirect(request.path)
        messages.success(request, _("You belong to it now."))
        return redirect("communities:community", slug)
    status = STATUS.get(found.way, 200)
    if request.method == "POST" and found.way is Way.SIGN_IN:
        status = 403
    context = {"found": found, "here": request.path}
    return render(request, "communities/invitation.html", context, status=status)


def _invite(request: HttpRequest, page: CommunityPage, form: InvitationForm) -> HttpResponse:
    with if_still_theirs():
        made = invite(
            community_id=page.line.community_id,
            by=own_id(request),
            now=clock.now(),
            **form.cleaned_data,
        )
    address = f"{settings.HEARD_URL}/invitation/{made.token}/"
    context = {
        "page": page,
        "made": made,
        "address": address,
        "was_sent": _send(request, page, made, address),
    }
    return render(request, "communities/invited.html", context)


def _send(request: HttpRequest, page: CommunityPage, made: Invited, address: str) -> bool:
    """In the language of whoever invites: they know each other."""
    return send_invitation(
        to=made.email,
        community=page.line.name,
        inviter=str(request.user),
        address=address,
        expires_at=made.expires_at,
        language=get_language() or settings.LANGUAGE_CODE,
    )
