"""What crosses the room's edge: a report's line, the report whole, its steps and what its FIU said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from minassa.suspicions.content import ReportContent


class SuspicionState(StrEnum):
    """It is drafted; a second person reviews it; it may leave; it was sent; its FIU has nothing more to say."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    SENT = "sent"
    CLOSED = "closed"


class SuspicionAct(StrEnum):
    """What was done about a report."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SENT = "sent"
    REPLIED = "replied"
    ANSWERED = "answered"
    CLOSED = "closed"


class ReplyKind(StrEnum):
    """What the receiving FIU said: it has it, it does not take it, it asks, it says what became of it."""

    RECEIPT = "receipt"
    REJECTION = "rejection"
    QUESTION = "question"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class SuspicionRow:
    """One line of the list of reports."""

    id: UUID
    title: str
    case: UUID
    state: SuspicionState
    fiu: str
    reference: str
    drafted_by: UUID
    created: datetime
    modified: datetime
    sent_at: datetime | None
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FiuReplyView:
    """What the receiving FIU said, and what was answered."""

    id: UUID
    kind: ReplyKind
    text: str
    received_at: datetime
    due: datetime | None
    is_late: bool
    answered_at: datetime | None
    answered_by: UUID | None
    answer: str


@dataclass(frozen=True, slots=True)
class SuspicionStepView:
    """One step."""

    at: datetime
    by: UUID | None
    what: SuspicionAct
    text: str


@dataclass(frozen=True, slots=True)
class SuspicionView:
    """One report, whole.

    `lacks`: what it still needs to be submitted. `can`: what this reader can do. `whole_agency`: all of the agency may read it;
    `needs_permission`: other owners must permit that it leaves.
    """

    row: SuspicionRow
    version: int
    content: ReportContent
    submitted_by: UUID | None
    reviewed_by: UUID | None
    reviewed_at: datetime | None
    sent_reference: str
    steps: tuple[SuspicionStepView, ...]
    replies: tuple[FiuReplyView, ...]
    lacks: tuple[str, ...]
    can: tuple[str, ...]
    whole_agency: bool
    needs_permission: bool


@dataclass(frozen=True, slots=True)
class SuspicionPage:
    """A page of reports, newest first."""

    rows: tuple[SuspicionRow, ...]
    next: str
