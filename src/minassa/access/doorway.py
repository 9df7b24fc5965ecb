"""The door: the one place that decides, tells the database what this actor may see, and writes the audit line.

    with door(actor, RECORD_READ, purpose=purpose, case=case, subject=f"record:{id}") as opened:
        row = Record.objects.get(id=id)
        opened.note(owner=opened.label_of(row.label_id).owner)

A success writes its line in the same transaction; a refusal or fault in its own, after that transaction is rolled back.
A generator must not hold a door open between two rows: open one door for each chunk.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError, connection, transaction

from minassa import audit
from minassa.access import approvals, faults, labels, walls
from minassa.access.registry import Act, ActKind
from minassa.access.rules import decide, obligations
from minassa.access.sql import Present, present
from minassa.access.types import Actor, ActorKind, Context, Label
from minassa.base import Conflict, Fault, NotFound, Refused, Unavailable, now

_REFUSALS: Final[dict[str, str]] = {
    "scope": faults.TOKEN_SCOPE,
    "purpose": faults.PURPOSE_NEEDED,
    "purpose-unknown": faults.PURPOSE_UNKNOWN,
    "step-up": faults.STEP_UP_NEEDED,
    "approval": faults.APPROVAL_NEEDED,
}


class Opened:
    """An open door: what may be seen and written through it, and what its audit line will say."""

    def __init__(self, actor: Actor, act: Act, context: Context, subject: str | None) -> None:
        """Begin with nothing visible; the door fills it."""
        self.actor = actor
        self.act = act
        self.context = context
        self.subject = subject
        self.owner: UUID | None = None
        self.granted: Mapping[str, Any] | None = None
        self.details: dict[str, str | int | UUID | None] = {}
        self.wall = walls.opening(frozenset(), frozenset())
        self.place = ""

    @property
    def visible(self) -> frozenset[int]:
        """The label ids that this actor may see now."""
        return self.wall.visible

    @property
    def writable(self) -> frozenset[int]:
        """The label ids that this actor may give to a row, or whose rows they may change."""
        return self.wall.writable

    def intern(self, label: Label) -> int:
        """The id of this label, made where it is new. Raises Refused where the actor may not write under it."""
        if self.act.kind is ActKind.READ:
            raise walls.WallError(f"{self.act.name} only reads: what it interned could never be written")
        if not decide(self.actor, self.act, label, self.context).allowed:
            raise Refused(faults.LABEL_REFUSED)
        if (known := labels.known_id(label, self.wall.writable)) is not None:
            return known
        label_id = labels.interned(label)
        if label_id not in self.wall.writable:
            self._widen(label_id)
        return label_id

    def _widen(self, label_id: int) -> None:
        new = frozenset({label_id})
        self.wall = walls.opening(self.visible | new, self.writable | new)
        walls.replace_current(self.wall)
        connection.let_through(self.place, *self.wall.arrays)  # type: ignore[attr-defined] # our engines have it

    def label_of(self, label_id: int) -> Label:
        """The label of a row that was read through this door."""
        return labels.label_of(label_id)

    def obligations(self, label_id: int) -> tuple[str, ...]:
        """What this actor must observe about rows of this label, as machine words."""
        return obligations(self.actor, labels.label_of(label_id))

    def may(self, label_id: int) -> bool:
        """Whether this very act is allowed on rows of this label: a writer also sees rows that are not theirs to change."""
        return decide(self.actor, self.act, labels.label_of(label_id), self.context).allowed

    def note(
        self, *, subject: str | None = None, owner: UUID | None = None, **details: str | int | UUID | None
    ) -> None:
        """Add to the audit line: what it was about, whose it is, and short machine values. Never a name or a free text."""
        self.subject = subject or self.subject
        self.owner = owner or self.owner
        self.details.update(details)


@dataclass(slots=True)
class _Passage:
    """The outermost door's business that waits for the end of its transaction."""

    late: list[audit.Line] = field(default_factory=list)


_FULL: Final = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "53100"})
"""53100: PostgreSQL's disk_full."""

_outermost: ContextVar[_Passage | None] = ContextVar("outermost_door", default=None)
_innermost: ContextVar[Opened | None] = ContextVar("innermost_door", default=None)


@contextmanager
def door(  # noqa: PLR0913 - the circumstances of one act, each named by the caller
    actor: Actor,
    act: Act,
    *,
    purpose: str = "",
    case: str = "",
    subject: str | None = None,
    approval: UUID | None = None,
) -> Iterator[Opened]:
    """Open the door for one act. Nests for the same actor, or for a system actor; the inner one restores the outer.

    Raises Refused where the decision says no, NotFound, Conflict and Unavailable for what the database says, and passes
    on every Fault of the block. `approval` is the id of a granted approval, used up by this act.
    """
    opened = Opened(actor, act, Context(now(), purpose, case), subject)
    outer = _outermost.get()
    passage = outer or _Passage()
    token = _outermost.set(passage)
    try:
        with database_faults(), _transaction(act, is_outermost=outer is None), _opened(opened, approval):
            yield opened
            if act.audited:
                audit.append(_line(opened, "done"))
    except Exception as error:
        passage.late.append(_line(opened, *_verdict(error)))
        raise
    finally:
        _outermost.reset(token)
        if outer is None:
            _write(passage.late)


@contextmanager
def _transaction(act: Act, *, is_outermost: bool) -> Iterator[None]:
    """One transaction. On SQLite what only reads does not queue for the write lock."""
    connection.ensure_connection()  # a new connection sets its mode when it is made: it must not be lost below
    only_reads = is_outermost and act.kind is ActKind.READ and not act.audited and connection.vendor == "sqlite"
    mode = getattr(connection, "transaction_mode", None)
    if only_reads:
        connection.transaction_mode = None  # type: ignore[attr-defined] # SQLite's wrapper has it
    try:
        with transaction.atomic():
            yield
    finally:
        if only_reads:
            connection.transaction_mode = mode  # type: ignore[attr-defined] # SQLite's wrapper has it


@contextmanager
def _opened(opened: Opened, approval: UUID | None) -> Iterator[None]:
    """Decide, then hold both walls open for this actor until the end of the block."""
    _refuse_other_actor(opened.actor)
    state = _present_state(opened.actor)
    opened.place = state.place
    if approval is not None:
        opened.granted = approvals.use(opened.actor, opened.act, approval, subject=opened.subject, at=opened.context.at)
        opened.context = replace(opened.context, approved=True)
        opened.note(approval=approval)
    decision = decide(opened.actor, opened.act, None, opened.context)
    if not decision.allowed:
        raise Refused(_REFUSALS.get(decision.reason, faults.NOT_ALLOWED), scope=opened.act.scope)
    seen = labels.sight(opened.actor, opened.act, opened.context, state.labels)
    opened.wall = walls.opening(seen.visible, seen.writable)
    outer = walls.current()
    connection.let_through(opened.place, *opened.wall.arrays)  # type: ignore[attr-defined] # our engines have it
    token = _innermost.set(opened)
    try:
        with walls.opened_as(opened.wall):
            yield
    finally:
        _innermost.reset(token)
        connection.forget_statements()  # type: ignore[attr-defined] # our engines have it
    _give_back(outer, opened.place)


def _give_back(outer: walls.Opening | None, place: str) -> None:
    """Tell the database again what the outer door lets through. After an error the rollback to its savepoint does it."""
    if outer is not None:
        connection.let_through(place, *outer.arrays)  # type: ignore[attr-defined] # our engines have it
    elif connection.savepoint_ids:
        connection.let_through(place, "", "")  # type: ignore[attr-defined] # our engines have it


def _refuse_other_actor(actor: Actor) -> None:
    outer = _innermost.get()
    if outer is not None and actor.kind is not ActorKind.SYSTEM and outer.actor != actor:
        raise walls.WallError("a door opens inside another one for the same actor or for a system actor only")


def _present_state(actor: Actor) -> Present:
    """The present state of rights and labels, after comparing the actor's rights with it (S15, S08)."""
    found = present(actor.user_id)
    if found is None or (actor.user_id is not None and found.rights != actor.rights_version):
        raise Refused(faults.RIGHTS_CHANGED)
    return found


@contextmanager
def database_faults() -> Iterator[None]:
    """Tell what the database says as faults; for what runs outside a door."""
    try:
        yield
    except ObjectDoesNotExist as error:
        raise NotFound(faults.NOT_FOUND) from error
    except IntegrityError as error:
        raise Conflict(faults.CHANGED_MEANWHILE) from error
    except OperationalError as error:
        raise Unavailable(faults.NO_ROOM if _is_full(error) else faults.BUSY) from error


def _is_full(error: OperationalError) -> bool:
    """Whether the disk is full. SQLite has one word for it where a write failed, and another where the file may not grow."""
    cause = error.__cause__
    said = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or ""
    return said in _FULL


def _verdict(error: Exception) -> tuple[audit.Outcome, str]:
    if isinstance(error, Refused | NotFound):
        return "refused", error.code
    return "failed", error.code if isinstance(error, Fault) else "error"


def _line(opened: Opened, outcome: audit.Outcome, reason: str = "") -> audit.Line:
    return audit.Line(
        action=opened.act.name,
        outcome=outcome,
        actor=opened.actor.named,
        agency=opened.actor.agency,
        owner=opened.owner,
        subject=opened.subject,
        purpose=opened.context.purpose,
        case=opened.context.case,
        reason=reason,
        details=opened.details,
        at=opened.context.at,
    )


def _write(lines: list[audit.Line]) -> None:
    for line in lines:
        audit.append(line)
