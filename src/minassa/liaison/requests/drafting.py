"""Drafts of requests: written by anybody who works with content, seen by the own agency, sent by a liaison officer."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import Actor, Handling, Opened, Tlp, door, list_agencies, system_actor
from minassa.base import Conflict, Invalid, canonical_json, new_id, now
from minassa.desk import remove_attachments
from minassa.liaison import faults
from minassa.liaison.acts import REQUEST_DRAFT
from minassa.liaison.models import Request
from minassa.liaison.own import agency_of
from minassa.liaison.requests import attached, care, content, files, terms
from minassa.liaison.requests.clock import Urgency
from minassa.liaison.requests.rules import DRAFTED, RequestKind, Side, State
from minassa.liaison.requests.types import Asking, Marks
from minassa.liaison.texts import line_of, text_of

MOST_AGENCIES: Final = 20


def keep_request(actor: Actor, *, asking: Asking, exercise: bool, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a draft in the agency, a new one or over an old one; nobody outside learns of it. Gives its id.

    Raises Invalid for what could not be sent as it is; the human-rights questions may still be open.
    """
    with door(actor, REQUEST_DRAFT, purpose=content.purpose_of(asking.purpose), case=asking.case) as opened:
        whole = checked(actor, asking)
        row = _draft(opened, id) if id else _new(actor, exercise=exercise)
        row.kind = whole.kind.value
        row.urgency, row.purpose, row.tlp = whole.urgency.value, whole.purpose, whole.marks.tlp.value
        row.partner = whole.to[0] if len(whole.to) == 1 else None
        row.draft, row.modified = packed(whole), now()
        row.label_id = opened.intern(files.file_label(row.holder, exercise=row.exercise))
        row.save()
        opened.note(subject=f"request:{row.id}", owner=row.holder, request=row.kind)
        opened.note(urgency=row.urgency, agencies=len(whole.to))
        return row.id


def discard_request(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a draft away with its files. Raises NotFound, Conflict for a request that was sent."""
    with door(actor, REQUEST_DRAFT, subject=f"request:{id}") as opened:
        _draft(opened, id).delete()
        remove_attachments(attached.about(id))


def checked(actor: Actor, asking: Asking) -> Asking:
    """A request as it can be sent, its texts trimmed. Raises Invalid."""
    if asking.marks.tlp not in files.LEVELS:
        raise Invalid(faults.TLP)
    if not asking.marks.handling:
        raise Invalid(faults.HANDLING)
    if asking.care is not None:
        care.weigh(asking.care)
    return replace(
        asking,
        to=_recipients(actor, asking.to),
        title=line_of(asking.title, content.LONGEST_TITLE),
        text=text_of(asking.text, content.LONGEST_TEXT),
        purpose=content.purpose_of(asking.purpose),
        legal_basis=line_of(asking.legal_basis, content.LONGEST_BASIS),
        case=line_of(asking.case, content.LONGEST_CASE, needed=False),
        terms=terms.checked_terms(asking.terms, asking.kind),
    )


def _recipients(actor: Actor, to: Iterable[UUID]) -> tuple[UUID, ...]:
    """The agencies asked, each once, in the order of the form. Raises Invalid."""
    wanted = tuple(dict.fromkeys(to))
    active = {one.id for one in list_agencies(system_actor("liaison")) if one.is_active and one.id != actor.agency}
    if not 0 < len(wanted) <= MOST_AGENCIES or not active.issuperset(wanted):
        raise Invalid(faults.RECIPIENTS)
    return wanted


def _draft(opened: Opened, request: UUID) -> Request:
    row = files.own_file(opened, request, side=Side.ASKER)
    if row.state != State.DRAFT.value:
        raise Conflict(faults.OUT_OF_TURN)
    return row


def _new(actor: Actor, *, exercise: bool) -> Request:
    own = new_id()
    return Request(
        id=own,
        thread=new_id(),
        holder=agency_of(actor),
        side=Side.ASKER.value,
        batch=own,
        state=DRAFTED.state.value,
        exercise=exercise,
        author=actor.user_id,
    )


def packed(asking: Asking) -> str:
    """A draft as its file keeps it."""
    body = content.asking_to_json(asking)
    to = [str(one) for one in asking.to]
    return canonical_json({**body, "to": to, "marks": marks_to_json(asking.marks)}).decode()


def unpacked(draft: str) -> Asking:
    """The draft that `packed` wrote."""
    body: dict[str, Any] = orjson.loads(draft)
    return Asking(
        to=tuple(map(UUID, body["to"])),
        title=body["title"],
        text=body["text"],
        urgency=Urgency(body["urgency"]),
        purpose=body["purpose"],
        legal_basis=body["legal_basis"],
        marks=marks_from_json(body["marks"]),
        care=care.care_from_json(body["care"]) if body["care"] else None,
        case=body["case"],
        about=UUID(body["about"]) if body["about"] else None,
        kind=(kind := RequestKind(body.get("kind", RequestKind.INFORMATION.value))),
        terms=terms.terms_from_json(body["terms"], kind) if "terms" in body else None,
    )


def marks_to_json(marks: Marks) -> dict[str, Any]:
    """Marks as a draft keeps them."""
    return {"tlp": marks.tlp.value, "handling": sorted(marks.handling)}


def marks_from_json(body: Mapping[str, Any]) -> Marks:
    """The marks that `marks_to_json` wrote."""
    return Marks(Tlp(body["tlp"]), frozenset(map(Handling, body["handling"])))
