"""Threats: campaigns, actors, malware, tools and techniques as thin nodes, what they have to do with each other, and which techniques were seen."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from minassa.access import Actor, Opened, capped_count, door, marks, newest
from minassa.base import Invalid, NotFound
from minassa.cyber import faults
from minassa.cyber.acts import THREAT_LIST, THREAT_READ
from minassa.cyber.models import Indicator, Relation, Threat
from minassa.cyber.pages import LARGEST_PAGE, cursor_from, cursor_text
from minassa.cyber.types import (
    THREAT_TYPES,
    Related,
    SeenTechnique,
    Tactic,
    ThreatPage,
    ThreatRow,
    ThreatView,
)

MOST_RELATED: Final = 200
MOST_SEEN: Final = 2_000
TECHNIQUE: Final = "attack-pattern"
TACTICS: Final = (
    "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation",
    "defense-evasion", "evasion", "credential-access", "discovery", "lateral-movement", "collection", "command-and-control",
    "exfiltration", "inhibit-response-function", "impair-process-control", "impact",
)  # fmt: skip
"""ATT&CK's tactics for enterprises and for industrial control systems, in the order of an attack."""


def list_threats(
    actor: Actor,
    *,
    kind: str = "",
    before: str = "",
    size: int = 50,
    purpose: str = "",
) -> ThreatPage:
    """Threats newest first, of one kind where it is named."""
    if kind and kind not in THREAT_TYPES:
        raise Invalid(faults.NO_SUCH_KIND, kind=kind[:32], kinds=", ".join(THREAT_TYPES))
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, THREAT_LIST, purpose=purpose) as opened:
        rows = newest(Threat, wanted + 1, place, type=kind) if kind else newest(Threat, wanted + 1, place)
        count = capped_count(Threat.objects.filter(type=kind) if kind else Threat.objects.all())
        shown = rows[:wanted]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(rows) > wanted else ""
        return ThreatPage(tuple(threat_row(row, opened) for row in shown), following, count.text)


def read_threat(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> ThreatView:  # noqa: A002 - the word that every room uses
    """One threat. Raises NotFound where it is absent or hidden: the two look the same."""
    with door(actor, THREAT_READ, purpose=purpose, case=case, subject=f"threat:{id}") as opened:
        row = Threat.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.THREAT_NOT_FOUND)
        opened.note(owner=opened.label_of(row.label_id).owner)
        one: dict[str, Any] = json.loads(row.content)
        return ThreatView(
            row=threat_row(row, opened),
            version=row.version,
            description=one.get("description", ""),
            aliases=tuple(one.get("aliases", one.get("x_mitre_aliases", ()))),
            references=tuple(one.get("external_references", ())),
            related=related_to(opened, row.stix_id),
            content=row.content,
        )


def techniques_seen(actor: Actor, *, purpose: str = "") -> tuple[Tactic, ...]:
    """The techniques that somebody saw in use, by tactic: relations of a catalogue itself are no sighting.

    A technique of several tactics stands under each. Nothing is counted that the actor may not see.
    """
    with door(actor, THREAT_LIST, purpose=purpose) as opened:
        seen = Relation.objects.filter(target_type=TECHNIQUE, from_catalogue=False, revoked=False)
        indicates = Count("id", filter=Q(source_ref__startswith="indicator--"))
        counted = seen.values("target_ref").annotate(all=Count("id"), indicators=indicates).order_by("-all")[:MOST_SEEN]
        numbers = {one["target_ref"]: (one["indicators"], one["all"] - one["indicators"]) for one in counted}
        rows = {row.stix_id: row for row in _by_ref(Threat, numbers)}
        found = [SeenTechnique(threat_row(rows[ref], opened), *pair) for ref, pair in numbers.items() if ref in rows]
        return _by_tactic(found)


def _by_tactic(found: list[SeenTechnique]) -> tuple[Tactic, ...]:
    tactics: dict[str, list[SeenTechnique]] = defaultdict(list)
    for one in found:
        for tactic in one.threat.tactics or ("",):
            tactics[tactic].append(one)
    order = {name: place for place, name in enumerate(TACTICS)}
    named = sorted(tactics, key=lambda name: (order.get(name, len(order)), name))
    return tuple(Tactic(name, tuple(tactics[name])) for name in named)


def related_to(opened: Opened, stix_id: str) -> tuple[Related, ...]:
    """What a thing has to do with others: only relations that the door lets through, and names only of what it lets through."""
    both = Q(source_ref=stix_id) | Q(target_ref=stix_id)
    relations = list(Relation.objects.filter(both, revoked=False).order_by("type", "id")[:MOST_RELATED])
    refs = {ref for one in relations for ref in (one.source_ref, one.target_ref)} - {stix_id}
    others: dict[str, Threat | Indicator] = {row.stix_id: row for row in _by_ref(Indicator, refs)}
    others |= {row.stix_id: row for row in _by_ref(Threat, refs)}
    return tuple(_related(opened, one, stix_id, others) for one in relations)


def _by_ref(model: Any, refs: Iterable[str]) -> Any:  # noqa: ANN401 - rows of either table
    return model.objects.filter(stix_id__in=list(refs))


def _related(opened: Opened, one: Relation, stix_id: str, others: dict[str, Threat | Indicator]) -> Related:
    outgoing = one.source_ref == stix_id
    ref = one.target_ref if outgoing else one.source_ref
    other = others.get(ref)
    type_ = ref.partition("--")[0]
    place = "indicator" if type_ == "indicator" else "threat"
    if other is None:
        return Related(one.type, outgoing, place, None, "", type_, ())
    return Related(one.type, outgoing, place, other.id, other.name, type_, marks(opened.label_of(other.label_id)))


def threat_row(row: Threat, opened: Opened) -> ThreatRow:
    """A threat as lists show it."""
    label = opened.label_of(row.label_id)
    return ThreatRow(
        id=row.id,
        stix_id=row.stix_id,
        type=row.type,
        name=row.name,
        mark=row.mark,
        tactics=tuple(row.tactics.split()),
        revoked=row.revoked,
        source=row.source,
        owner=label.owner,
        mine=label.owner == opened.actor.agency,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        received=row.received,
        modified=row.modified,
    )
