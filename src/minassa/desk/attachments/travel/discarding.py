"""A recipient deletes a file that it was sent, by itself, with a reason; the owner learns that it is gone."""

from typing import Final
from uuid import UUID

from minassa.access import (
    Actor,
    Handling,
    Label,
    Opened,
    Recipients,
    Step,
    Tlp,
    addressed_here,
    door,
    is_local,
    list_people,
    system_actor,
)
from minassa.base import Invalid, NotFound, Refused
from minassa.desk.acts import ATTACHMENT_DISCARD, ATTACHMENT_REMOVE
from minassa.desk.attachments import faults
from minassa.desk.attachments.reads import is_shown
from minassa.desk.attachments.storing import remove_rows
from minassa.desk.attachments.targets import label_for_reading, travels
from minassa.desk.attachments.travel.content import DISCARDED_FOR, FileReason
from minassa.desk.attachments.travel.leaving import put_on_its_way, relabelled
from minassa.desk.models import Attachment, GoneThere

_NODE: Final = "attachments"


def discard_file(actor: Actor, *, id: UUID, reason: FileReason, purpose: str = "", case: str = "") -> None:  # noqa: A002 - the word that every room uses
    """Delete, for the own agency, a file that another agency sent. One person decides it; the owner is told that, and the reason.

    Raises NotFound for what is hidden or absent, Refused for the own agency's file, Invalid without one of the reasons.
    """
    if reason not in DISCARDED_FOR:
        raise Invalid(faults.REASON)
    subject = f"attachment:{id}"
    with door(actor, ATTACHMENT_DISCARD, purpose=purpose, case=case, subject=subject) as opened:
        row = Attachment.objects.filter(id=id).first()
        if row is None or not is_shown(row, opened) or actor.agency is None:
            raise NotFound(faults.NO_TARGET)
        label_for_reading(actor, row.about, purpose)
        label = opened.label_of(row.label_id)
        if label.owner == actor.agency:
            raise Refused(faults.OWN_FILE)
        opened.note(owner=label.owner, about=row.about, reason=reason.value)
        with door(system_actor(_NODE), ATTACHMENT_REMOVE, subject=subject) as node:
            about = row.about
            _take_from(node, Attachment.objects.get(id=id), label, actor.agency)
            if travels(about):
                tell_gone(node, id, actor.agency, label.owner, reason, exercise=label.exercise)


def _take_from(node: Opened, row: Attachment, label: Label, agency: UUID) -> None:
    """The agency loses it; where nobody else of this node reads it, nor owns it, it goes for good."""
    others = addressed_here(label) - {agency}
    if not others and not is_local(label.owner):
        remove_rows([row])
        return
    people = list_people(system_actor(_NODE), agency=agency)
    tokens = frozenset({f"agency:{agency}", *(f"user:{one.id}" for one in people)})
    row.label_id = node.intern(relabelled(_named(label, others), tokens))
    row.save(update_fields=["label"])


def _named(label: Label, others: frozenset[UUID]) -> Label:
    """What was for everybody is for those who are left; persons and communities that were named stay."""
    if label.audience:
        return label
    return Label(
        label.owner,
        Tlp.AMBER if label.tlp is Tlp.CLEAR else label.tlp,
        frozenset(f"agency:{one}" for one in others) or frozenset({f"agency:{label.owner}"}),
        label.handling,
        label.purposes,
        label.exercise,
        label.opens,
        label.closes,
    )


def tell_gone(node: Opened, file: UUID, agency: UUID, owner: UUID, why: FileReason, *, exercise: bool) -> None:  # noqa: PLR0913 - who tells whom what
    """Tell a file's owner that an agency's copy is deleted."""
    if is_local(owner):
        note_gone(node, file, owner, agency, why, exercise=exercise)
        return
    to = Recipients({owner: None})
    label = Label(agency, Tlp.AMBER_STRICT, to.tokens, frozenset({Handling.H0}), exercise=exercise)
    body = {"gone": why.value}
    put_on_its_way(node, file, Step.MESSAGE, label=label, to=to, content=body)


def note_gone(node: Opened, file: UUID, owner: UUID, agency: UUID, why: FileReason, *, exercise: bool) -> None:  # noqa: PLR0913 - the same
    """Write into the owner's books that an agency's copy is deleted. A later reason takes the place of an earlier one."""
    label = Label(owner, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=exercise)
    GoneThere.objects.filter(file=file, agency=agency).delete()
    GoneThere.objects.create(
        label_id=node.intern(label), file=file, agency=agency, reason=why.value, at=node.context.at
    )
    node.note(agency=agency, gone=why.value)
