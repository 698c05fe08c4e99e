"""What the pages of communities show, and to whom."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.conf.locale import LANG_INFO
from django.db.models import Q, QuerySet
from rules.permissions import add_perm, perm_exists
from rules.predicates import predicate

from heard.communities.core.telling import Told
from heard.communities.core.trees import MOST_DEEP, depth_of, ids_on
from heard.communities.models import Community, Membership
from heard.communities.queries.lines import CommunityLine, line_of
from heard.communities.queries.rights import role_in, stewards_along
from heard.people import queries as people

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """A community as somebody sees it: with who they are there, and what is around it."""

    line: CommunityLine
    told: Told
    is_member: bool
    may_steward: bool
    may_have_more_below: bool
    above: tuple[CommunityLine, ...]
    below: tuple[CommunityLine, ...]
    languages: tuple[tuple[str, str], ...]
    people: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    member_id: int
    person_id: int
    name: str
    role: str
    role_in_words: str


def may_make_at_the_top(person: Any) -> bool:
    """Whoever owns the node makes those from which others grow."""
    return people.owns_this_node(person)


if not perm_exists("communities.make"):
    add_perm("communities.make", predicate(may_make_at_the_top))


def communities_of(person_id: int) -> tuple[CommunityLine, ...]:
    """Those that somebody is in, by name."""
    rows = Membership.objects.filter(person_id=person_id).select_related("community")
    return tuple(
        line_of(row.community, row.get_role_display())
        for row in rows.order_by("community__name", "community_id")
    )


def orphans_for(person: Any) -> tuple[CommunityLine, ...]:
    """Top communities without anybody who looks after them, for an owner of the node."""
    if not may_make_at_the_top(person):
        return ()
    tops = Community.objects.filter(parent=None)
    return tuple(
        line_of(each)
        for each in tops
        if role_in(person.pk, each.id) is None and stewards_along(person.pk, each.path)
    )


def community_page(slug: str, *, reader_id: int | None) -> CommunityPage | None:
    """None where there is no such community, and where this reader may not know of it."""
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        return None
    own = community.members.filter(person=reader_id).first() if reader_id else None
    stewards = reader_id is not None and stewards_along(reader_id, community.path)
    if not (community.is_public or own or stewards):
        return None
    return CommunityPage(
        line=line_of(community, own.get_role_display() if own else ""),
        told=_told(community),
        is_member=own is not None,
        may_steward=stewards,
        may_have_more_below=stewards and depth_of(community.path) < MOST_DEEP,
        above=_above(community, reader_id),
        below=_seen(community.children.all(), reader_id, sees_all=stewards),
        languages=_spoken(community),
        people=community.members.count(),
    )


def members_of(community_id: UUID, *, after: int = 0, most: int = AT_ONCE) -> list[MemberLine]:
    """Some of them, in the order in which they came."""
    rows = Membership.objects.filter(community_id=community_id, id__gt=after)
    return [_member(row) for row in rows.select_related("person").order_by("id")[:most]]


def member_of(community_id: UUID, person_id: int) -> MemberLine | None:
    rows = Membership.objects.filter(community_id=community_id, person_id=person_id)
    row = rows.select_related("person").first()
    return _member(row) if row else None


def _member(row: Membership) -> MemberLine:
    return MemberLine(row.pk, row.person_id, str(row.person), row.role, row.get_role_display())


def _above(community: Community, reader_id: int | None) -> tuple[CommunityLine, ...]:
    """From the top down; one that this reader may not know of is left out."""
    rows = Community.objects.filter(id__in=ids_on(community.path)[:-1]).order_by("path")
    return _seen(rows, reader_id, sees_all=False)


def _seen(
    rows: QuerySet[Community], reader_id: int | None, *, sees_all: bool
) -> tuple[CommunityLine, ...]:
    known = Q(is_public=True) | Q(members__person_id=reader_id, members__person__isnull=False)
    return tuple(line_of(each) for each in (rows if sees_all else rows.filter(known).distinct()))


def _told(community: Community) -> Told:
    return Told(**{each.name: getattr(community, each.name) for each in fields(Told)})


def _spoken(community: Community) -> tuple[tuple[str, str], ...]:
    """Each with its own name for itself."""
    return tuple((code, LANG_INFO[code]["name_local"]) for code in community.languages)
