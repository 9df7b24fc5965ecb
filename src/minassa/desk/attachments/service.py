"""What is done with attachments: attach, receive, confirm that one may leave as it is, take back, delete."""

import hashlib
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from minassa.access import Actor, Label, Opened, door, withdrawn_marks
from minassa.base import Conflict, Invalid, Refused, new_id, now
from minassa.desk.acts import (
    ATTACHMENT_ADD,
    ATTACHMENT_CONFIRM,
    ATTACHMENT_RECEIVE,
)
from minassa.desk.attachments import faults
from minassa.desk.attachments.archives import Budget, unpacked
from minassa.desk.attachments.formats import Format, format_of
from minassa.desk.attachments.names import checked_name
from minassa.desk.attachments.scanner import Scan, scanned, unscanned
from minassa.desk.attachments.storing import own_row, stored_forms
from minassa.desk.attachments.stripping import SharedForm, shared_form
from minassa.desk.attachments.targets import label_for_attaching, refuse_wider
from minassa.desk.attachments.travel.content import mark_of
from minassa.desk.attachments.types import AttachmentView, Sharing, attachment_view, sharing_of
from minassa.desk.faults import NO_PERSON
from minassa.desk.models import Attachment

MEGABYTE: Final = 1_000_000


def attach(  # noqa: PLR0913 - what a file must state, each part named
    actor: Actor,
    *,
    about: str,
    label: Label,
    name: str,
    content: bytes,
    stays: bool = False,
    purpose: str = "",
    case: str = "",
) -> AttachmentView:
    """Attach a file of the actor's agency to the thing that `about` names ("record:<uuid>"), under a label of its own.

    The file is checked and its form for others made before the door opens; nothing is kept of one that is refused. `stays`: it can tell
    who a source is, so that nobody but the own agency ever reads it. Raises NotFound and Refused for the thing, Invalid for the name,
    kind, size, content or quota, Conflict for what another agency withdrew, Unavailable where it cannot be stored.
    """
    if actor.user_id is None:
        raise Refused(NO_PERSON)
    kept_name = checked_name(name)
    kind = format_of(kept_name)
    thing = label_for_attaching(actor, about, purpose)
    if not label.handling:
        raise Invalid(faults.HANDLING)
    refuse_wider(about, thing=thing, file=label)
    _refuse_size(len(content))
    form = shared_form(kind, content)
    _refuse_withdrawn(label.owner, kind, content, form)
    scan = scanned(content)
    if scan is Scan.FOUND:
        raise Invalid(faults.INFECTED)
    with (
        stored_forms(content, form) as files,
        door(actor, ATTACHMENT_ADD, purpose=purpose, case=case, subject=about) as opened,
    ):
        label_id = opened.intern(label)
        _refuse_over_quota(actor.user_id, len(content))
        row = Attachment.objects.create(
            about=about,
            name=kept_name,
            format=kind.value,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            left=list(form.left),
            scan=scan.value,
            stays=stays,
            added_by=actor.user_id,
            label_id=label_id,
            **files.columns(),
        )
        opened.note(owner=label.owner, attachment=row.id, format=kind.value, size=row.size, scan=scan.value)
        return attachment_view(row, opened)


def receive_attachment(actor: Actor, *, about: str, label: Label, name: str, content: bytes) -> None:
    """Keep a file that another agency sent with a message about the thing that `about` names, under the label that it gave it.

    Raises Invalid; the caller then keeps nothing.
    """
    with door(actor, ATTACHMENT_RECEIVE, subject=about) as opened:
        keep_received(opened, about=about, label=label, name=name, content=content)


def keep_received(  # noqa: PLR0913 - what a file that came must state, each part named
    opened: Opened,
    *,
    about: str,
    label: Label,
    name: str,
    content: bytes,
    id: UUID | None = None,  # noqa: A002 - the word that every room uses
    sent_digest: str = "",
) -> None:
    """Keep what came: checked like a file that is attached here, and stripped again; only that form is kept.

    What could not be stripped, its owner has confirmed. The scanner is asked later, by the clock, since a transaction waits. Runs inside
    a door of the node itself. Raises Invalid.
    """
    kept_name = checked_name(name)
    kind = format_of(kept_name)
    _refuse_size(len(content))
    clean = shared_form(kind, content).content or content
    with stored_forms(clean, SharedForm(None)) as files:
        row = Attachment.objects.create(
            id=id or new_id(),
            about=about,
            name=kept_name,
            format=kind.value,
            size=len(clean),
            digest=hashlib.sha256(clean).hexdigest(),
            sent_digest=sent_digest,
            scan=unscanned().value,
            # No person of this node's: the agency that sent it, so that it is in nobody's quota.
            added_by=label.owner,
            label_id=opened.intern(label),
            **files.columns(),
        )
        opened.note(owner=label.owner, attachment=row.id, format=kind.value, size=row.size, scan=row.scan)


def confirm_attachment(actor: Actor, *, id: UUID) -> AttachmentView:  # noqa: A002 - the word that every room uses
    """State, as a person of the owner agency, that a file may go to others with what could not be taken out of it.

    Raises NotFound, Refused, and Conflict where nothing waits for it.
    """
    with door(actor, ATTACHMENT_CONFIRM, subject=f"attachment:{id}") as opened:
        row = own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, left="+".join(row.left))
        if sharing_of(row) is not Sharing.UNPROVEN:
            raise Conflict(faults.NOTHING_TO_CONFIRM)
        row.confirmed_at, row.confirmed_by = now(), actor.user_id
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        return attachment_view(row, opened)


def _refuse_withdrawn(agency: UUID, kind: Format, content: bytes, form: SharedForm) -> None:
    """Refuse what another agency withdrew from this one, under whatever name, also where it lies in an archive."""
    found = [content, *([form.content] if form.content else [])]
    if kind is Format.ZIP:
        found += unpacked(content, Budget()).values()
    marks = {mark_of(hashlib.sha256(one).hexdigest()) for one in found}
    if withdrawn_marks(marks, agency=agency):
        raise Conflict(faults.WITHDRAWN_HERE)


def _refuse_size(size: int) -> None:
    most: int = settings.MINASSA.attachments.megabytes
    if not 0 < size <= most * MEGABYTE:
        raise Invalid(faults.SIZE, most=most)


def _refuse_over_quota(person: UUID, size: int) -> None:
    """Two files sent at the same moment may together pass the quota by one of them; the next is refused."""
    most: int = settings.MINASSA.attachments.quota_megabytes
    held = Attachment.objects.filter(added_by=person).aggregate(held=Sum("size"))["held"] or 0
    if held + size > most * MEGABYTE:
        raise Invalid(faults.QUOTA, most=most)
