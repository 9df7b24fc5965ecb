"""Releasing a record, and taking it back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from minassa.access import (
    Actor,
    ApprovalView,
    Label,
    Opened,
    Recipients,
    Step,
    Tlp,
    addressed,
    ask_approval,
    door,
    holders,
    is_for_the_platform,
    list_communities,
    list_people,
    marks,
    next_version,
    system_actor,
)
from minassa.base import Conflict, Invalid, NotFound
from minassa.desk import FileChoice, choices, follow_marks, send_files
from minassa.records import faults, lasting, rows
from minassa.records.acts import RECORD_PREVIEW, RECORD_RELEASE, RECORD_RELEASE_BEYOND, RECORD_WITHDRAW
from minassa.records.approvals import refuse_other
from minassa.records.models import Record
from minassa.records.releases.leaving import leaving
from minassa.records.releases.plans import Plan, asked, duties, planned
from minassa.records.releases.sending import send, take_back
from minassa.records.releases.types import CHOSEN_REASONS, Released, ReleasePreview, WithdrawReason, stream_of

LONGEST_DEADLINE: Final = timedelta(days=14)
RECALLED_WITHIN: Final = timedelta(hours=24)
"""The deadline of a recall that states none (R16)."""


def preview_release(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    to: Iterable[str],
    label: Label,
    files: Iterable[UUID] = (),
) -> ReleasePreview:
    """Exactly what a release would let out and who would get it; nothing is released.

    `to` are "agency:<uuid>" and "community:<uuid>", `files` those about the record that shall go with it. Raises Refused for another
    agency's record, Invalid, also for a file that cannot leave.
    """
    wanted = frozenset(files)
    with door(actor, RECORD_PREVIEW, subject=f"record:{id}") as opened:
        row = _found(id)
        plan = planned(opened, row, to, label, wanted)
        opened.note(owner=plan.old.owner, agencies=len(plan.reached.agencies), files=len(plan.files))
        about = f"record:{row.id}"
        return _preview(row, plan, choices(opened, about, to=plan.reached, under=label, chosen=wanted))


def ask_to_release(  # noqa: PLR0913 - what a second person agrees to, each part named
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    to: Iterable[str],
    label: Label,
    reason: str,
    files: Iterable[UUID] = (),
) -> ApprovalView:
    """Ask a second person to agree to a release beyond the audience or the marks that the record had (S16)."""
    with door(actor, RECORD_PREVIEW, subject=f"record:{id}") as opened:
        row = _found(id)
        content = asked(planned(opened, row, to, label, files), row.version)
    return ask_approval(actor, act=RECORD_RELEASE_BEYOND, subject=f"record:{id}", reason=reason, content=content)


def release_record(  # noqa: PLR0913 - what a release states, each part named
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    version: int,
    to: Iterable[str],
    label: Label,
    files: Iterable[UUID] = (),
    case: str = "",
    approval: UUID | None = None,
) -> Released:
    """Release a record to agencies and communities: a supervisor's act, with a fresh factor.

    The record bears the given marks from then on, and its recipients in its audience. Beyond the audience or the marks
    that it had, a second person must have agreed to exactly this (`approval`). `version` is the one that was previewed.
    Agencies that have it already are told where the marks change. Only the files that are named go with it, to all of these agencies that
    lack them. Raises Refused, Invalid, Conflict.
    """
    with door(actor, RECORD_RELEASE, case=case, subject=f"record:{id}") as opened:
        row = rows.own_row(opened, id)
        if row.version != version:
            raise Conflict(faults.CHANGED_MEANWHILE)
        plan = planned(opened, row, to, label, files)
        opened.note(owner=plan.old.owner, schema=row.schema, version=version, agencies=len(plan.reached.agencies))
        if plan.beyond:
            with door(actor, RECORD_RELEASE_BEYOND, subject=f"record:{id}", approval=approval) as beyond:
                beyond.note(owner=plan.old.owner)
                refuse_other(beyond, asked(plan, version))
        _relabel(opened, row, plan.own)
        parcels = tuple(_sent(opened, row, plan))
        files_sent = send_files(opened, plan.files)
        opened.note(files=files_sent)
        return Released(row.id, row.version, parcels, len(plan.fresh.agencies), files_sent)


def withdraw_record(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    reason: WithdrawReason,
    agencies: Iterable[UUID] | None = None,
    case: str = "",
) -> int:
    """Withdraw a record from all who have it, or from some; the number of agencies. The record itself stays.

    Copies there go, a tombstone refuses them from then on, and each agency has three days to acknowledge it.
    """
    return _withdrawn(actor, id, reason, agencies, case, due=None)


def recall_record(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    agencies: Iterable[UUID] | None = None,
    due: datetime | None = None,
    case: str = "",
) -> int:
    """Withdraw urgently what was disclosed by mistake (R16): within a day, or by the stated moment, each agency acknowledges.

    Raises Invalid for a deadline that is past or more than two weeks away.
    """
    return _withdrawn(actor, id, WithdrawReason.MIS_DISCLOSED, agencies, case, due=due, urgent=True)


def _withdrawn(  # noqa: PLR0913 - the parts of a withdrawal and of a recall
    actor: Actor,
    record_id: UUID,
    reason: WithdrawReason,
    agencies: Iterable[UUID] | None,
    case: str,
    *,
    due: datetime | None,
    urgent: bool = False,
) -> int:
    if reason not in CHOSEN_REASONS:
        raise Invalid(faults.REASON_UNKNOWN)
    with door(actor, RECORD_WITHDRAW, case=case, subject=f"record:{record_id}") as opened:
        row = rows.own_row(opened, record_id)
        label, deadline = opened.label_of(row.label_id), _deadline(opened, due) if urgent else None
        next_version(stream_of(row.id), label.owner)  # holds the stream
        having = holders(stream_of(row.id), label.owner)
        lost = _chosen(having, agencies)
        opened.note(owner=label.owner, reason=reason.value, agencies=len(lost.agencies), urgent=urgent)
        _relabel(opened, row, _without(label, having, lost))
        take_back(opened, row, lost, reason, under=label, due=deadline)
        return len(lost.agencies)


def _found(record_id: UUID) -> Record:
    row = Record.objects.filter(id=record_id).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row


def _preview(row: Record, plan: Plan, files: tuple[FileChoice, ...]) -> ReleasePreview:
    return ReleasePreview(
        record=row.id,
        version=row.version,
        schema=row.schema,
        caption=row.caption,
        content=plan.leaving.content,
        properties=plan.leaving.properties,
        left_out=plan.leaving.left_out,
        narratives=plan.leaving.narratives,
        recipients=plan.reached,
        fresh=plan.fresh.agencies,
        holders=plan.known.agencies,
        files=files,
        label=plan.sent,
        own=plan.own,
        marks=marks(plan.sent),
        obligations=duties(plan.sent),
        needs_approval=plan.beyond,
    )


def _sent(opened: Opened, row: Record, plan: Plan) -> Iterable[UUID]:
    if plan.fresh.through:
        yield send(opened, row, Step.SHARE, label=plan.sent, to=plan.fresh, content=plan.leaving.content)
    if plan.known.through and plan.marks_change:
        follow_marks(f"record:{row.id}", plan.own)
        label, told = addressed(plan.own, plan.known), leaving(row, plan.old.owner, plan.known.agencies)
        yield send(opened, row, Step.CORRECT, label=label, to=plan.known, content=told.content)


def _relabel(opened: Opened, row: Record, label: Label) -> None:
    """Put a record under the label that it bears from now on. What it says stays as it is, and as old."""
    if label == opened.label_of(row.label_id):
        return
    past = rows.keep_version(row)
    if not rows.claim_next_version(row):
        raise Conflict(faults.CHANGED_MEANWHILE)
    past.save(force_insert=True)
    row.label_id, row.changed_by = opened.intern(label), opened.actor.named
    rows.rewrite(row)
    lasting.note_changed(opened, [row])


def _deadline(opened: Opened, due: datetime | None) -> datetime:
    at = opened.context.at
    deadline = due or at + RECALLED_WITHIN
    if not at < deadline <= at + LONGEST_DEADLINE:
        raise Invalid(faults.DEADLINE, days=LONGEST_DEADLINE.days)
    return deadline


def _chosen(having: Recipients, agencies: Iterable[UUID] | None) -> Recipients:
    wanted = having.agencies if agencies is None else frozenset(agencies)
    if not wanted or not wanted <= having.agencies:
        raise Invalid(faults.NOT_RELEASED)
    return Recipients({one: having.through[one] for one in wanted})


def _without(label: Label, having: Recipients, lost: Recipients) -> Label:
    """The record's label once these agencies are not addressed any more; what was for all is for those who keep it."""
    if label.tlp is Tlp.CLEAR or is_for_the_platform(label):
        left = having.agencies - lost.agencies
        return replace(label, tlp=Tlp.AMBER, audience=frozenset(f"agency:{one}" for one in left))
    gone = lost.tokens | _persons_of(lost.agencies)
    left_in = [_members_left(one, lost.agencies) for one in label.audience if one.startswith("community:")]
    named = {one for one in label.audience if not one.startswith("community:")}
    return replace(label, audience=frozenset(named).union(*left_in) - gone)


def _persons_of(agencies: frozenset[UUID]) -> frozenset[str]:
    node = system_actor("records-exchange")
    return frozenset(f"user:{person.id}" for agency in agencies for person in list_people(node, agency=agency))


def _members_left(token: str, lost: frozenset[UUID]) -> frozenset[str]:
    """A community that lost nobody stays as it is; another becomes those of its members who stay addressed."""
    node = system_actor("records-exchange")
    found = [one for one in list_communities(node) if f"community:{one.id}" == token]
    people = {person.id: person.agency for person in list_people(node)} if found and found[0].people else {}
    if all(lost.isdisjoint(one.agencies) and lost.isdisjoint(people[each] for each in one.people) for one in found):
        return frozenset({token})
    return frozenset(f"agency:{each}" for one in found for each in one.agencies) | frozenset(
        f"user:{each}" for one in found for each in one.people
    )
