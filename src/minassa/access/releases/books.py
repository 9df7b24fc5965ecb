"""Under which label the books of a release stand: the sender's own people see them, and nobody else.

Also when an acknowledgement is due, which sender and recipient work out alike from the parcel.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from minassa.access.doorway import Opened
from minassa.access.models import User
from minassa.access.releases.kinds import kind_named
from minassa.access.releases.models import Arrival, Inbound
from minassa.access.releases.types import Parcel, Step
from minassa.access.releases.wire import digest_of_parcel
from minassa.access.rules import marks
from minassa.access.types import Handling, Label, Tlp

TERMS: Final = {Step.CORRECT: timedelta(days=7), Step.WITHDRAW: timedelta(days=3)}
"""How long recipients have to acknowledge, where the parcel does not say it."""

_REASON: Final = re.compile(r"[a-z-]{1,40}", re.ASCII)


def books_label(label: Label, agency: UUID) -> Label:
    """The label of an agency's own books about what bears this label: for all its people, of TLP:RED for those named.

    Times and purposes bind those who use the content, not the books of who has it.
    """
    named = _named_of(label, agency) if label.tlp is Tlp.RED else frozenset()
    return Label(
        owner=agency,
        tlp=Tlp.RED if named else Tlp.AMBER_STRICT,
        audience=named,
        handling=frozenset({Handling.H0}),
        exercise=label.exercise,
    )


def _named_of(label: Label, agency: UUID) -> frozenset[str]:
    """The persons of this agency whom a label names."""
    ids = [one.removeprefix("user:") for one in label.audience if one.startswith("user:")]
    found = User.objects.filter(id__in=ids, agency=agency).values_list("id", flat=True)
    return frozenset(f"user:{one}" for one in found)


def write_inbound(opened: Opened, parcel: Parcel, agencies: Iterable[UUID]) -> None:
    """Write down that a parcel is here, and a line in the books of each agency of this node that received it.

    Runs inside the outbox's or the inbox's door.
    """
    row = Inbound.objects.create(
        parcel=parcel.id,
        label_id=opened.intern(parcel.label),
        kind=parcel.kind,
        stream=parcel.stream,
        owner=parcel.owner,
        version=parcel.version,
        step=parcel.step.value,
        digest=digest_of_parcel(parcel),
        received_at=opened.context.at,
    )
    if kind_named(parcel.kind).lists(parcel):
        for agency in sorted(agencies):
            _write_arrival(opened, row, parcel, agency)


def _write_arrival(opened: Opened, row: Inbound, parcel: Parcel, agency: UUID) -> None:
    Arrival.objects.create(
        label_id=opened.intern(books_label(parcel.label, agency)),
        inbound=row,
        agency=agency,
        parcel=row.parcel,
        kind=row.kind,
        stream=row.stream,
        owner=row.owner,
        version=row.version,
        step=row.step,
        marks=" ".join(marks(parcel.label)),
        reason=reason_of(parcel),
        received_at=row.received_at,
        due=due_of(parcel),
    )


def reason_of(parcel: Parcel) -> str:
    """The content's `reason`, where it is one machine word; the books say it in words."""
    stated = parcel.content.get("reason")
    return stated if isinstance(stated, str) and _REASON.fullmatch(stated) else ""


def due_of(parcel: Parcel) -> datetime | None:
    """By when recipients must acknowledge: as the content's `due` says (null: they need not), else by the step."""
    if "due" in parcel.content:
        return _stated(parcel.content["due"])
    term = TERMS.get(parcel.step)
    return parcel.at + term if term else None


def _stated(due: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(due) if isinstance(due, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
