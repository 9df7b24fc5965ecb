"""Asking again: a restored node asks those who sent it something after its backup to send it once more.

Each agency of the node asks each agency elsewhere with a parcel of its own (kind "again"), which is sealed, signed, carried and
tried again like any other. The other side puts back on its way all that the asking agency received from it since then; the
inbox of the restored node knows by id what it has. So nobody gets by asking what was not theirs before:

- what was withdrawn meanwhile is not sent a second time, only its withdrawal is;
- what was a message and is forgotten here, but for its hash and size, cannot be sent; what follows it does not wait for it, and its owner's
  people are told (`when_forgotten`). A file is read from the shelf once more;
- who asks twice is sent twice, and takes nothing in twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet

from minassa.access.acts import RELEASE_AGAIN, RELEASE_ASK
from minassa.access.doorway import Opened, door
from minassa.access.models import Agency
from minassa.access.releases import faults
from minassa.access.releases.kinds import parcel_kind, retold_kinds
from minassa.access.releases.models import Delivery
from minassa.access.releases.outbox import release
from minassa.access.releases.recipients import addressed_here
from minassa.access.releases.types import ARRIVED, DeliveryState, Parcel, Step
from minassa.access.system import system_actor
from minassa.access.types import Actor, Handling, Label, Tlp
from minassa.base import Invalid, new_id

AGAIN: Final = "again"
TellForgotten: TypeAlias = Callable[[UUID, Mapping[UUID, int]], None]
_TELLING: Final[list[TellForgotten]] = []
EARLIER: Final = timedelta(hours=1)
"""Asked for from so long before the backup: clocks differ, and a receipt may have been on its way."""


def when_forgotten(tell: TellForgotten) -> TellForgotten:
    """Register who hears, in the same transaction, that an agency lost what cannot be sent again: which one, and how many of each owner's."""
    _TELLING.append(tell)
    return tell


def ask_again(actor: Actor, *, since: datetime, exercise: bool) -> int:
    """Ask every agency elsewhere, for each agency of this node, to send again what it sent since a moment; how many are asked.

    `actor` is a system actor that may. `exercise` is what the node's own label says of all it writes.
    """
    with door(actor, RELEASE_ASK) as opened:
        here = list(Agency.objects.filter(is_local=True, is_active=True).order_by("id").values_list("id", flat=True))
        there = list(Agency.objects.filter(is_local=False, is_active=True).order_by("id").values_list("id", flat=True))
        for asking in here:
            for asked in there:
                question = _question(asking, asked, since - EARLIER, opened.context.at, exercise=exercise)
                release(opened, question, to={f"agency:{asked}"})
        opened.note(agencies=len(there))
        return len(there)


def _question(asking: UUID, asked: UUID, since: datetime, at: datetime, *, exercise: bool) -> Parcel:
    """In a stream of its own: a restored node does not know how far its other streams had come."""
    label = Label(
        owner=asking,
        tlp=Tlp.AMBER_STRICT,
        audience=frozenset({f"agency:{asked}"}),
        handling=frozenset({Handling.H0}),
        exercise=exercise,
    )
    return Parcel(
        id=new_id(),
        kind=AGAIN,
        stream=f"{AGAIN}:{new_id()}",
        version=1,
        step=Step.MESSAGE,
        owner=asking,
        label=label,
        content={"since": since.astimezone(UTC).isoformat()},
        at=at,
    )


def _receive_question(_opened: Opened, parcel: Parcel) -> None:
    """Another agency lost what it was sent since a moment: send it once more."""
    since = _since(parcel)
    with door(system_actor("releases"), RELEASE_AGAIN, subject=f"agency:{parcel.owner}") as sending:
        owners = addressed_here(parcel.label)
        arrived = Q(state__in=ARRIVED, received_at__gte=since) | Q(state=DeliveryState.DEAD)
        rows = Delivery.objects.filter(arrived, agency=parcel.owner, owner__in=owners).exclude(kind=AGAIN)
        gone = _passed_over(rows.filter(stream__in=_withdrawn_from(parcel.owner, owners)).exclude(step=Step.WITHDRAW))
        unsaid = rows.filter(release__is_forgotten=True).exclude(kind__in=retold_kinds())
        lost = Counter(unsaid.values_list("owner", flat=True))
        forgotten = _passed_over(unsaid, code=faults.FORGOTTEN)
        again = rows.update(state=DeliveryState.WAITING, tries=0, code="", next_try=sending.context.at)
        sending.note(again=again, withdrawn=gone, forgotten=forgotten)
    for tell in _TELLING if lost else ():
        tell(parcel.owner, lost)


def _since(parcel: Parcel) -> datetime:
    stated = parcel.content.get("since")
    try:
        if parcel.step is Step.MESSAGE and parcel.content.keys() == {"since"} and isinstance(stated, str):
            since = datetime.fromisoformat(stated)
            if since.tzinfo is not None:
                return since
    except ValueError:
        pass
    raise Invalid(faults.PARCEL_INVALID, part="content")


def _withdrawn_from(agency: UUID, owners: Iterable[UUID]) -> list[str]:
    ended = Delivery.objects.filter(agency=agency, owner__in=list(owners), step=Step.WITHDRAW)
    return list(ended.values_list("stream", flat=True).distinct())


def _passed_over(rows: QuerySet[Delivery], *, code: str = "") -> int:
    """These are not sent again; what follows them in their stream does not wait for them."""
    ids = list(rows.values_list("id", flat=True))
    return Delivery.objects.filter(id__in=ids).update(state=DeliveryState.STOPPED, code=code)


parcel_kind(AGAIN, receive=_receive_question, is_listed=False)
