"""Agencies, partner organisations and communities."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q

from minassa.access.acts import (
    AGENCY_ADD,
    AGENCY_CHANGE,
    AGENCY_LIST,
    COMMUNITY_ADD,
    COMMUNITY_CHANGE,
    COMMUNITY_LIST,
)
from minassa.access.doorway import door
from minassa.access.faults import NAME_MISSING
from minassa.access.lasting.service import outlast
from minassa.access.models import LONGEST_NAME, Agency, Community, CommunityMember, LoginSession, Token, User
from minassa.access.releases.leaving import leave_community
from minassa.access.types import Actor, AgencyKind
from minassa.access.views import AgencyView, CommunityView, agency_view, community_view
from minassa.base import Invalid, new_id, now


def add_agency(  # noqa: PLR0913 - what an agency is, each part named
    actor: Actor,
    *,
    name: str,
    kind: AgencyKind = AgencyKind.MEMBER,
    country: str = "",
    id: UUID | None = None,  # noqa: A002 - the agency's own word
    is_local: bool = True,
) -> AgencyView:
    """Add an agency; `country` is the member state's two letters (ISO 3166-1). Raises Conflict for a name that exists.

    An agency of another node has the `id` that the directory gives it, and is not local: nobody of it can be added here.
    """
    with door(actor, AGENCY_ADD) as opened:
        row = Agency.objects.create(
            id=id or new_id(), name=_needed(name), kind=kind.value, country=country.lower(), is_local=is_local
        )
        opened.note(subject=f"agency:{row.id}", kind=kind.value)
        return agency_view(row)


def change_agency(  # noqa: PLR0913 - whatever of an agency can change
    actor: Actor,
    *,
    agency: UUID,
    name: str | None = None,
    kind: AgencyKind | None = None,
    country: str | None = None,
    is_active: bool | None = None,
) -> AgencyView:
    """Rename an agency, correct its kind or country, or close it: nobody of a closed agency gets in from then on."""
    with door(actor, AGENCY_CHANGE, subject=f"agency:{agency}") as opened:
        row = Agency.objects.select_for_update().get(id=agency)
        row.name = row.name if name is None else _needed(name)
        row.country = row.country if country is None else country.lower()
        if kind is not None and kind.value != row.kind:
            row.kind = kind.value
            _change_rights(Q(agency=row))
        if is_active is not None and is_active != row.is_active:
            row.is_active = is_active
            _change_rights(Q(agency=row), at_once=not is_active)
            outlast("agency.state", subject=f"agency:{agency}", facts={"active": is_active})
            opened.note(active=is_active)
        row.save(update_fields=["name", "kind", "country", "is_active"])
        return agency_view(row)


def _needed(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(NAME_MISSING)
    return cleaned


def _change_rights(who: Q, *, at_once: bool = False) -> None:
    """Make the rights of these people new; `at_once` also ends their sessions and revokes their tokens (S08)."""
    people = User.objects.filter(who)
    if at_once:
        LoginSession.objects.filter(user__in=people, ended__isnull=True).update(ended=now())
        Token.objects.filter(user__in=people, revoked__isnull=True).update(revoked=now())
    people.update(rights_version=F("rights_version") + 1)


def list_agencies(actor: Actor) -> tuple[AgencyView, ...]:
    """All agencies of this node by name."""
    with door(actor, AGENCY_LIST):
        return tuple(agency_view(row) for row in Agency.objects.order_by("name"))


def add_community(
    actor: Actor,
    *,
    name: str,
    id: UUID | None = None,  # noqa: A002 - its own word
    is_closed: bool = False,
) -> CommunityView:
    """Add a community without members. Raises Conflict for a name that exists. `id`: as another node has made it.

    `is_closed`: it is listed for its members and for secretariats alone.
    """
    with door(actor, COMMUNITY_ADD) as opened:
        row = Community.objects.create(id=id or new_id(), name=_needed(name), is_closed=is_closed)
        opened.note(subject=f"community:{row.id}")
        return community_view(row)


def rename_community(actor: Actor, *, community: UUID, name: str) -> CommunityView:
    """Give a community another name. Raises Conflict for a name that exists."""
    with door(actor, COMMUNITY_CHANGE, subject=f"community:{community}"):
        row = Community.objects.prefetch_related("members").get(id=community)
        row.name = _needed(name)
        row.save(update_fields=["name"])
        return community_view(row)


def set_members(
    actor: Actor, *, community: UUID, agencies: Iterable[UUID] = (), people: Iterable[UUID] = ()
) -> CommunityView:
    """Make exactly these agencies and people the members. Whoever came or went has new rights at their next request.

    What reached an agency through this community stops when it leaves, and is asked back.
    """
    with door(actor, COMMUNITY_CHANGE, subject=f"community:{community}") as opened:
        row = Community.objects.select_for_update().get(id=community)
        before = community_view(row)
        wanted_agencies, wanted_people = frozenset(agencies), frozenset(people)
        row.members.all().delete()
        CommunityMember.objects.bulk_create(
            [CommunityMember(community=row, agency_id=one) for one in wanted_agencies]
            + [CommunityMember(community=row, user_id=one) for one in wanted_people]
        )
        moved = wanted_agencies ^ frozenset(before.agencies), wanted_people ^ frozenset(before.people)
        _change_rights(Q(agency__in=moved[0]) | Q(id__in=moved[1]))
        for one in sorted(_left(before, wanted_agencies, wanted_people)):
            leave_community(community, one)
        opened.note(agencies=len(wanted_agencies), people=len(wanted_people))
        facts = {"agencies": sorted(map(str, wanted_agencies)), "people": sorted(map(str, wanted_people))}
        outlast("community.members", subject=f"community:{community}", facts=facts)
        return community_view(Community.objects.prefetch_related("members").get(id=community))


def _left(before: CommunityView, agencies: frozenset[UUID], people: frozenset[UUID]) -> frozenset[UUID]:
    """The agencies that were in the community, themselves or by a person of theirs, and are in it no more."""

    def of_people(ids: Iterable[UUID]) -> frozenset[UUID]:
        return frozenset(User.objects.filter(id__in=list(ids)).values_list("agency", flat=True))

    return (frozenset(before.agencies) | of_people(before.people)) - (agencies | of_people(people))


def list_communities(actor: Actor) -> tuple[CommunityView, ...]:
    """The communities of this node by name, with their members; closed ones for their members, secretariats and the node itself."""
    with door(actor, COMMUNITY_LIST):
        rows = Community.objects.prefetch_related("members").order_by("name")
        if actor.agency is not None and actor.agency_kind is not AgencyKind.SECRETARIAT:
            rows = rows.filter(Q(is_closed=False) | Q(id__in=actor.communities))
        return tuple(community_view(row) for row in rows)
