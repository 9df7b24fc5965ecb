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
from minassa.access.models import LONGEST_NAME, Agency, Community, CommunityMember, LoginSession, Token, User
from minassa.access.types import Actor, AgencyKind
from minassa.access.views import AgencyView, CommunityView, agency_view, community_view
from minassa.base import Invalid, now


def add_agency(actor: Actor, *, name: str, kind: AgencyKind = AgencyKind.MEMBER, country: str = "") -> AgencyView:
    """Add an agency; `country` is the member state's two letters (ISO 3166-1). Raises Conflict for a name that exists."""
    with door(actor, AGENCY_ADD) as opened:
        row = Agency.objects.create(name=_needed(name), kind=kind.value, country=country.lower())
        opened.note(subject=f"agency:{row.id}", kind=kind.value)
        return agency_view(row)


def change_agency(actor: Actor, *, agency: UUID, name: str | None = None, is_active: bool | None = None) -> AgencyView:
    """Rename an agency, or close it: nobody of a closed agency gets in, from their next request on."""
    with door(actor, AGENCY_CHANGE, subject=f"agency:{agency}") as opened:
        row = Agency.objects.select_for_update().get(id=agency)
        row.name = row.name if name is None else _needed(name)
        if is_active is not None and is_active != row.is_active:
            row.is_active = is_active
            _change_rights(Q(agency=row), at_once=not is_active)
            opened.note(active=is_active)
        row.save(update_fields=["name", "is_active"])
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


def add_community(actor: Actor, *, name: str) -> CommunityView:
    """Add a community without members. Raises Conflict for a name that exists."""
    with door(actor, COMMUNITY_ADD) as opened:
        row = Community.objects.create(name=_needed(name))
        opened.note(subject=f"community:{row.id}")
        return community_view(row)


def set_members(
    actor: Actor, *, community: UUID, agencies: Iterable[UUID] = (), people: Iterable[UUID] = ()
) -> CommunityView:
    """Make exactly these agencies and people the members. Whoever came or went has new rights at their next request."""
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
        opened.note(agencies=len(wanted_agencies), people=len(wanted_people))
        return community_view(Community.objects.prefetch_related("members").get(id=community))


def list_communities(actor: Actor) -> tuple[CommunityView, ...]:
    """All communities of this node by name, with their members."""
    with door(actor, COMMUNITY_LIST):
        rows = Community.objects.prefetch_related("members").order_by("name")
        return tuple(community_view(row) for row in rows)
