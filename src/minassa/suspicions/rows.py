"""Reports in the database: finding one, letting it say something, its steps, and how it is seen."""

from datetime import datetime
from uuid import UUID

from minassa.access import Actor, Handling, Opened, Tlp, marks
from minassa.base import Conflict, NotFound
from minassa.suspicions import faults
from minassa.suspicions.acts import REVIEWERS
from minassa.suspicions.content import ReportContent, lacking
from minassa.suspicions.models import FiuReply, Suspicion, SuspicionStep
from minassa.suspicions.types import (
    FiuReplyView,
    ReplyKind,
    SuspicionAct,
    SuspicionRow,
    SuspicionState,
    SuspicionStepView,
    SuspicionView,
)

MOST_STEPS = 1_000


def found(report: UUID) -> Suspicion:
    """A report that this actor sees. Raises NotFound."""
    row = Suspicion.objects.filter(id=report).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row


def own(opened: Opened, report: UUID, *states: SuspicionState, version: int | None = None) -> Suspicion:
    """A report of the actor's agency, locked, in one of these states. Raises NotFound, Conflict."""
    row = found(report)
    opened.note(owner=row.owner)
    if row.owner != opened.actor.agency:
        raise NotFound(faults.NOT_FOUND)
    row = Suspicion.objects.select_for_update().get(id=report)
    if row.state not in {one.value for one in states}:
        raise Conflict(faults.STATE)
    if version is not None and row.version != version:
        raise Conflict(faults.CHANGED)
    return row


def step(opened: Opened, row: Suspicion, what: SuspicionAct, text: str = "") -> None:
    """Write a step down, and note that the report changed."""
    opened.note(step=what.value)
    SuspicionStep.objects.create(
        label_id=row.label_id, suspicion=row, at=opened.context.at, by=opened.actor.user_id, what=what.value, text=text
    )
    keep(row, opened.context.at)


def keep(row: Suspicion, at: datetime) -> None:
    """Store a report as a new version."""
    row.modified, row.version = at, row.version + 1
    row.save()


def content_of(row: Suspicion) -> ReportContent:
    """What a report says."""
    return ReportContent.from_json(row.content)


def row_of(row: Suspicion, opened: Opened) -> SuspicionRow:
    """One line of the list."""
    head = content_of(row).head
    return SuspicionRow(
        id=row.id,
        title=row.title,
        case=row.case,
        state=SuspicionState(row.state),
        fiu=head.fiu,
        reference=head.reference,
        drafted_by=row.drafted_by,
        created=row.created,
        modified=row.modified,
        sent_at=row.sent_at,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
    )


def view_of(row: Suspicion, opened: Opened) -> SuspicionView:
    """One report, whole."""
    content, label = content_of(row), opened.label_of(row.label_id)
    steps = SuspicionStep.objects.filter(suspicion=row).order_by("at", "id")[:MOST_STEPS]
    replies = FiuReply.objects.filter(suspicion=row).order_by("received_at", "id")[:MOST_STEPS]
    return SuspicionView(
        row=row_of(row, opened),
        version=row.version,
        content=content,
        submitted_by=row.submitted_by,
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        sent_reference=row.sent_reference,
        steps=tuple(SuspicionStepView(one.at, one.by, SuspicionAct(one.what), one.text) for one in steps),
        replies=tuple(reply_view(one, opened.context.at) for one in replies),
        lacks=tuple(lacking(content)),
        can=can(opened.actor, row),
        whole_agency=label.tlp is not Tlp.RED,
        needs_permission=needs_permission(opened, row),
    )


def needs_permission(opened: Opened, row: Suspicion) -> bool:
    """Whether handling codes forbid to pass on what the report is made of without its owners' permission."""
    return bool(opened.label_of(row.label_id).handling & {Handling.H2, Handling.H3})


def reply_view(one: FiuReply, at: datetime) -> FiuReplyView:
    """What the FIU said."""
    waits = one.answered_at is None
    return FiuReplyView(
        id=one.id,
        kind=ReplyKind(one.kind),
        text=one.text,
        received_at=one.received_at,
        due=one.due,
        is_late=waits and one.due is not None and one.due <= at,
        answered_at=one.answered_at,
        answered_by=one.answered_by,
        answer=one.answer,
    )


def can(actor: Actor, row: Suspicion) -> tuple[str, ...]:
    """What this reader can do with a report of their agency."""
    if actor.agency != row.owner or actor.user_id is None:
        return ()
    reviews = bool(actor.roles & REVIEWERS)
    match SuspicionState(row.state):
        case SuspicionState.DRAFT:
            return ("edit", "submit")
        case SuspicionState.REVIEW:
            return ("review",) if reviews and row.submitted_by != actor.user_id else ()
        case SuspicionState.APPROVED:
            return ("export", "back", *(("send",) if reviews else ()))
        case SuspicionState.SENT:
            return ("export", "follow", "close")
        case _:
            return ("export", "follow")
