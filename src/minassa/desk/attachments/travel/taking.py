"""Taking files back: one alone, in the place of another, or all of a thing that is taken back; following a thing's new marks."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from minassa.access import (
    Actor,
    Label,
    Opened,
    Recipients,
    Step,
    Tlp,
    addressed,
    door,
    holders,
    list_people,
    system_actor,
)
from minassa.base import Invalid, Unavailable
from minassa.desk.acts import ATTACHMENT_LEAVE, ATTACHMENT_REPLACE, ATTACHMENT_WITHDRAW
from minassa.desk.attachments import faults
from minassa.desk.attachments.storing import own_row
from minassa.desk.attachments.targets import groups
from minassa.desk.attachments.travel.content import TAKEN_BACK_FOR, FileReason, stream_of
from minassa.desk.attachments.travel.leaving import put_on_its_way, relabelled, send_files
from minassa.desk.attachments.travel.plans import bound, manifest_for, planned
from minassa.desk.models import Attachment

_NODE = "attachments"


def withdraw_file(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    reason: FileReason,
    agencies: Iterable[UUID] | None = None,
    case: str = "",
) -> int:
    """Withdraw a file from all agencies that have it, or from some; how many. The file itself stays here.

    Copies there are deleted and do not come back; each agency has three days to acknowledge it. Raises Invalid where nobody has it.
    """
    if reason not in TAKEN_BACK_FOR:
        raise Invalid(faults.REASON)
    with door(actor, ATTACHMENT_WITHDRAW, case=case, subject=f"attachment:{id}") as opened:
        row = own_row(opened, id)
        owner = opened.label_of(row.label_id).owner
        lost = _chosen(holders(stream_of(row.id), owner), agencies)
        opened.note(owner=owner, about=row.about, reason=reason.value, agencies=len(lost.agencies))
        _take_back([row.id], lost, reason, alone=True)
        return len(lost.agencies)


def replace_file(actor: Actor, *, id: UUID, by: UUID) -> int:  # noqa: A002 - the word that every room uses
    """Give all who have a file another one of the same thing in its place, under the same marks; how many agencies.

    Raises as a release does, for a file that cannot leave.
    """
    with door(actor, ATTACHMENT_REPLACE, subject=f"attachment:{id}") as opened:
        row = own_row(opened, id)
        label = opened.label_of(row.label_id)
        having = holders(stream_of(row.id), label.owner)
        if not having.through:
            raise Invalid(faults.NOBODY_HAS_IT)
        opened.note(owner=label.owner, about=row.about, agencies=len(having.agencies))
        under = label if label.tlp is Tlp.RED else replace(label, audience=having.tokens)
        send_files(opened, planned(opened, row.about, chosen=[by], to=having, under=under))
        _take_back([row.id], having, FileReason.REPLACED, alone=True)
        return len(having.agencies)


def take_back_files(about: str, lost: Recipients | None, reason: FileReason) -> int:
    """Take all files of a thing back from agencies that lose the thing (None: from all); how many files.

    Runs in the transaction that takes the thing back, whose acknowledgement stands for them too.
    """
    with door(system_actor(_NODE), ATTACHMENT_LEAVE, subject=about):
        ids = list(Attachment.objects.filter(about=about).values_list("id", flat=True))
    return _take_back(ids, lost, reason, alone=False)


def take_back_file(file: UUID, reason: FileReason) -> int:
    """Take one file back from all who have it, because it is deleted here."""
    return _take_back([file], None, reason, alone=True)


def follow_marks(about: str, label: Label) -> int:
    """Put the files that left with a thing under its new marks, here and where they are; how many files changed."""
    with door(system_actor(_NODE), ATTACHMENT_LEAVE, subject=about) as opened:
        return sum(_follow(opened, row, label) for row in list(Attachment.objects.filter(about=about)))


def _take_back(files: Iterable[UUID], lost: Recipients | None, reason: FileReason, *, alone: bool) -> int:
    done = 0
    for file in files:
        with door(system_actor(_NODE), ATTACHMENT_LEAVE, subject=f"attachment:{file}") as opened:
            row = Attachment.objects.get(id=file)
            label = opened.label_of(row.label_id)
            having = holders(stream_of(file), label.owner)
            wanted = having if lost is None else _among(having, lost)
            if not wanted.through:
                continue
            opened.note(owner=label.owner, reason=reason.value, agencies=len(wanted.agencies))
            body = _withdrawal(row, reason, alone=alone)
            for group in groups(row.about, wanted):
                put_on_its_way(opened, file, Step.WITHDRAW, label=addressed(label, group), to=group, content=body)
            row.label_id = opened.intern(relabelled(label, wanted.tokens | _persons_of(wanted.agencies)))
            row.save(update_fields=["label"])
            done += 1
    return done


def _withdrawal(row: Attachment, reason: FileReason, *, alone: bool) -> dict[str, Any]:
    """What a withdrawal says. A file that is lost from the shelf is withdrawn all the same; its copies are known by their place."""
    body: dict[str, Any] = {"reason": reason.value}
    with suppress(Unavailable):
        body["sha256"] = manifest_for(row).sha256
    return body if alone else body | {"due": None}


def _follow(opened: Opened, row: Attachment, new: Label) -> bool:
    label = opened.label_of(row.label_id)
    having = holders(stream_of(row.id), label.owner)
    bounded = bound(label, new)
    if not having.through or bounded is None:
        return False
    own = replace(bounded, audience=label.audience)
    if own == label:
        return False
    for group in groups(row.about, having):
        sent = addressed(bounded, group)
        put_on_its_way(opened, row.id, Step.CORRECT, label=sent, to=group, content={"due": None})
    row.label_id = opened.intern(own)
    row.save(update_fields=["label"])
    return True


def _among(having: Recipients, lost: Recipients) -> Recipients:
    return Recipients({one: through for one, through in having.through.items() if one in lost.through})


def _chosen(having: Recipients, agencies: Iterable[UUID] | None) -> Recipients:
    wanted = having.agencies if agencies is None else frozenset(agencies)
    if not wanted or not wanted <= having.agencies:
        raise Invalid(faults.NOBODY_HAS_IT)
    return Recipients({one: having.through[one] for one in wanted})


def _persons_of(agencies: frozenset[UUID]) -> frozenset[str]:
    node = system_actor(_NODE)
    return frozenset(f"user:{one.id}" for agency in agencies for one in list_people(node, agency=agency))
