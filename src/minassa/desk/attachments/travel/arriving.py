"""What arrives of files: from another node piece by piece, or for an agency of this node, which reads the file where it is.

Nothing that comes is believed: a file belongs to what its sender owns here, its pieces fit together and to their hash, it is checked like
one that is attached here, and stripped again. What its owner withdrew does not come back.
"""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from minassa.access import (
    Opened,
    Parcel,
    Step,
    addressed_here,
    door,
    ever_sent,
    is_local,
    is_withdrawn,
    mark_tombstones,
    system_actor,
    withdrawn_marks,
)
from minassa.base import Conflict, Invalid, Refused, Unavailable
from minassa.desk.acts import ATTACHMENT_RECEIVE
from minassa.desk.attachments import faults, shelf
from minassa.desk.attachments.keyring import keyring
from minassa.desk.attachments.reads import unsealed_file
from minassa.desk.attachments.sealing import new_key, sealed, wrapped
from minassa.desk.attachments.service import MEGABYTE, keep_received
from minassa.desk.attachments.storing import remove_rows
from minassa.desk.attachments.targets import owner_of, travels
from minassa.desk.attachments.travel import notices
from minassa.desk.attachments.travel.content import (
    FileReason,
    Manifest,
    gone_from,
    manifest_of,
    mark_of,
    piece_of,
    withdrawal_from,
)
from minassa.desk.attachments.travel.discarding import note_gone, tell_gone
from minassa.desk.attachments.travel.leaving import relabelled
from minassa.desk.models import Arriving, ArrivingPiece, Attachment

MOST_UNFINISHED: Final = 500 * MEGABYTE
"""Of one sender's files that are not here whole: more waits at its own node."""


def receive_file(_opened: Opened, parcel: Parcel) -> None:
    """Take in what another node says of a file, in the inbox's transaction. A Fault refuses it."""
    with door(system_actor("attachments"), ATTACHMENT_RECEIVE, subject=f"attachment:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, step=parcel.step.value, version=parcel.version)
        if parcel.step is Step.MESSAGE and "gone" in parcel.content:
            _note_gone(opened, parcel)
        elif parcel.step is Step.MESSAGE:
            _go_on(opened, parcel)
        elif parcel.step is Step.WITHDRAW:
            _take_away(opened, parcel)
        elif parcel.step is Step.CORRECT:
            _relabel(opened, parcel)
        else:
            _begin(opened, parcel)


def told_here(_opened: Opened, parcel: Parcel, agency: UUID) -> None:
    """An agency of this node reads the file where it is: its tombstone learns the marks, and its people are told."""
    with door(system_actor("attachments"), ATTACHMENT_RECEIVE, subject=f"attachment:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, step=parcel.step.value, version=parcel.version)
        if parcel.step is Step.MESSAGE:
            _note_gone(opened, parcel)
        elif parcel.step is Step.WITHDRAW:
            why, digest = withdrawal_from(parcel.content)
            mark_tombstones(parcel.stream, parcel.owner, [mark_of(digest)] if digest else [])
            notices.withdrawn(parcel, agency)
            tell_gone(opened, parcel.about, agency, parcel.owner, FileReason.WITHDRAWN, exercise=parcel.label.exercise)
            opened.note(reason=why.value)
        elif parcel.step is Step.SHARE:
            notices.arrived(parcel.about, parcel.owner, agency, parcel.label)


def narrow_file(_opened: Opened, stream: str, agency: UUID) -> None:
    """Take an agency of this node out of a file's audience: it left the community through which it was addressed."""
    with door(system_actor("attachments"), ATTACHMENT_RECEIVE, subject=stream) as opened:
        row = Attachment.objects.filter(id=UUID(stream.partition(":")[2])).first()
        if row is not None:
            label = relabelled(opened.label_of(row.label_id), frozenset({f"agency:{agency}"}))
            row.label_id = opened.intern(label)
            row.save(update_fields=["label"])


def _begin(opened: Opened, parcel: Parcel) -> None:
    body = dict(parcel.content)
    manifest = manifest_of(body)
    _refuse_strange(parcel, manifest)
    _number, data = piece_of(body)
    _refuse_length(manifest, 0, data)
    old = Attachment.objects.filter(id=parcel.about).first()
    if old is not None:
        if opened.label_of(old.label_id).owner != parcel.owner:
            raise Refused(faults.NOT_THEIRS)
        remove_rows([old])  # it is released to this agency anew
    Arriving.objects.filter(id=parcel.about, owner=parcel.owner).delete()
    if manifest.pieces == 1:
        _keep(opened, parcel, manifest, data)
        return
    _refuse_unfinished(parcel.owner, manifest.size)
    row = Arriving.objects.create(
        id=parcel.about,
        label_id=opened.intern(parcel.label),
        owner=parcel.owner,
        about=manifest.about,
        name=manifest.name,
        size=manifest.size,
        digest=manifest.sha256,
        since=opened.context.at,
    )
    _put(opened, row, 0, data)


def _go_on(opened: Opened, parcel: Parcel) -> None:
    row = Arriving.objects.filter(id=parcel.about, owner=parcel.owner).first()
    number, data = piece_of(parcel.content)
    if row is None or number != row.parts.count():
        raise Refused(faults.PIECES)
    manifest = Manifest(row.about, row.name, row.size, row.digest)
    _refuse_strange(parcel, manifest)
    _refuse_length(manifest, number, data)
    if number + 1 < manifest.pieces:
        _put(opened, row, number, data)
        return
    parts = list(row.parts.order_by("number"))
    whole = b"".join(unsealed_file(one.stored, one.wrapped, one.key_id) for one in parts) + data
    _keep(opened, parcel, manifest, whole)
    row.delete()
    shelf.remove_later(one.stored for one in parts)


def _keep(opened: Opened, parcel: Parcel, manifest: Manifest, whole: bytes) -> None:
    if not manifest.fits(whole):
        raise Invalid(faults.PIECES)
    _refuse_withdrawn(parcel.owner, manifest.sha256)
    keep_received(
        opened,
        about=manifest.about,
        label=parcel.label,
        name=manifest.name,
        content=whole,
        id=parcel.about,
        sent_digest=manifest.sha256,
    )
    for agency in sorted(addressed_here(parcel.label)):
        notices.arrived(parcel.about, parcel.owner, agency, parcel.label)


def _refuse_strange(parcel: Parcel, manifest: Manifest) -> None:
    """The file is about something that travels, that is here, and that is its sender's. What comes later is waited for."""
    if not parcel.label.handling or manifest.size > settings.MINASSA.attachments.megabytes * MEGABYTE:
        raise Invalid(faults.FOREIGN_PARCEL)
    if not travels(manifest.about):
        raise Invalid(faults.FOREIGN_PARCEL)
    if is_withdrawn(manifest.about, parcel.owner):
        raise Conflict(faults.WITHDRAWN_HERE)
    owner = owner_of(manifest.about)
    if owner is None:
        raise Unavailable(faults.NOT_YET)
    if owner != parcel.owner:
        raise Refused(faults.NOT_THEIRS)


def _refuse_length(manifest: Manifest, number: int, data: bytes) -> None:
    if number >= manifest.pieces or len(data) != manifest.length_of(number):
        raise Invalid(faults.PIECES)


def _refuse_unfinished(owner: UUID, size: int) -> None:
    held = Arriving.objects.filter(owner=owner).aggregate(held=Sum("size"))["held"] or 0
    if held + size > MOST_UNFINISHED:
        raise Unavailable(faults.NOT_YET)


def _refuse_withdrawn(owner: UUID, digest: str) -> None:
    """Nobody brings back what another agency withdrew."""
    if withdrawn_marks([mark_of(digest)], agency=owner):
        raise Conflict(faults.WITHDRAWN_HERE)


def _put(opened: Opened, row: Arriving, number: int, data: bytes) -> None:
    """Seal a piece on the shelf; where the transaction fails, the sweep removes it."""
    under, name, key = keyring().present, shelf.new_name(), new_key()
    shelf.put(name, sealed(data, key, name))
    ArrivingPiece.objects.create(
        label_id=row.label_id,
        file=row,
        number=number,
        stored=name,
        wrapped=wrapped(key, under.secret, name),
        key_id=under.id,
    )
    opened.note(piece=number)


def _take_away(opened: Opened, parcel: Parcel) -> None:
    """The copy goes, whole or in pieces; what it was is recognised by the marks on its tombstone when somebody brings it in again."""
    why, digest = withdrawal_from(parcel.content)
    opened.note(reason=why.value)
    digests = {digest} - {""}
    row = Attachment.objects.filter(id=parcel.about).first()
    if row is not None:
        if opened.label_of(row.label_id).owner != parcel.owner:
            raise Refused(faults.NOT_THEIRS)
        digests |= {one for one in (row.digest, row.sent_digest) if one}
        remove_rows([row])
    for arriving in list(Arriving.objects.filter(id=parcel.about, owner=parcel.owner)):
        digests.add(arriving.digest)
        arriving.delete()  # its pieces are swept from the shelf
    mark_tombstones(parcel.stream, parcel.owner, map(mark_of, sorted(digests)))
    for agency in sorted(addressed_here(parcel.label)):
        if "due" not in parcel.content:
            notices.withdrawn(parcel, agency)
        tell_gone(opened, parcel.about, agency, parcel.owner, FileReason.WITHDRAWN, exercise=parcel.label.exercise)


def _relabel(opened: Opened, parcel: Parcel) -> None:
    if parcel.content != {"due": None} or not parcel.label.handling:
        raise Invalid(faults.FOREIGN_PARCEL)
    label_id = opened.intern(parcel.label)
    for row in list(Attachment.objects.filter(id=parcel.about)):
        if opened.label_of(row.label_id).owner != parcel.owner:
            raise Refused(faults.NOT_THEIRS)
        row.label_id = label_id
        row.save(update_fields=["label"])
    for arriving in list(Arriving.objects.filter(id=parcel.about, owner=parcel.owner)):
        arriving.label_id = label_id
        arriving.save(update_fields=["label"])
        arriving.parts.update(label_id=label_id)


def _note_gone(opened: Opened, parcel: Parcel) -> None:
    """A recipient says that its copy is deleted. Of what it was not sent it can say nothing."""
    why = gone_from(parcel.content)
    for owner in sorted(one for one in addressed_here(parcel.label) if is_local(one)):
        if parcel.owner in ever_sent([parcel.stream], owner).get(parcel.stream, frozenset()):
            note_gone(opened, parcel.about, owner, parcel.owner, why, exercise=parcel.label.exercise)
            return
    raise Invalid(faults.FOREIGN_PARCEL)
