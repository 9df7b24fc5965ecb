"""Forgetting what has arrived: of messages and files, the outbox keeps the hash and the size, not what they said.

What waits, and what was given up or refused and may be tried again, keeps its content; after a month that is forgotten too.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from minassa.access.acts import RELEASE_HOLDERS, RELEASE_TIDY
from minassa.access.doorway import door
from minassa.access.releases.kinds import forgetful_kinds, kind_named
from minassa.access.releases.models import Release
from minassa.access.releases.types import ON_ITS_WAY, DeliveryState, Parcel
from minassa.access.releases.wire import parcel_from_json, parcel_to_json
from minassa.access.system import system_actor
from minassa.base import canonical_json

FORGOTTEN: Final = "forgotten"
KEPT_FOR_RETRY: Final = timedelta(days=30)
CHUNK: Final = 500
_STILL_NEEDED: Final = frozenset({*ON_ITS_WAY, DeliveryState.DEAD, DeliveryState.REFUSED})


def forget_delivered(releases: Iterable[UUID]) -> int:
    """Forget what these parcels said, as far as nobody waits for them any more. Runs inside a writing door of the outbox."""
    rows = Release.objects.filter(id__in=list(releases), kind__in=forgetful_kinds(), is_forgotten=False)
    return _forget(rows.exclude(deliveries__state__in=_STILL_NEEDED))


def forget_settled() -> int:
    """Forget what was stopped on its way, or given up a month ago; by the clock. Gives how many parcels."""
    with door(system_actor("releases"), RELEASE_TIDY) as opened:
        rows = Release.objects.filter(kind__in=forgetful_kinds(), is_forgotten=False)
        waits = Q(deliveries__state__in=ON_ITS_WAY)
        retried = Q(deliveries__state__in=[DeliveryState.DEAD, DeliveryState.REFUSED])
        done = rows.exclude(waits).exclude(retried & Q(created__gt=_month_before(opened.context.at)))
        count = _forget(done.order_by("created", "id")[:CHUNK])
        opened.note(parcels=count)
        return count


def is_waiting_with(word: str, *, kind: str) -> bool:
    """Whether a parcel of a kind whose content is forgotten names this, and its content is still needed. Few wait at a time."""
    with door(system_actor("releases"), RELEASE_HOLDERS):
        rows = Release.objects.filter(kind=kind, is_forgotten=False, parcel__contains=word)
        return rows.filter(deliveries__state__in=_STILL_NEEDED).exists()


def without_content(parcel: Parcel) -> Parcel:
    """The parcel with the proof of what it said in the place of what it said."""
    raw = canonical_json(dict(parcel.content))
    proof: dict[str, Any] = {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
    keep = kind_named(parcel.kind).keep
    kept = keep(parcel) if keep else {}
    return replace(parcel, content={FORGOTTEN: proof | dict(kept)})


def is_forgotten(parcel: Parcel) -> bool:
    """Whether this is what is left of a parcel."""
    return parcel.content.keys() == {FORGOTTEN}


def _forget(rows: QuerySet[Release]) -> int:
    found = list(rows)
    for row in found:
        row.parcel = parcel_to_json(without_content(parcel_from_json(row.parcel.encode()))).decode()
        row.is_forgotten = True
        row.save(update_fields=["parcel", "is_forgotten"])
    return len(found)


def _month_before(at: datetime) -> datetime:
    return at - KEPT_FOR_RETRY
