"""Who may do what in which community, asked anew each time: what is taken away is gone at once."""

from datetime import date
from uuid import UUID

from heard.communities.core.kinds import CARING_KINDS, minors_may_sit
from heard.communities.core.trees import ids_on
from heard.communities.models import Community, Membership, Role
from heard.people import queries as people


def role_in(person_id: int, community_id: UUID) -> str | None:
    """What somebody is in this very community; None for who is not in it."""
    there = Membership.objects.filter(person_id=person_id, community_id=community_id)
    return there.values_list("role", flat=True).first()


def may_steward(person_id: int, community_id: UUID) -> bool:
    """A steward of it, or of a community above it. Where none of them may sign in any more, an
    owner of the node steps in."""
    path = Community.objects.filter(id=community_id).values_list("path", flat=True).first()
    return path is not None and stewards_along(person_id, path)


def stewards_along(person_id: int, path: str) -> bool:
    stewards = _stewards_along(path)
    return person_id in stewards or (not stewards and people.is_owner(person_id))


def stewards_of(community_id: UUID) -> frozenset[int]:
    """Its own, who may sign in."""
    return _stewards([community_id])


def allows_minors(community_id: UUID, *, age_band: str, place: str, on: date) -> bool:
    """Whether minors of this age may sit in circles of this community, which is such a place."""
    community = Community.objects.filter(id=community_id, kind=place).first()
    if community is None or place not in CARING_KINDS:
        return False
    members = Membership.objects.filter(community=community).values_list("person_id", flat=True)
    vetted = people.vetted_among(members, place=place, on=on)
    return minors_may_sit(
        kind=community.kind, bands=community.bands, age_band=age_band, vetted=len(vetted)
    )


def _stewards_along(path: str) -> frozenset[int]:
    return _stewards(ids_on(path))


def _stewards(community_ids: list[UUID] | tuple[UUID, ...]) -> frozenset[int]:
    found = Membership.objects.filter(
        community_id__in=community_ids, role=Role.STEWARD, person__is_active=True
    )
    return frozenset(found.values_list("person_id", flat=True))
