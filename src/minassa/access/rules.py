"""The policy: one pure function decides, and nothing else does. Default deny.

`decide(actor, act, None, context)` answers for the act as such, `decide(actor, act, label, context)` for a row with that
label. docs/security.md prints the same table for people.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import IntEnum
from functools import reduce
from itertools import chain
from typing import Final
from uuid import UUID

from minassa.access.faults import LABEL_INVALID
from minassa.access.registry import Act, ActKind
from minassa.access.types import (
    Actor,
    ActorKind,
    AgencyKind,
    Context,
    Decision,
    Handling,
    Label,
    Purpose,
    Role,
    Tlp,
)
from minassa.base import Invalid

FRESH: Final = timedelta(minutes=10)
"""How long a fresh second factor counts as fresh (S07)."""

ALLOWED: Final = "allowed"
PURPOSES: Final = frozenset(one.value for one in Purpose)


class Reach(IntEnum):
    """How far a role sees into content: nothing; what is clear or addressed to it; all that its agency may see."""

    NOTHING = 0
    ADDRESSED = 1
    ALL = 2


REACH: Final[dict[Role, Reach]] = dict.fromkeys(Role, Reach.ALL) | {
    Role.OBSERVER: Reach.ADDRESSED,
    Role.DELEGATE: Reach.ADDRESSED,
    Role.HEAD_OF_DELEGATION: Reach.ADDRESSED,
    Role.INSPECTOR: Reach.NOTHING,
    Role.NODE_ADMINISTRATOR: Reach.NOTHING,
}

NO_PROCEEDINGS: Final = "no-judicial-proceedings-without-permission"
NO_PASSING_ON: Final = "do-not-pass-on-without-permission"
OTHER_RESTRICTIONS: Final = "other-restrictions-apply"
NAMED_ONLY: Final = "named-persons-only"
OWN_AGENCY_ONLY: Final = "own-agency-only"
NEED_TO_KNOW: Final = "need-to-know-in-own-agency"
COMMUNITY_ONLY: Final = "community-only"
VERIFY_WITH_OWNER: Final = "verify-with-owner-before-acting"
EXERCISE_ONLY: Final = "exercise-only"

_TLP_OBLIGATION: Final[dict[Tlp, str]] = {
    Tlp.RED: NAMED_ONLY,
    Tlp.AMBER_STRICT: OWN_AGENCY_ONLY,
    Tlp.AMBER: NEED_TO_KNOW,
    Tlp.GREEN: COMMUNITY_ONLY,
}
_HANDLING_OBLIGATION: Final[dict[Handling, str]] = {
    Handling.H1: NO_PROCEEDINGS,
    Handling.H2: NO_PASSING_ON,
    Handling.H3: OTHER_RESTRICTIONS,
}


def decide(actor: Actor, act: Act, label: Label | None, context: Context) -> Decision:
    """May this actor do this, to a row with this label, now? Pure; says no wherever no rule says yes."""
    against = _reasons_against_act(actor, act, context)
    if label is not None and actor.kind is not ActorKind.SYSTEM:
        against = chain(against, _reasons_against_label(actor, act, label, context))
    reason = next(against, "")
    return Decision(False, reason) if reason else Decision(True, ALLOWED, obligations(actor, label))


def may_see(actor: Actor, act: Act, label: Label, context: Context) -> bool:
    """Whether rows with this label are seen while doing this act: to write one row, a person reads others.

    Whoever passes data on sees only what they may pass on, so that an export cannot forget to ask.
    """
    against = _reasons_against_act(actor, act, context)
    if actor.kind is not ActorKind.SYSTEM:
        against = chain(
            against, _reasons_against_sight(actor, act, label, context), _against_forwarding(actor, act, label)
        )
    return next(against, "") == ""


def _reasons_against_act(actor: Actor, act: Act, context: Context) -> Iterator[str]:
    if actor.kind is ActorKind.SYSTEM:
        if act.name not in actor.acts:
            yield "act"
        return
    if not actor.roles & act.roles or actor.agency is None:
        yield "role"
    if actor.scopes is not None and (not act.scope or act.scope not in actor.scopes):
        yield "scope"
    if context.purpose and context.purpose not in PURPOSES:
        yield "purpose-unknown"
    if act.purpose_required and not context.purpose:
        yield "purpose"
    if act.step_up and not _is_fresh(actor, context.at):
        yield "step-up"
    if act.two_person and not context.approved:
        yield "approval"


def _is_fresh(actor: Actor, at: datetime) -> bool:
    """A person at a page shows a fresh factor; tokens and the owner of the node's folder have none to show."""
    if actor.kind is not ActorKind.USER:
        return actor.kind is ActorKind.CLI
    return actor.stepped_up_at is not None and timedelta(0) <= at - actor.stepped_up_at <= FRESH


def _reasons_against_label(actor: Actor, act: Act, label: Label, context: Context) -> Iterator[str]:
    yield from _reasons_against_sight(actor, act, label, context)
    if act.kind is not ActKind.READ and actor.agency != label.owner:
        yield "not-owner"
    yield from _against_forwarding(actor, act, label)


def _against_forwarding(actor: Actor, act: Act, label: Label) -> Iterator[str]:
    """Others than the owner pass on only what the community may have anyway, and nothing under H2 or H3 (R02, R04)."""
    is_open = label.tlp in {Tlp.GREEN, Tlp.CLEAR} and not label.handling & {Handling.H2, Handling.H3}
    if act.forwards and actor.agency != label.owner and not is_open:
        yield "forwarding"


def _reasons_against_sight(actor: Actor, act: Act, label: Label, context: Context) -> Iterator[str]:
    reach = max((REACH[role] for role in actor.roles & act.roles), default=Reach.NOTHING)
    if act.personal:  # what bears no name but theirs is no content: an inspector reads notices about the own login
        reach = max(reach, Reach.ADDRESSED)
    if reach is Reach.NOTHING:
        yield "no-content"
    if actor.agency != label.owner:
        if label.purposes and context.purpose not in label.purposes:
            yield "other-purpose"
        if _is_closed(label, context.at):
            yield "time"
    if label.tlp is not Tlp.CLEAR and not _is_addressed(actor, label):
        yield from _reasons_against_unaddressed(actor, label, reach)


def _reasons_against_unaddressed(actor: Actor, label: Label, reach: Reach) -> Iterator[str]:
    if label.tlp is Tlp.RED:
        yield "not-named"
    if reach is not Reach.ALL or (actor.agency != label.owner and not _is_in_community(actor, label)):
        yield "not-addressed"


def _is_closed(label: Label, at: datetime) -> bool:
    return (label.opens is not None and at < label.opens) or (label.closes is not None and at >= label.closes)


def _is_addressed(actor: Actor, label: Label) -> bool:
    """Named in the audience, as far as the TLP level lets names count: RED persons, AMBER+STRICT agencies, others all."""
    names = {f"user:{actor.user_id}"} if actor.user_id else set()
    if label.tlp is not Tlp.RED:
        names.add(f"agency:{actor.agency}")
        if label.tlp is not Tlp.AMBER_STRICT:
            names |= {f"community:{one}" for one in actor.communities}
    return not names.isdisjoint(label.audience)


def _is_in_community(actor: Actor, label: Label) -> bool:
    """GREEN without an audience is for the whole platform: members and the secretariat; partners are invited by name."""
    return (
        label.tlp is Tlp.GREEN
        and not label.audience
        and actor.agency_kind in {AgencyKind.MEMBER, AgencyKind.SECRETARIAT}
    )


PRIVILEGED: Final = frozenset({Role.SUPERVISOR, Role.SECRETARIAT, Role.INSPECTOR, Role.NODE_ADMINISTRATOR})
"""Roles with power over others: given by two persons only."""


def roles_fit(roles: frozenset[Role], kind: AgencyKind) -> bool:
    """Whether one person of such an agency can hold these roles: an inspector nothing else, the secretariat's only there."""
    if Role.INSPECTOR in roles and len(roles) > 1:
        return False
    return Role.SECRETARIAT not in roles or kind is AgencyKind.SECRETARIAT


def obligations(actor: Actor, label: Label | None) -> tuple[str, ...]:
    """What a reader must observe, as machine words (`OBLIGATION_TEXTS` has the sentences). The owner binds itself only by H1."""
    if label is None:
        return ()
    found = [_TLP_OBLIGATION[label.tlp]] if label.tlp in _TLP_OBLIGATION else []
    found += [_HANDLING_OBLIGATION[code] for code in sorted(label.handling) if code in _HANDLING_OBLIGATION]
    if actor.agency != label.owner:
        found.append(VERIFY_WITH_OWNER)
    if label.exercise:
        found.append(EXERCISE_ONLY)
    return tuple(found)


def marks(label: Label) -> tuple[str, ...]:
    """The marks in the order in which they are printed, such as ("TLP:AMBER", "H1", "EXERCISE")."""
    codes = tuple(code.value for code in sorted(label.handling))
    return (label.tlp.mark, *codes, *(("EXERCISE",) if label.exercise else ()))


def strictest(labels: Iterable[Label], *, author: UUID | None = None) -> Label:
    """The label of what is derived from all of these: nobody is addressed who is not addressed by each source (R04).

    The owner is the first label's: pass the author's own agency's label first. Where a source does not address that whole
    agency, the product is TLP:RED for the persons whom all sources name, and for its author, who has seen them all.
    A source from another owner adds H2. Raises ValueError for no labels, Invalid where nobody at all could read it.
    """
    sources = tuple(labels)
    if not sources:
        raise ValueError("a derived product has at least one source")
    owner = sources[0].owner
    limited = [one for one in sources if one.tlp is not Tlp.CLEAR]
    narrow = any(not _reaches_agency(one, owner) for one in limited)
    shared = reduce(frozenset.intersection, (one.audience for one in limited)) if limited else frozenset[str]()
    if narrow:
        shared = frozenset(one for one in shared if one.startswith("user:")) | ({f"user:{author}"} if author else set())
    return Label(
        owner=owner,
        tlp=Tlp.RED if narrow else _narrowest(sources, limited, shared),
        audience=shared,
        handling=frozenset[Handling]().union(*(one.handling for one in sources)) | _foreign(limited, owner),
        purposes=_shared_purposes(sources),
        exercise=any(one.exercise for one in sources),
        opens=max(filter(None, (one.opens for one in sources)), default=None),
        closes=min(filter(None, (one.closes for one in sources)), default=None),
    )


def feeds(source: Label, product: Label, *, partners: bool = False) -> bool:
    """Whether what is counted from a source may stand in a product under this label: each of its readers may see the source itself (R04).

    A product that lists, counts and draws many sources at once takes only those that leave it as wide as it is meant to be; `strictest`
    is for one that follows its few sources. `partners`: agencies that are no members are among the readers.
    """
    if source.tlp is Tlp.RED or source.purposes or source.opens or source.closes or source.exercise != product.exercise:
        return False
    is_open = source.tlp in {Tlp.GREEN, Tlp.CLEAR} and not source.handling & {Handling.H2, Handling.H3}
    if source.owner != product.owner and not is_open:
        return False
    if source.tlp.width < product.tlp.width or not source.handling - {Handling.H0} <= product.handling:
        return False
    readers = (product.audience | {f"agency:{product.owner}"}) - {f"agency:{source.owner}"}
    return source.tlp is Tlp.CLEAR or (is_for_the_platform(source) and not partners) or readers <= source.audience


def is_for_the_platform(label: Label) -> bool:
    """Whether a label is for all members and the secretariat, without naming anybody."""
    return label.tlp is Tlp.GREEN and not label.audience


def _reaches_agency(label: Label, agency: UUID) -> bool:
    """Whether a source is for all of this agency. GREEN without audience is: an author of a partner could not have read it."""
    if label.tlp is Tlp.RED:
        return False
    return label.owner == agency or f"agency:{agency}" in label.audience or is_for_the_platform(label)


def _narrowest(sources: tuple[Label, ...], limited: list[Label], shared: frozenset[str]) -> Tlp:
    """The narrowest level; GREEN without an audience would open to all what some source opens to a few."""
    tlp = min((one.tlp for one in sources), key=lambda level: level.width)
    is_for_all = not shared and all(is_for_the_platform(one) for one in limited)
    return Tlp.AMBER if tlp is Tlp.GREEN and not shared and not is_for_all else tlp


def _foreign(limited: list[Label], owner: UUID) -> frozenset[Handling]:
    return frozenset({Handling.H2} if any(one.owner != owner for one in limited) else ())


def purposes_within(ours: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """The purposes of what comes in bound to `theirs`, where we decided for `ours`; an empty set is any purpose, and binds nothing.

    Purposes that this platform does not know are left out; nothing in common leaves the review of a person's rights, as for
    any derived product. Raises Invalid where none of theirs is known: left out, they would open what they bind.
    """
    known = theirs & {one.value for one in Purpose}
    if theirs and not known:
        raise Invalid(LABEL_INVALID, part="purpose")
    if not ours or not known:
        return ours | known
    return ours & known or frozenset({Purpose.RIGHTS_REVIEW.value})


def _shared_purposes(sources: tuple[Label, ...]) -> frozenset[str]:
    """The purposes that all sources allow; none in common leaves the review of a person's rights."""
    bounded = [one.purposes for one in sources if one.purposes]
    if not bounded:
        return frozenset()
    return reduce(frozenset.intersection, bounded) or frozenset({Purpose.RIGHTS_REVIEW.value})
