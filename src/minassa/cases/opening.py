"""Opening a case: from what somebody composed, or from a hit of a check; the same origin comes back to the same case."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Opened, door
from minassa.base import Invalid, Refused, new_id
from minassa.cases import faults
from minassa.cases.acts import CASE_LIST, CASE_OPEN
from minassa.cases.assigning import assign_to
from minassa.cases.models import Case, CaseEvidence
from minassa.cases.rows import (
    LONGEST_TITLE,
    agency_of,
    key_of,
    label_within,
    lines_from,
    own_label,
    put_evidence,
    refuse_evidence,
    step,
    text_of,
)
from minassa.cases.rules import DECIDED, CaseState, CaseStep, differences
from minassa.cases.types import Changes, Evidence, EvidenceLine, Origin

LONGEST_REFERENCE: Final = 100


def open_case(  # noqa: PLR0913 - what a case states, each part named
    actor: Actor,
    *,
    origin: Origin,
    subject: str,
    purpose: str = "",
    reference: str = "",
    note: str = "",
    assignee: UUID | None = None,
    due: datetime | None = None,
) -> UUID:
    """Open a case for the actor's agency; gives its id. `subject` is its heading, `reference` that of the agency's own file.

    Where this agency has a case of the same origin already, that one is given: with a step that says what has changed since, where
    something has, and open again where it was decided. The case is seen by nobody who may not see all of its evidence. Raises Invalid,
    NotFound for evidence that the actor does not see, Refused.
    """
    refuse_evidence(origin.evidence)
    title = text_of(subject, LONGEST_TITLE)
    with door(actor, CASE_OPEN, purpose=purpose, case=reference) as opened:
        known = _known(opened, key_of(origin))
        if known is not None:
            _come_back(opened, known, origin)
            return known.id
        label = label_within(actor, own_label(actor), origin.evidence, purpose)
        row = _new(opened, origin, title, label_id=opened.intern(label))
        row.purpose, row.reference = purpose, text_of(reference, LONGEST_REFERENCE, needed=False)
        row.due = _due(opened, due)
        row.save(force_insert=True)
        opened.note(subject=f"case:{row.id}", owner=row.owner, origin=row.origin, pieces=len(origin.evidence))
        put_evidence(opened, row, origin.evidence)
        step(opened, row, CaseStep.OPENED, text_of(note, needed=False))
        if assignee is not None:
            assign_to(opened, row, assignee)
        return row.id


def known_case(actor: Actor, *, origin: Origin) -> UUID | None:
    """The case of this origin that the actor sees, for a page that offers to open one."""
    with door(actor, CASE_LIST) as opened:
        row = _known(opened, key_of(origin))
        return row.id if row else None


def _known(opened: Opened, key: str) -> Case | None:
    """The latest case of this origin in the actor's agency that they see; a merged one leads to what took it in."""
    row = Case.objects.filter(key=key, owner=agency_of(opened.actor)).order_by("-modified", "-id").first()
    seen: set[UUID] = set()
    while row is not None and row.into is not None and row.into not in seen:
        seen.add(row.into)
        row = Case.objects.filter(id=row.into).first()
    return row


def _new(opened: Opened, origin: Origin, title: str, *, label_id: int) -> Case:
    at, actor = opened.context.at, opened.actor
    if actor.user_id is None:
        raise Refused(faults.NO_PERSON)
    return Case(
        id=new_id(),
        label_id=label_id,
        owner=agency_of(actor),
        key=key_of(origin),
        origin=origin.kind.value,
        origin_ref=origin.ref[:400],
        origin_title=text_of(origin.title[:LONGEST_TITLE], LONGEST_TITLE),
        title=title,
        state=CaseState.OPEN.value,
        opened_by=actor.user_id,
        opened_at=at,
        started_at=at,
        modified=at,
    )


def _due(opened: Opened, due: datetime | None) -> datetime:
    """The deadline: the one that was asked for, or that of the settings. Raises Invalid for one that is past."""
    if due is not None and due <= opened.context.at:
        raise Invalid(faults.DUE)
    return due or opened.context.at + timedelta(days=settings.MINASSA.cases.due_days)


def _come_back(opened: Opened, row: Case, origin: Origin) -> None:
    """The origin is known: keep what has changed, and open the case again where it was decided."""
    row = Case.objects.select_for_update().get(id=row.id)
    opened.note(subject=f"case:{row.id}", owner=row.owner, origin=row.origin)
    news = [(piece, changes) for piece in origin.evidence if (changes := changes_in(row, piece)) is not None]
    if not news:
        return
    if row.state in {one.value for one in DECIDED}:
        row.state, row.started_at, row.due = CaseState.OPEN.value, opened.context.at, _due(opened, None)
        row.decided_at = row.decided_by = None
    for piece, changes in news:
        (put,) = put_evidence(opened, row, (piece,))
        about = f"{piece.source}:{piece.ref}"[:140]
        step(opened, row, CaseStep.RETURNED, about=about, changes=changes, label_id=put.label_id)


def changes_in(row: Case, piece: Evidence) -> Changes | None:
    """What has changed since this evidence was last put into the case; None where nothing has."""
    last = (
        CaseEvidence.objects.filter(case=row, source=piece.source, ref=piece.ref, set_aside_at=None)
        .order_by("-added_at", "-id")
        .first()
    )
    if last is None:
        return Changes(come=piece.lines)
    if last.fingerprint == piece.fingerprint:
        return None
    gone, come = differences(
        [(one.kind, one.text) for one in lines_from(last.lines)], [(one.kind, one.text) for one in piece.lines]
    )
    return Changes(tuple(EvidenceLine(*one) for one in gone), tuple(EvidenceLine(*one) for one in come))
