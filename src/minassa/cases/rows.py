"""Cases in the database: finding one, its steps and evidence, and how they are seen."""

import re
from collections.abc import Iterable
from dataclasses import astuple
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Handling, Label, Opened, Tlp, marks, strictest
from minassa.base import Conflict, Invalid, NotFound, Refused, canonical_json
from minassa.cases import faults
from minassa.cases.models import Case, CaseEvidence, CaseStepRow
from minassa.cases.rules import CaseState, CaseStep
from minassa.cases.types import Changes, Evidence, EvidenceLine, Origin
from minassa.check import Question
from minassa.desk import label_for_reading

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4_000
LONGEST_LINE: Final = 2_000
MOST_LINES: Final = 200
MOST_PIECES: Final = 200
MOST_LINKS: Final = 200
_THING: Final = re.compile(r"([a-z][a-z-]{0,23}):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LABELLED: Final = frozenset({"alert", "lookout", "practice", "record", "report", "request"})
"""Of these the label is looked up, whatever the composer says."""


def agency_of(actor: Actor) -> UUID:
    """The actor's agency. Raises Refused for who is no person of one."""
    if actor.agency is None or actor.user_id is None:
        raise Refused(faults.NO_PERSON)
    return actor.agency


def own_label(actor: Actor) -> Label:
    """The label of what the actor's whole agency may see, and nobody else. Raises Refused for who is of none."""
    return Label(
        owner=agency_of(actor),
        tlp=Tlp.AMBER_STRICT,
        handling=frozenset({Handling.H0}),
        exercise=bool(settings.MINASSA.node.exercise),
    )


def label_within(actor: Actor, first: Label, pieces: Iterable[Evidence], purpose: str) -> Label:
    """The label of what is made of all these pieces: seen by nobody who may not see each of them. Raises NotFound for a hidden one."""
    found = [one for piece in pieces for one in _labels_of(actor, piece, purpose)]
    return strictest([first, *found], author=actor.user_id) if found else first


def _labels_of(actor: Actor, piece: Evidence, purpose: str) -> list[Label]:
    found = [piece.label] if piece.label is not None else []
    if piece.about.partition(":")[0] in _LABELLED:
        found.append(label_for_reading(actor, piece.about, purpose))
    return found


def is_here(actor: Actor, about: str, purpose: str) -> bool:
    """Whether what a piece was taken from is still here for this reader: its owner may have recalled it."""
    if about.partition(":")[0] not in _LABELLED:
        return True
    try:
        label_for_reading(actor, about, purpose)
    except NotFound:
        return False
    return True


def key_of(origin: Origin) -> str:
    """The digest by which an origin comes back to its case: of the question and the subjects for hits, else of its reference."""
    hits = sorted([one.source, one.ref] for one in origin.evidence if one.question is not None)
    asked = next((list(asked_of(one.question)) for one in origin.evidence if one.question is not None), None)
    named = ["hit", asked, hits] if asked is not None else [origin.kind.value, origin.ref]
    return sha256(canonical_json(named)).hexdigest()


def asked_of(question: Question) -> tuple[str, ...]:
    """A question as five texts."""
    kind = question.kind.value if question.kind else ""
    return (question.name, question.birth_date, question.country, question.identifier, kind)


def found(case: UUID) -> Case:
    """A case that this actor sees. Raises NotFound."""
    row = Case.objects.filter(id=case).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row


def own(opened: Opened, case: UUID, *states: CaseState, version: int | None = None) -> Case:
    """A case of the actor's agency, locked, in one of these states (any, where none is named). Raises NotFound, Refused, Conflict."""
    row = found(case)
    opened.note(owner=row.owner)
    if row.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    row = Case.objects.select_for_update().get(id=case)
    if states and row.state not in {one.value for one in states}:
        raise Conflict(faults.STATE)
    if version is not None and row.version != version:
        raise Conflict(faults.CHANGED)
    return row


def step(  # noqa: PLR0913 - the parts of a step
    opened: Opened,
    row: Case,
    what: CaseStep,
    text: str = "",
    *,
    about: str = "",
    changes: Changes | None = None,
    label_id: int | None = None,
) -> None:
    """Write a step down, and note that the case changed. `label_id`: that of the evidence whose words it repeats, if it is narrower."""
    opened.note(step=what.value)
    CaseStepRow.objects.create(
        label_id=label_id or row.label_id,
        case=row,
        at=opened.context.at,
        by=opened.actor.user_id,
        what=what.value,
        text=text,
        about=about,
        changes=_plain(changes) if changes else {},
    )
    row.modified, row.version = opened.context.at, row.version + 1
    row.save()


def _plain(changes: Changes) -> dict[str, Any]:
    return {"gone": [astuple(one) for one in changes.gone], "come": [astuple(one) for one in changes.come]}


def lines_from(stored: Iterable[Iterable[str]]) -> tuple[EvidenceLine, ...]:
    """Lines as they are stored."""
    return tuple(EvidenceLine(*one) for one in stored)


def put_evidence(opened: Opened, row: Case, pieces: Iterable[Evidence]) -> tuple[CaseEvidence, ...]:
    """Put pieces into a case, each under a label within that of the case. Raises Invalid where there are too many."""
    wanted = tuple(pieces)
    if len(wanted) + CaseEvidence.objects.filter(case=row).count() > MOST_PIECES:
        raise _bad_evidence()
    return tuple(_put(opened, row, piece) for piece in wanted)


def _put(opened: Opened, row: Case, piece: Evidence) -> CaseEvidence:
    label = label_within(opened.actor, opened.label_of(row.label_id), (piece,), opened.context.purpose)
    return CaseEvidence.objects.create(
        label_id=opened.intern(label),
        case=row,
        title=piece.title.strip(),
        lines=[astuple(one) for one in piece.lines],
        source=piece.source,
        ref=piece.ref,
        fingerprint=piece.fingerprint,
        asked=list(asked_of(piece.question)) if piece.question is not None else None,
        about=piece.about,
        added_at=opened.context.at,
        added_by=opened.actor.user_id,
    )


def refuse_evidence(pieces: tuple[Evidence, ...]) -> None:
    """Raise Invalid for evidence that cannot be kept."""
    if not 1 <= len(pieces) <= MOST_PIECES or not all(map(_fits, pieces)):
        raise _bad_evidence()


def _bad_evidence() -> Invalid:
    return Invalid(faults.EVIDENCE, most=MOST_PIECES, lines=MOST_LINES, length=LONGEST_LINE)


def _fits(piece: Evidence) -> bool:
    texts = [
        piece.title,
        piece.source,
        piece.ref,
        piece.fingerprint,
        *(part for one in piece.lines for part in astuple(one)),
    ]
    return (
        0 < len(piece.title.strip()) <= 600
        and len(piece.source) <= 40
        and len(piece.ref) <= 300
        and len(piece.fingerprint) <= 200
        and len(piece.lines) <= MOST_LINES
        and all(len(one) <= LONGEST_LINE and "\0" not in one for one in texts)
        and (not piece.about or _THING.fullmatch(piece.about) is not None)
    )


def thing_of(written: str) -> str:
    """A reference to something of the platform. Raises Invalid."""
    if not _THING.fullmatch(written.strip()):
        raise Invalid(faults.THING, most=MOST_LINKS)
    return written.strip()


def text_of(written: str, most: int = LONGEST_TEXT, *, needed: bool = True) -> str:
    """A text that a person wrote. Raises Invalid for none where one is needed, or for one that is too long."""
    text = written.strip()
    if (needed and not text) or len(text) > most or "\0" in text:
        raise Invalid(faults.TEXT, most=most)
    return text


def marks_of(opened: Opened, label_id: int) -> tuple[str, ...]:
    """The marks of a row."""
    return marks(opened.label_of(label_id))
