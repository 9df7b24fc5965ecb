"""Releasing files, with a thing or after it: each in its own stream, in pieces, in the transaction of whoever releases."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from minassa.access import (
    Label,
    Opened,
    Parcel,
    Recipients,
    Step,
    addressed,
    door,
    is_local,
    next_version,
    release,
    system_actor,
)
from minassa.base import NotFound, Unavailable, new_id
from minassa.desk.acts import ATTACHMENT_CARRY, ATTACHMENT_SEND
from minassa.desk.attachments import faults
from minassa.desk.attachments.targets import groups
from minassa.desk.attachments.travel import stored
from minassa.desk.attachments.travel.content import (
    KIND,
    Manifest,
    digest_from,
    filled_in,
    named,
    stream_of,
)
from minassa.desk.attachments.travel.plans import FilePlan, manifest_for
from minassa.desk.models import Attachment


def send_files(opened: Opened, plans: Iterable[FilePlan]) -> int:
    """Release what was planned; how many files. Needs a supervisor and a fresh factor (S07), whatever the release is."""
    count = 0
    for plan in plans:
        with door(opened.actor, ATTACHMENT_SEND, subject=f"attachment:{plan.row.id}") as leaving:
            leaving.note(owner=plan.own.owner, about=plan.row.about, agencies=len(plan.to.agencies))
            _send(leaving, plan)
        count += 1
    return count


def _send(opened: Opened, plan: FilePlan) -> None:
    row = Attachment.objects.get(id=plan.row.id)
    manifest = manifest_for(row)
    row.label_id = opened.intern(plan.own)
    row.save(update_fields=["label"])
    for group in groups(row.about, plan.to):
        label = addressed(plan.sent, group)
        put_on_its_way(opened, row.id, Step.SHARE, label=label, to=group, content=named(manifest, 0))
        # Whoever lives on this node reads the file where it is: the pieces are for others.
        away = Recipients({one: through for one, through in group.through.items() if not is_local(one)})
        for number in range(1, manifest.pieces) if away.through else ():
            label = addressed(plan.sent, away)
            put_on_its_way(opened, row.id, Step.MESSAGE, label=label, to=away, content=named(manifest, number))
    opened.note(size=manifest.size, pieces=manifest.pieces)


def put_on_its_way(  # noqa: PLR0913 - a parcel's parts
    opened: Opened, file: UUID, step: Step, *, label: Label, to: Recipients, content: Mapping[str, Any]
) -> None:
    """Release one parcel of a file's stream."""
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=stream_of(file),
        version=next_version(stream_of(file), label.owner),
        step=step,
        owner=label.owner,
        label=label,
        content=content,
        at=opened.context.at,
    )
    release(opened, parcel, to=to)


def fill(parcel: Parcel) -> Mapping[str, Any]:
    """The content of a file's parcel as it leaves, its piece read from the shelf. Raises NotFound for a file that is gone, Unavailable."""
    said = _said(parcel)
    if "piece" not in said:
        return _with_hash(parcel, said) if parcel.step is Step.WITHDRAW else said
    with door(system_actor("attachments"), ATTACHMENT_CARRY, subject=f"attachment:{parcel.about}"):
        row = Attachment.objects.filter(id=parcel.about).first()
        if row is None:
            raise NotFound(faults.LOST)
        number = said["piece"]
        manifest = Manifest(row.about, row.name, said["size"], digest_from(said["sha256"]))
        content = stored.check_piece(manifest, number, stored.piece(row, number))
    return filled_in(named(manifest, number), content)


def _with_hash(parcel: Parcel, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A withdrawal that says by which hash the file is recognised when somebody brings it back, while it can be told."""
    if "sha256" in said:
        return said
    with door(system_actor("attachments"), ATTACHMENT_CARRY, subject=f"attachment:{parcel.about}"):
        row = Attachment.objects.filter(id=parcel.about).first()
        if row is None:
            return said
        with suppress(Unavailable):
            return {**said, "sha256": manifest_for(row).sha256}
    return said


def keep(parcel: Parcel) -> Mapping[str, Any]:
    """What stays written of a parcel that has arrived: of which file, by its hash and size."""
    body = parcel.content
    return (
        {"file": {name: body[name] for name in ("sha256", "size", "piece")}}
        if "piece" in body
        else {"said": dict(body)}
    )


def _said(parcel: Parcel) -> Mapping[str, Any]:
    """What a parcel says, also once it was forgotten: it holds no file, and no name that the file's own row has not."""
    kept = parcel.content.get("forgotten")
    if not isinstance(kept, Mapping):
        return parcel.content
    found: Mapping[str, Any] = kept["file"] if "file" in kept else kept["said"]
    return found


def relabelled(label: Label, tokens: frozenset[str]) -> Label:
    """The label with these taken out of its audience. An empty audience of TLP:GREEN would be for everybody: the owner alone stays."""
    kept = (label.audience - tokens) or (frozenset({f"agency:{label.owner}"}) if label.audience else frozenset())
    return replace(label, audience=kept)
