"""What lasts of the exchange: what was released, and the corrections and withdrawals that came in.

A restored node would not know who holds what it released after the backup, and would count its versions anew; and it would hold
again what its owner had withdrawn. So what went out is put back into the outbox, from where it is carried once more (those
who have it answer that they do), and what came in is taken in again, also where something before it was lost.
"""

from uuid import UUID

import orjson

from minassa.access.doorway import Opened
from minassa.access.lasting.types import LastingAct, lasting_kind
from minassa.access.releases.inbox import placed
from minassa.access.releases.models import Inbound, Release, Stream, TombstoneMark
from minassa.access.releases.outbox import written
from minassa.access.releases.streams import is_withdrawn, take_turn, tombstones_of
from minassa.access.releases.types import Recipients
from minassa.access.releases.wire import parcel_from_json


def _released(opened: Opened, act: LastingAct) -> bool:
    body = orjson.loads(act.content or b"{}")
    parcel = parcel_from_json(body["parcel"].encode())
    if Release.objects.filter(id=parcel.id).exists():
        return False
    through = {UUID(one): UUID(by) if by else None for one, by in body["through"].items()}
    written(opened, take_turn(parcel.stream, parcel.owner), parcel, Recipients(through), by=body["by"])
    return True


def _received(opened: Opened, act: LastingAct) -> bool:
    parcel = parcel_from_json(act.content or b"")
    known = Inbound.objects.filter(parcel=parcel.id, owner=parcel.owner).exists()
    if known or is_withdrawn(parcel.stream, parcel.owner):
        return False
    stream = Stream.objects.filter(stream=parcel.stream, owner=parcel.owner).first()
    if stream is not None and stream.version >= parcel.version:
        return False
    placed(opened, parcel, take_turn(parcel.stream, parcel.owner))
    return True


def _marks(_opened: Opened, act: LastingAct) -> bool:
    made = 0
    for row in tombstones_of(act.subject, UUID(act.facts["owner"])):
        known = set(row.marks.values_list("digest", flat=True))
        new = [TombstoneMark(tombstone=row, digest=one) for one in act.facts["digests"] if one not in known]
        made += len(TombstoneMark.objects.bulk_create(new))
    return made > 0


lasting_kind("parcel.released", _released)
lasting_kind("parcel.received", _received)
lasting_kind("stream.marks", _marks)
