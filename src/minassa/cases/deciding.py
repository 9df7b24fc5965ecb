"""Deciding a case: confirmed or dismissed with a reason, by one person or two; remembered for its hits; reopened."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minassa import screening
from minassa.access import Actor, Opened, door, system_actor
from minassa.base import Refused
from minassa.cases import faults, rows
from minassa.cases.acts import CASE_DECIDE, CASE_JOIN
from minassa.cases.models import Case, CaseEvidence
from minassa.cases.rules import DECIDED, CaseState, CaseStep, wants_second
from minassa.check import Kind, Question, Verdict, judge
from minassa.desk import notice_kind, notify

CASE_DECIDED: Final = notice_kind(
    "case.decided", _("A case that you work on was decided."), topic=_("Cases given to you")
)
CASE_SECOND: Final = notice_kind(
    "case.second",
    _("A decision on a case of yours waits for a second person."),
    topic=_("Cases given to you"),
)
_PROPOSED: Final = {
    Verdict.CONFIRMED: CaseStep.PROPOSED_CONFIRMED,
    Verdict.DISMISSED: CaseStep.PROPOSED_DISMISSED,
}
_DONE: Final = {Verdict.CONFIRMED: CaseStep.CONFIRMED, Verdict.DISMISSED: CaseStep.DISMISSED}


def decide_case(actor: Actor, *, id: UUID, verdict: Verdict, reason: str, version: int | None = None) -> CaseState:  # noqa: A002 - the word that every room uses
    """Confirm or dismiss a case for a reason, or propose it where the node's settings want a second person.

    Gives the state that it has now. `version` is that of the case which was read. Raises Invalid, Conflict, NotFound, Refused.
    """
    words = rows.text_of(reason)
    with door(actor, CASE_DECIDE, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, CaseState.OPEN, version=version)
        row.reason = words
        if wants_second(verdict.value, settings.MINASSA.cases.second_person):
            row.state, row.proposed, row.asked_by = CaseState.WAITING.value, verdict.value, actor.user_id
            rows.step(opened, row, _PROPOSED[verdict], words)
            _tell(opened, row, CASE_SECOND)
            return CaseState.WAITING
        return _decided(opened, row, verdict, words)


def agree_case(actor: Actor, *, id: UUID, agree: bool, reason: str = "", version: int | None = None) -> CaseState:  # noqa: A002 - the same
    """Agree to a proposed decision as the second person, or leave the case open for a reason.

    Raises Refused for whoever proposed it, Conflict, Invalid.
    """
    words = rows.text_of(reason, needed=not agree)
    with door(actor, CASE_DECIDE, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, CaseState.WAITING, version=version)
        if actor.user_id is None or row.asked_by == actor.user_id:
            raise Refused(faults.SECOND_PERSON)
        verdict = Verdict(row.proposed)
        if agree:
            return _decided(opened, row, verdict, words)
        row.state, row.proposed, row.asked_by = CaseState.OPEN.value, "", None
        rows.step(opened, row, CaseStep.NOT_AGREED, words)
        return CaseState.OPEN


def reopen_case(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002 - the same
    """Open a decided case again. What was remembered of its hits stays until it is decided anew."""
    words = rows.text_of(reason)
    with door(actor, CASE_JOIN, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, *DECIDED)
        open_again(opened, row)
        rows.step(opened, row, CaseStep.REOPENED, words)


def open_again(opened: Opened, row: Case) -> None:
    """Make a case one that is worked on; its clock begins anew."""
    row.state, row.proposed, row.asked_by = CaseState.OPEN.value, "", None
    row.started_at, row.decided_at, row.decided_by = opened.context.at, None, None


def _decided(opened: Opened, row: Case, verdict: Verdict, words: str) -> CaseState:
    """The case is decided, and its hits are remembered."""
    row.state, row.proposed = verdict.value, ""
    row.decided_at, row.decided_by = opened.context.at, opened.actor.user_id
    opened.note(verdict=verdict.value, remembered=_remember(opened, row, verdict))
    rows.step(opened, row, _DONE[verdict], words)
    _tell(opened, row, CASE_DECIDED)
    return CaseState(verdict.value)


def _remember(opened: Opened, row: Case, verdict: Verdict) -> int:
    """Write the agency's judgement on each hit in the case, as it stands in the evidence: the latest piece of each subject."""
    known = {screening.RECORDS, *(one.key for one in screening.sources())}
    hits: dict[tuple[str, ...], tuple[list[str], CaseEvidence]] = {}
    for piece in CaseEvidence.objects.filter(case=row, set_aside_at=None).order_by("added_at", "id"):
        if piece.asked is not None and piece.source in known:
            hits[*piece.asked, piece.source, piece.ref] = (piece.asked, piece)
    # Judgements are for the whole agency: they do not repeat the words of a case that is not.
    words = row.reason if opened.label_of(row.label_id) == rows.own_label(opened.actor) else f"case:{row.id}"
    for asked, piece in hits.values():
        judge(
            opened.actor,
            question=question_of(asked),
            source=piece.source,
            ref=piece.ref,
            fingerprint=piece.fingerprint,
            verdict=verdict,
            reason=words,
            case=row.reference or f"case:{row.id}",
        )
    return len(hits)


def question_of(asked: list[str]) -> Question:
    """The question that a piece of evidence keeps."""
    name, birth_date, country, identifier, kind = asked
    return Question(name, birth_date, country, identifier, Kind(kind) if kind else None)


def _tell(opened: Opened, row: Case, kind: str) -> None:
    """Whoever opened the case and whoever works on it, but for who has just done it."""
    for person in {row.opened_by, row.assignee} - {None, opened.actor.user_id}:
        if person is not None:
            notify(system_actor("cases"), person=person, agency=row.owner, kind=kind, about=f"case:{row.id}")
