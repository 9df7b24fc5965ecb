"""Who gets a release: agencies named, and those that are in the communities named, at this moment."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from minassa.access.models import Agency, Community, CommunityMember, User
from minassa.access.releases import faults
from minassa.access.releases.types import Recipients
from minassa.access.rules import is_for_the_platform
from minassa.access.types import Label, Tlp
from minassa.base import Invalid


def recipients(to: Iterable[str], *, owner: UUID) -> Recipients:
    """The agencies that these tokens ("agency:<uuid>", "community:<uuid>") mean now, without the owner.

    An agency that is named itself stays a recipient when it leaves a community. The communities' members stay as they are
    until the transaction ends, so that nobody leaves between this and the release. Raises Invalid for unknown or closed
    ones, and where nobody is left.
    """
    tokens = frozenset(to)
    named = frozenset(_id_of(one) for one in tokens if one.startswith("agency:"))
    communities = frozenset(_id_of(one) for one in tokens if one.startswith("community:"))
    if len(named) + len(communities) != len(tokens):
        raise Invalid(faults.UNKNOWN_RECIPIENT)
    held = Community.objects.select_for_update().filter(id__in=communities).order_by("id")
    if len(held) != len(communities):
        raise Invalid(faults.UNKNOWN_RECIPIENT)
    through: dict[UUID, UUID | None] = dict(_members(communities))
    through |= dict.fromkeys(named)
    through.pop(owner, None)
    if not through:
        raise Invalid(faults.NO_RECIPIENT)
    if Agency.objects.filter(id__in=named, is_active=True).count() != len(named):
        raise Invalid(faults.UNKNOWN_RECIPIENT)
    return Recipients(through)


def addressed(label: Label, to: Recipients) -> Label:
    """The label with exactly these recipients as its audience; persons whom TLP:RED names stay named."""
    persons = {one for one in label.audience if one.startswith("user:")} if label.tlp is Tlp.RED else set()
    return replace(label, audience=to.tokens | persons)


def local_agencies(agencies: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these agencies whose people log in on this node."""
    return frozenset(Agency.objects.filter(id__in=list(agencies), is_local=True).values_list("id", flat=True))


def is_local(agency: UUID) -> bool:
    """Whether an agency's people log in on this node."""
    return bool(local_agencies([agency]))


def addressed_here(label: Label) -> frozenset[UUID]:
    """The agencies of this node for which something under this label is: all, or those that it names, or whose people."""
    if label.tlp is Tlp.RED:
        return _of_persons(label) - {label.owner}
    if not label.audience and (label.tlp is Tlp.CLEAR or is_for_the_platform(label)):
        found = Agency.objects.filter(is_local=True, is_active=True).values_list("id", flat=True)
        return frozenset(found) - {label.owner}
    agencies = [UUID(one.removeprefix("agency:")) for one in label.audience if one.startswith("agency:")]
    return (local_agencies(agencies) | _of_persons(label)) - {label.owner}


def _of_persons(label: Label) -> frozenset[UUID]:
    persons = [UUID(one.removeprefix("user:")) for one in label.audience if one.startswith("user:")]
    if not persons:
        return frozenset()
    return frozenset(User.objects.filter(id__in=persons, agency__is_local=True).values_list("agency", flat=True))


def _members(communities: frozenset[UUID]) -> Iterable[tuple[UUID, UUID | None]]:
    """Active agencies in these communities, and the agencies of persons in them, with the community."""
    rows = CommunityMember.objects.filter(community__in=communities).select_related("agency", "user__agency")
    for row in rows.order_by("id"):
        agency = row.agency if row.user is None else row.user.agency
        if agency is not None and agency.is_active:
            yield agency.id, row.community_id


def _id_of(token: str) -> UUID:
    try:
        return UUID(token.partition(":")[2])
    except ValueError as error:
        raise Invalid(faults.UNKNOWN_RECIPIENT) from error
