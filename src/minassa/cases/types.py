"""What crosses the room's edge: where a case came from, with its evidence, and a case as its readers see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from minassa.access import Count, Label
from minassa.cases.rules import CaseState, CaseStep
from minassa.check import Question, Verdict


class OriginKind(StrEnum):
    """What a case came from."""

    CHECK = "check"
    BATCH = "batch"
    WATCH = "watch"
    PAYMENT = "payment"
    PATTERN = "pattern"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of evidence: `kind` is a word of `LINE_WORDS`, shown in the reader's language, or any other text; `text` what stands there."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence, complete in itself: a case keeps it as it was when it was put there.

    `source` and `ref` name a hit's subject (a list and its reference, `records` and the record's id) or whatever the room that found
    it calls it; `fingerprint` changes with what stands there. `question` is what was asked, for hits: what the agency decides is remembered
    for that question. `about` links to a page ("record:<uuid>"). `label` is that of the guarded row which it was taken from: a case is
    seen by nobody who may not see what it is made of. It may be left out for public lists and for what `about` names as a record, request, alert
    or report, whose label is looked up.
    """

    title: str
    lines: tuple[EvidenceLine, ...] = ()
    source: str = ""
    ref: str = ""
    fingerprint: str = ""
    question: Question | None = None
    about: str = ""
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a case came from: `ref` names it for good (the same origin comes back to the same case), `title` says it to people.

    The `ref` is a hit's "<source>:<ref>", a payment's or a finding's "<kind>:<uuid>" ...; `evidence` is at least one piece.
    """

    kind: OriginKind
    ref: str
    title: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed between two states of the same evidence."""

    gone: tuple[EvidenceLine, ...] = ()
    come: tuple[EvidenceLine, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything has."""
        return bool(self.gone or self.come)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence in a case. `is_here`: what it was taken from is still here to be seen; else its words are not shown."""

    id: UUID
    title: str
    lines: tuple[EvidenceLine, ...]
    source: str
    ref: str
    about: str
    question: Question | None
    fingerprint: str
    added_at: datetime
    added_by: UUID | None
    came_from: UUID | None
    is_set_aside: bool
    is_here: bool
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseStepView:
    """One step: what, by whom, when, in which words, about what; `changes` where evidence returned."""

    at: datetime
    by: UUID | None
    what: CaseStep
    text: str
    about: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list of cases."""

    id: UUID
    title: str
    origin: OriginKind
    origin_title: str
    state: CaseState
    assignee: UUID | None
    opened_by: UUID
    opened_at: datetime
    modified: datetime
    due: datetime | None
    is_late: bool
    decided_at: datetime | None
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case, whole. `proposed` and `asked_by`: the decision that waits for a second person. `can`: what this reader can do.

    `into` is the case into which it was merged; `came_from` the one from which it was split.
    """

    row: CaseRow
    version: int
    origin_ref: str
    purpose: str
    reference: str
    reason: str
    proposed: Verdict | None
    asked_by: UUID | None
    decided_by: UUID | None
    into: UUID | None
    came_from: UUID | None
    merged: tuple[UUID, ...]
    links: tuple[str, ...]
    evidence: tuple[EvidenceView, ...]
    steps: tuple[CaseStepView, ...]
    needs_second: tuple[Verdict, ...]
    label: Label
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases, newest first."""

    rows: tuple[CaseRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Figures of the cases that this reader sees: how many in each state and of each person, each counted up to a cap; how long decisions took.

    `decided` is of how many decisions the median is, `decided_capped` whether there were more: then of the latest ones.
    """

    states: tuple[tuple[CaseState, Count], ...]
    origins: tuple[tuple[OriginKind, Count], ...]
    people: tuple[tuple[UUID | None, Count], ...]
    late: Count
    median: timedelta | None
    decided: int
    decided_capped: bool
