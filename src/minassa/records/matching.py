"""Who is this, among the records? By name, through the name index; by identifier, by equality of its key."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from minassa.access import Actor, Opened, door, marks
from minassa.base import Invalid
from minassa.names import Hit, ask_index
from minassa.records import faults, shaping
from minassa.records.acts import RECORD_MATCH
from minassa.records.index import present_index
from minassa.records.items import typed
from minassa.records.models import Record, RecordKey
from minassa.records.types import RecordHit
from minassa.records.values import query_keys
from minassa.records.views import without_guarded, without_references
from minassa.records.vocabulary import schema

LONGEST_NAME: Final = 2_000
MOST_HITS: Final = 200


def match_names(  # noqa: PLR0913 - a search on a person states purpose and case beside what is asked
    actor: Actor,
    *,
    name: str,
    purpose: str,
    case: str = "",
    kind: Literal["person", "organisation"] | None = None,
    limit: int = 10,
    within: bool = False,
) -> tuple[RecordHit, ...]:
    """Visible records with a name like this one, best first; `within`: with a name that stands in this text. Raises Invalid for an empty one."""
    asked = typed(name[:LONGEST_NAME]).strip()
    if not asked:
        raise Invalid(faults.QUERY_EMPTY)
    with door(actor, RECORD_MATCH, purpose=purpose, case=case) as opened:
        most = min(limit, MOST_HITS)
        found = present_index().search(asked, groups=opened.visible, kind=kind, limit=most, within=within)
        hits = {UUID(hit.id): hit for hit in found}
        rows = Record.objects.in_bulk(list(hits))
        return tuple(hit_of(rows[one], hit, opened) for one, hit in hits.items() if one in rows)


def match_many(  # noqa: PLR0913 - as `match_names`
    actor: Actor, *, names: Sequence[str], purpose: str, case: str = "", limit: int = 10, least: float = 0.0
) -> list[tuple[RecordHit, ...]]:
    """`match_names` for many names through one door, without hits that score less than `least`; nothing for an empty name."""
    asked = [typed(name[:LONGEST_NAME]).strip() for name in names]
    wanted = list(dict.fromkeys(filter(None, asked)))
    with door(actor, RECORD_MATCH, purpose=purpose, case=case) as opened:
        index = present_index()
        if not len(index):
            return [()] * len(asked)
        visible, most = opened.visible, min(limit, MOST_HITS)
        found = dict(zip(wanted, ask_index(index, wanted, groups=visible, limit=most, least=least), strict=True))
        rows = Record.objects.in_bulk(list({UUID(hit.id) for hits in found.values() for hit in hits}))
        by_name = {name: _hits(hits, rows, opened) for name, hits in found.items()}
        return [by_name.get(name, ()) for name in asked]


def _hits(found: Iterable[Hit], rows: Mapping[UUID, Record], opened: Opened) -> tuple[RecordHit, ...]:
    return tuple(hit_of(rows[UUID(hit.id)], hit, opened) for hit in found if UUID(hit.id) in rows)


def match_identifier(  # noqa: PLR0913 - a search on a person states purpose and case beside what is asked
    actor: Actor, *, identifier: str, purpose: str, case: str = "", region: str = "", limit: int = 20
) -> tuple[RecordHit, ...]:
    """Visible records with this passport, phone, IBAN, wallet or other number, however it is typed; newest first."""
    keys = query_keys(typed(identifier[:LONGEST_NAME]), region=region)
    if not keys:
        raise Invalid(faults.QUERY_EMPTY)
    with door(actor, RECORD_MATCH, purpose=purpose, case=case) as opened:
        rows = RecordKey.objects.filter(key__in=keys).select_related("record").order_by("-record_id")
        found = {one.record_id: one for one in rows[: min(limit, MOST_HITS)]}
        return tuple(hit_of(one.record, Hit(str(one.record_id), 1.0, one.key, ()), opened) for one in found.values())


def hit_of(row: Record, hit: Hit, opened: Opened) -> RecordHit:
    """A record as a hit, as far as the door's actor may see into it."""
    of, label = schema(row.schema), opened.label_of(row.label_id)
    properties, _extra = shaping.unpacked(row.content)
    mine = label.owner == opened.actor.agency
    shown = properties if mine else without_references(of, without_guarded(of, properties))
    return RecordHit(
        id=row.id,
        schema=row.schema,
        kind=of.kind,
        caption=row.caption,
        score=hit.score,
        matched_name=hit.name,
        weak=any(reason.code == "alias_weak" for reason in hit.why),
        why=hit.why,
        properties=MappingProxyType(dict(shown)),
        label=label,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        owner=label.owner,
        modified=row.modified,
    )
